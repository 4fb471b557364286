import { confirmWrite } from "../../http/confirm-write.ts";
import { HttpError } from "../../http/http-error.ts";
import { parseSourceId } from "../../model/ids.ts";
import { isSameName } from "../../model/names.ts";
import type { DisableUser, EnableUser, ImportUser, LinkUser, UpdateUser } from "../../model/operation.ts";
import type { CloudClient, ScimUser } from "./client.ts";
import { createOnce } from "./create-once.ts";
import { toNewUser, toUserPatch } from "./from-operation.ts";
import { isGone } from "./is-gone.ts";
import { toAccount } from "./to-model.ts";

/** @returns The id of the account, whether it was made just now or was there already. */
export async function importUser(
  client: CloudClient,
  operation: ImportUser,
  signal: AbortSignal,
): Promise<string> {
  const body = toNewUser(operation);
  try {
    return await createOnce({
      create: async () => (await client.createUser(body, signal)).id,
      find: () => findImported(client, operation, body.userName, signal),
    });
  } catch (error) {
    throw error instanceof HttpError && error.status === 409 ? clash(body.userName, error) : error;
  }
}

async function findImported(
  client: CloudClient,
  { user }: ImportUser,
  userName: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const linked = (await client.findUsers("externalId", user.sourceId, signal)).find(
    ({ externalId }) => parseSourceId(externalId) === user.sourceId,
  );
  if (linked?.id !== undefined) return linked.id;
  const namesake = (await client.findUsers("userName", userName, signal)).find(
    (found) => found.userName !== undefined && isSameName(found.userName, userName),
  );
  if (namesake === undefined) return undefined;
  throw taken(userName, namesake);
}

function taken(userName: string, { externalId }: ScimUser): HttpError {
  const owner = externalId ? "belongs to somebody else" : "belongs to nobody that usersync knows";
  return new HttpError("CONFLICT", {
    what: `There is an account ${userName} in the directory already, and it ${owner}.`,
    why: "It came after the directory was read, or another tool provisions into it. It was left as it is.",
    fix: "Run `usersync plan` again: it says whether the two can be matched. Otherwise rename one of the two.",
  });
}

/** Neither the username nor the link is there, so it must be the third thing that is unique. */
function clash(userName: string, cause: HttpError): HttpError {
  return new HttpError("CONFLICT", {
    what: `The directory refuses the account ${userName}: something of it is taken.`,
    why: `No account has this username or this link, so most likely another one has the e-mail. ${cause.why}`,
    fix: "Look for the e-mail in admin.atlassian.com › Directory › Users, and change or remove the account that has it.",
    cause,
  });
}

type Change = UpdateUser | LinkUser | EnableUser | DisableUser;

/** An account that is gone cannot log in and belongs to nobody: disabling or unlinking it counts as done. */
export async function changeUser(client: CloudClient, operation: Change, signal: AbortSignal): Promise<void> {
  const id = operation.user.targetId;
  try {
    await confirmWrite({
      send: () => client.patchUser(id, toUserPatch(operation), signal),
      isSo: async () => isAsWanted(await client.getUser(id, signal), operation),
    });
  } catch (error) {
    if (isGone(error) && endsAccess(operation)) return;
    throw error;
  }
}

function isAsWanted(user: ScimUser, operation: Change): boolean {
  const account = toAccount(user);
  switch (operation.kind) {
    case "update":
    case "link":
      return operation.changes.every(({ field, to }) => (account[field] ?? "") === to);
    case "enable":
    case "disable":
      return account.active === (operation.kind === "enable");
  }
}

function endsAccess(operation: Change): boolean {
  return operation.kind === "disable" || (operation.kind === "link" && unlinks(operation));
}

function unlinks({ changes }: LinkUser): boolean {
  return changes.every(({ to }) => to === "");
}
