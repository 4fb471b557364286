import { HttpError } from "../../http/http-error.ts";
import { isSameName } from "../../model/names.ts";
import type { CreateGroup } from "../../model/operation.ts";
import type { CloudClient } from "./client.ts";
import { createOnce } from "./create-once.ts";
import { toNewGroup } from "./from-operation.ts";

/** @returns The id of the group, whether it was made just now or was there already. */
export async function createGroup(
  client: CloudClient,
  operation: CreateGroup,
  signal: AbortSignal,
): Promise<string> {
  const { name } = operation.group;
  try {
    return await createOnce({
      create: async () => (await client.createGroup(toNewGroup(operation), signal)).id,
      find: async () => {
        const found = await client.findGroups(name, signal);
        return found.find(({ displayName }) => displayName !== undefined && isSameName(displayName, name))
          ?.id;
      },
    });
  } catch (error) {
    throw error instanceof HttpError && error.code === "CONFLICT" ? existsElsewhere(name) : error;
  }
}

/** The directory does not hold the group, so its name is taken outside, where SCIM neither sees nor changes it. */
function existsElsewhere(name: string): HttpError {
  return new HttpError("CONFLICT", {
    what: `The group ${name} exists in the organization, but not in this directory.`,
    why: "It was made by hand or by a product, or stayed behind from an earlier provisioning. SCIM cannot take it over.",
    fix: `In admin.atlassian.com › Directory › Groups, rename or delete ${name}, or resolve the conflict that Atlassian shows for it. Or give this one another name with \`mapping.groupName.map\`.`,
  });
}
