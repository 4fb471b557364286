import type { SourceId } from "../../../model/ids.ts";
import type { Person } from "../../../model/source-snapshot.ts";
import { keptProperties, toPerson } from "../../to-person.ts";
import { foldPages } from "../graph/fold-pages.ts";
import { IDS_PER_REQUEST, usersByIdLink, usersLink } from "./links.ts";
import { readUserId } from "./read-user.ts";
import type { Reading } from "./reading.ts";

export type People = Map<SourceId, Person>;

/** Everybody, or everybody whom the filter of the config lets through. Who comes twice counts as last seen. */
export async function listUsers(reading: Reading): Promise<People> {
  const { config, properties } = reading;
  return await foldUsers(reading, usersLink(properties, config.users.filter), (people) =>
    reading.onRead({ what: "users", count: people.size }),
  );
}

/** What listing users takes of a read. */
export type UserListing = Pick<Reading, "config" | "graph" | "properties" | "signal">;

/** The users with these ids, fifteen to a request. Who does not exist is not in the result. */
export async function findUsers(reading: UserListing, ids: readonly SourceId[]): Promise<People> {
  const chunks: SourceId[][] = [];
  for (let at = 0; at < ids.length; at += IDS_PER_REQUEST) chunks.push(ids.slice(at, at + IDS_PER_REQUEST));
  const found = await Promise.all(
    chunks.map((chunk) => foldUsers(reading, usersByIdLink(reading.properties, chunk))),
  );
  return new Map(found.flatMap((people) => [...people]));
}

/** @param onPage Called after each page, with all who have come so far. */
export async function foldUsers(
  reading: UserListing,
  link: string,
  onPage?: (people: People) => void,
): Promise<People> {
  const { config, graph, signal } = reading;
  const what = "the list of users";
  const kept = keptProperties(reading.properties);
  return await foldPages<People>(
    graph,
    {
      link,
      what,
      begin: () => new Map(),
      add: (people, user) => {
        const id = readUserId(user, what, config);
        people.set(id, toPerson(id, user, kept));
      },
      ...(onPage === undefined ? {} : { onPage }),
    },
    signal,
  );
}
