import { parseSourceId, type SourceId } from "../../../model/ids.ts";
import { isSameName } from "../../../model/names.ts";
import type { Person } from "../../../model/source-snapshot.ts";
import { IDS_PER_REQUEST, userByNameLink, usersLink } from "./links.ts";
import { findUsers, foldUsers, type People, type UserListing } from "./list-users.ts";

/** Requests for users by their ids that are sent without trying whether the list of all is shorter. */
const FEW = 10;

/** Reads some people again: by their ids, or out of the list of all users where that is shorter. */
export async function lookAgain(listing: UserListing, ids: readonly SourceId[]): Promise<readonly Person[]> {
  const wanted = [...new Set(ids)];
  const requests = Math.ceil(wanted.length / IDS_PER_REQUEST);
  const listed = requests > FEW ? await listUpTo(listing, requests) : undefined;
  const found = listed ?? (await findUsers(listing, wanted));
  return wanted.flatMap((id) => found.get(id) ?? []);
}

const TOO_LONG = new Error("The list has more pages than it is worth.");

/** Everybody, whatever the filter of the config says; `undefined` when that takes more pages than these. */
async function listUpTo(listing: UserListing, pages: number): Promise<People | undefined> {
  let read = 0;
  const count = () => {
    read += 1;
    if (read >= pages) throw TOO_LONG;
  };
  try {
    return await foldUsers(listing, usersLink(listing.properties), count);
  } catch (error) {
    if (error === TOO_LONG) return undefined;
    throw error;
  }
}

/** @param name A user principal name in any case, or an object id. */
export async function findPerson(listing: UserListing, name: string): Promise<Person | undefined> {
  const id = parseSourceId(name);
  if (id !== undefined) return (await findUsers(listing, [id])).get(id);
  const found = await foldUsers(listing, userByNameLink(listing.properties, name));
  // What a server takes for equal may be more than that.
  return [...found.values()].find(({ properties }) =>
    isSameName(String(properties["userPrincipalName"]), name),
  );
}
