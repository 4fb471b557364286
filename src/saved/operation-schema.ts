import * as z from "zod";
import { FIELDS } from "../model/desired.ts";
import type { LinkUser, Operation, OperationKind } from "../model/operation.ts";
import { failure, name, sourceId, targetId, text, username } from "./schema-parts.ts";

const someUser = z
  .strictObject({ username, sourceId, targetId: targetId.exactOptional() })
  .meta({ id: "user", description: "Without targetId: the same plan creates the account." });
const existingUser = z.strictObject({ username, sourceId, targetId }).meta({ id: "existingUser" });
const group = z
  .strictObject({ name, targetId: name.exactOptional() })
  .meta({ id: "group", description: "Without targetId: the same plan creates the group." });
const existingGroup = z.strictObject({ name, targetId: name }).meta({ id: "existingGroup" });
const sources = z
  .array(z.strictObject({ id: name, name: text }))
  .meta({ id: "sources", description: "The groups of Entra that it is for." });

const child = z
  .strictObject({ name, targetId: name.exactOptional() })
  .meta({ id: "child", description: "The group that is put into `group`, or taken out of it." });

const change = z
  .strictObject({ field: z.enum(FIELDS), from: text, to: text, unknown: z.literal(true).exactOptional() })
  .meta({
    id: "change",
    description:
      "One attribute before and after. Empty: there was none, or with `unknown` the directory never tells it.",
  });
const changes = z.array(change).min(1);
const link = z
  .array(z.strictObject({ field: z.literal("link"), from: text, to: text }))
  .length(1)
  .meta({
    description: "From the person before to the person after, by Entra's object id; empty is nobody.",
  });
const noChanges = z.array(change).max(0);

const access = z
  .strictObject({ groups: z.array(name), permission: name.exactOptional() })
  .meta({ id: "access", description: "Groups with a licence, and a permission: what lets an account in." })
  .exactOptional();
const email = text
  .meta({ description: "The e-mail as it is, where the directory wants it along and never tells it." })
  .exactOptional();

const already = z
  .literal(true)
  .meta({ description: "It was so before, and nothing was sent." })
  .exactOptional();
const because = text
  .meta({ description: "Which setting keeps the person out of scope, and why." })
  .exactOptional();

const onlyAfter = z
  .array(name)
  .min(1)
  .meta({
    description:
      "Ids of operations without which this one is not done, since it would take from people what they are to keep.",
  })
  .exactOptional();

const MATCHES = ["username", "email", "state", "by-hand"] as const satisfies readonly LinkUser["matchedBy"][];

type ReasonOf<Kind extends OperationKind> = Extract<Operation, { readonly kind: Kind }>["reason"];

/** One kind of operation, with whatever may become of it. */
function operation<const Kind extends OperationKind, const Shape extends z.core.$ZodLooseShape>(
  kind: Kind,
  reasons: readonly ReasonOf<Kind>[],
  shape: Shape,
) {
  const own = {
    id: name.meta({ description: "Stable: the same plan has the same ids." }),
    kind: z.literal(kind),
    ...shape,
    reason: z.enum(reasons),
  };
  return z.discriminatedUnion("status", [
    z.strictObject({ ...own, status: z.literal("planned") }),
    z.strictObject({ ...own, status: z.literal("done"), already }),
    z.strictObject({ ...own, status: z.literal("withheld"), withheldBy: name }),
    z.strictObject({ ...own, status: z.enum(["failed", "skipped"]), error: failure }),
  ]);
}

const LEAVER_REASONS = ["disabled-in-source", "deleted-in-source", "left-scope"] as const;
const REMOVAL_REASONS = [
  "not-member-in-source",
  "nested-in-source",
  ...LEAVER_REASONS,
  "renamed-in-source",
  "undo",
  "by-hand",
] as const;

/** An operation of a plan document: each kind has exactly what it needs. */
export const operationSchema = z.discriminatedUnion("kind", [
  operation("import", ["not-in-target"], { user: someUser, changes, access }),
  operation("link", ["differs", "undo", "by-hand"], {
    user: existingUser,
    changes: link,
    matchedBy: z.enum(MATCHES),
  }),
  operation("update", ["differs", "undo", "by-hand"], { user: existingUser, changes, email }),
  operation("enable", ["active-in-source", "undo", "by-hand"], {
    user: existingUser,
    changes: noChanges,
    access,
  }),
  operation("disable", [...LEAVER_REASONS, "undo", "by-hand"], {
    user: existingUser,
    changes: noChanges,
    access,
    because,
  }),
  operation("create-group", ["not-in-target"], {
    group,
    sources: sources.exactOptional(),
    changes: noChanges,
  }),
  operation("adopt-group", ["exists-in-target", "undo", "by-hand"], {
    group: existingGroup,
    sources,
    changes: noChanges,
  }),
  operation("release-group", ["left-scope", "renamed-in-source", "undo", "by-hand"], {
    group: existingGroup,
    sources,
    changes: noChanges,
  }),
  operation("add-member", ["member-in-source", "default-group", "undo", "by-hand"], {
    user: someUser,
    group,
    changes: noChanges,
  }),
  operation("remove-member", REMOVAL_REASONS, {
    user: existingUser,
    group,
    changes: noChanges,
    onlyAfter,
  }),
  operation("add-group", ["member-in-source", "undo"], { group, child, changes: noChanges, onlyAfter }),
  operation("remove-group", ["not-member-in-source", "left-scope", "renamed-in-source", "undo"], {
    group,
    child,
    changes: noChanges,
    onlyAfter,
  }),
  operation("hand-over", [...LEAVER_REASONS, "undo", "by-hand"], {
    lead: z
      .strictObject({ of: z.enum(["project", "component"]), id: name, name: text })
      .meta({ id: "lead", description: "A project or a component that somebody leads." }),
    user: existingUser,
    from: username,
    to: username,
    fromId: targetId,
    toId: targetId,
    changes: noChanges,
  }),
]);

export type ParsedOperation = z.infer<typeof operationSchema>;
