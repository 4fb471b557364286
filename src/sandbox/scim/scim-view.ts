import type { FastifyReply } from "fastify";
import type { ScimContext } from "./scim-context.ts";
import type { ScimPage } from "./scim-query.ts";
import type { ScimGroup, ScimUser } from "./scim-resource.ts";

const USER_SCHEMAS = [
  "urn:scim:schemas:extension:atlassian-external:1.0",
  "urn:ietf:params:scim:schemas:core:2.0:User",
  "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
];

/** Sends JSON under the media type of the two that was asked for. */
export function sendScim(reply: FastifyReply, status: number, body: object): FastifyReply {
  const wantsPlain = (reply.request.headers.accept ?? "").startsWith("application/json");
  const type = wantsPlain ? "application/json" : "application/scim+json";
  return reply.code(status).type(`${type};charset=UTF-8`).send(JSON.stringify(body));
}

export interface ListView<T> {
  readonly items: readonly T[];
  readonly page: ScimPage;
  readonly render: (item: T) => object;
}

/** A page of a list. A start past the end gives an empty one. */
export function renderList<T>({ quirks }: ScimContext, { items, page, render }: ListView<T>): object {
  const from = page.startIndex - 1;
  const shown = items.slice(from, from + page.count);
  return {
    schemas: ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
    totalResults: items.length,
    startIndex: page.startIndex,
    itemsPerPage: quirks.itemsPerPage ?? shown.length,
    Resources: shown.map(render),
  };
}

/** @param inList Whether the user is one of a list; some answers differ there. */
export function renderUser(
  { directory, quirks }: ScimContext,
  { user, base, inList = false }: { user: ScimUser; base: string; inList?: boolean },
): Record<string, unknown> {
  const { active, ...fields } = user.fields;
  const hidden = quirks.withoutActive.get(user.id);
  const isHidden = hidden === "always" || (hidden === "list" && inList);
  return {
    schemas: USER_SCHEMAS,
    ...fields,
    meta: {
      resourceType: "User",
      location: `${base}/Users/${user.id}`,
      lastModified: user.lastModified,
      created: user.created,
    },
    groups: directory.groups.of(user.id).map((group) => ({
      type: "DIRECT",
      value: group.id,
      display: group.displayName,
      $ref: `${base}/Groups/${group.id}`,
    })),
    "urn:scim:schemas:extension:atlassian-external:1.0": { atlassianAccountId: user.atlassianAccountId },
    id: user.id,
    ...(isHidden ? {} : { active }),
  };
}

export function renderGroup(
  { directory, quirks }: ScimContext,
  { group, base, inList = false }: { group: ScimGroup; base: string; inList?: boolean },
): Record<string, unknown> {
  const members = [...group.members].map((id) => {
    const user = directory.users.get(id);
    return {
      type: "User",
      value: id,
      display: user?.fields.displayName ?? user?.fields.userName ?? "",
      $ref: `${base}/Users/${id}`,
    };
  });
  return {
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:Group"],
    id: group.id,
    ...(group.externalId === undefined ? {} : { externalId: group.externalId }),
    displayName: group.displayName,
    ...(inList && !quirks.membersInList ? {} : { members }),
    meta: {
      resourceType: "Group",
      location: `${base}/Groups/${group.id}`,
      lastModified: group.lastModified,
      created: group.created,
    },
  };
}

/** Cuts an answer to the asked attributes; `id` and `schemas` always stay. */
export function pick(
  resource: Record<string, unknown>,
  parameters: ReadonlyMap<string, string>,
): Record<string, unknown> {
  const wanted = parameters.get("attributes")?.split(",");
  const unwanted = parameters.get("excludedAttributes")?.split(",");
  if (wanted === undefined && unwanted === undefined) return resource;
  const isShown = (name: string) =>
    name === "id" || name === "schemas" || (wanted?.includes(name) ?? !unwanted?.includes(name));
  return Object.fromEntries(Object.entries(resource).filter(([name]) => isShown(name)));
}
