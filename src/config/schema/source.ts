import * as z from "zod";
import { GROUP_TYPES, type GroupType } from "../../model/group-type.ts";
import { connectionShape } from "./connection.ts";
import { credential } from "./credential.ts";
import { amount, choice, flag, list, section, text, typed } from "./option.ts";
import { webAddress } from "./web-address.ts";
import { where } from "./where.ts";

const groupName = text({ meaning: "A group.", right: "an object id or a display name" });

const guests = choice(["exclude", "include"], {
  meaning: "Guests of the tenant: left out, or treated like members.",
}).prefault("exclude");

const people = (meaning: string, example: string) =>
  list(text({ meaning: "A person.", right: "a user principal name or an object id" }), {
    meaning: `${meaning} User principal names or object ids; \`*\` is a wildcard.`,
    right: "a list of user principal names or object ids",
    example: [example],
  }).prefault([]);

/** What narrows the people further once they are read, whatever they are read from. */
const scope = {
  guests,
  where: where.prefault([]),
  include: people("In scope whatever `guests` and `where` say.", "board-*@contoso.com"),
  exclude: people("Out of scope whatever else is said.", "svc-*"),
};

const users = section(
  {
    from: choice(["all", "assigned", "groups"], {
      meaning:
        "Who is in scope: everybody, who is assigned to an enterprise application, or the members of groups. " +
        "Whoever leaves the scope is disabled.",
    }).prefault("all"),
    application: text({
      meaning: "Client id of the enterprise application, with `from: assigned` (here or under `groups`).",
      right: "the application (client) id, a GUID",
      pattern: /^[\w.-]+$/,
      example: "11111111-2222-3333-4444-555555555555",
    }).exactOptional(),
    groups: list(groupName, {
      meaning: "Object ids or display names, with `from: groups`.",
      right: "a list of object ids or display names",
      example: ["Engineering"],
    }).prefault([]),
    nested: flag({ meaning: "Members of nested groups count too." }).prefault(true),
    ...scope,
    filter: text({
      meaning: "OData filter that narrows further. It is passed on to Graph as it stands.",
      right: "an OData filter",
      example: "department eq 'R&D'",
    }).exactOptional(),
  },
  { meaning: "Which people are in scope." },
).prefault({});

const groupType = choice(GROUP_TYPES, {
  meaning: "A type of group as Entra's admin center has it, or `dynamic`, or `hidden` for hidden members.",
});

/** Something that a group is besides its type. */
const isTrait = (type: GroupType) => type === "dynamic" || type === "hidden";

const groups = section(
  {
    from: choice(["none", "all", "assigned", "names"], {
      meaning:
        "Which groups are synced: none, all, those assigned to the enterprise application of `users.application`, " +
        "or those with certain names.",
    }).prefault("none"),
    names: list(groupName, {
      meaning: "Object ids or display names, with `from: names`; `*` is a wildcard.",
      right: "a list of object ids or display names",
      example: ["atl-*"],
    }).prefault([]),
    types: list(groupType, {
      meaning:
        "What groups may be; a group that is something else too is left out. It narrows `all`, `assigned` and wildcards, " +
        "not groups that `names` names outright; all kinds when absent.",
      right: `a list of ${GROUP_TYPES.join(", ")}`,
      example: ["security", "dynamic"],
    })
      .check(({ value, issues }) => {
        if (!value.every(isTrait)) return;
        issues.push({
          code: "custom",
          input: value,
          message: `a list with at least one of ${GROUP_TYPES.filter((type) => !isTrait(type)).join(", ")}`,
          params: { wrong: "lets no group in, since every group is of one of the other types too" },
        });
      })
      .exactOptional(),
    nested: flag({ meaning: "Members of nested groups become members of the group itself." }).prefault(true),
  },
  { meaning: "Which groups are synced." },
).prefault({});

const entra = section({
  type: z.literal("entra"),
  tenantId: text({
    meaning: "The tenant's id or one of its domains. Entra admin center > Overview.",
    right: "the tenant's id, a GUID, or one of its domains",
    pattern: /^[A-Za-z0-9.-]+$/,
    example: "contoso.onmicrosoft.com",
  }),
  cloud: choice(["global", "us-gov", "us-gov-dod", "china"], {
    meaning: "Microsoft's cloud the tenant lives in. It decides where to sign in and where Graph is.",
  }).prefault("global"),
  graphUrl: webAddress({
    meaning: "Where Graph is, only to override what the cloud has. Http only on loopback.",
    shape: "origin",
    http: "on-loopback",
    example: "https://graph.microsoft.com",
  }).exactOptional(),
  credential,
  users,
  groups,
  timeLimitMinutes: amount({
    meaning:
      "Minutes that reading may take in all; `none` for no limit. When they are over, the run ends and writes nothing.",
    example: 180,
  }).prefault(60),
  ...connectionShape({ requestsPerSecond: "none", maxResponseMegabytes: 64 }),
});

const file = section({
  type: z.literal("file"),
  path: text({
    meaning: "JSON file with users and groups as Graph writes them. Starts at the config's folder.",
    right: "the path of a JSON file",
    example: "people.json",
  }),
  users: section(scope, { meaning: "Which people are in scope." }).prefault({}),
});

/** Where people come from. */
export const source = z
  .discriminatedUnion("type", [entra, file], { error: typed(["entra", "file"]) })
  .meta({ description: "Where people come from." });
