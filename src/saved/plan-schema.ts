import * as z from "zod";
import type { NoteKind } from "../model/desired.ts";
import type { OperationKind } from "../model/operation.ts";
import { operationSchema } from "./operation-schema.ts";
import { count, failure, name, text } from "./schema-parts.ts";

const NOTE_KINDS = [
  "collision",
  "excluded",
  "unmanaged",
  "protected",
  "unsupported",
  "invalid-username",
  "missing-attribute",
  "ambiguous-match",
  "switched-off",
] as const satisfies readonly NoteKind[];

const read = z
  .strictObject({ users: count, groups: count, memberships: count })
  .meta({ description: "What the decision rests on." });

const summary = z
  .strictObject({
    import: count,
    update: count,
    enable: count,
    disable: count,
    "create-group": count,
    "adopt-group": count,
    "release-group": count,
    "add-member": count,
    "add-group": count,
    "remove-member": count,
    "remove-group": count,
    "hand-over": count,
    withheld: count,
    failed: count,
    link: count,
    skipped: count,
  } satisfies Record<OperationKind | "withheld" | "failed" | "skipped", unknown>)
  .meta({ description: "Operations of each kind, whatever became of them, and of each bad end." });

const note = z
  .strictObject({
    kind: z.enum(NOTE_KINDS),
    subject: text,
    reason: text,
    sourceIds: z.array(text).exactOptional(),
  })
  .meta({ description: "Something that was left alone, and why." });

const tripped = z
  .strictObject({
    by: name.meta({ description: "The limit or guard, as in withheldBy.", examples: ["limits.disable"] }),
    withheld: count,
    message: text.meta({ description: "What it would have been and what is allowed, in words." }),
    allow: name
      .meta({ description: "What lets it through once, for --allow.", examples: ["disable=50"] })
      .exactOptional(),
    details: z
      .array(text)
      .meta({ description: "Lines that explain further, such as what changed in the config." })
      .exactOptional(),
  })
  .meta({ description: "A limit or guard that withheld operations." });

const target = z.strictObject({
  name: name.meta({ description: "The name of the target in the config." }),
  type: name,
  read,
  summary,
  operations: z.array(operationSchema).meta({ description: "In the order in which they are done." }),
  notes: z.array(note),
  tripped: z.array(tripped).min(1).exactOptional(),
  incomplete: z
    .array(text)
    .min(1)
    .meta({ description: "Reads that were not proven complete, a sentence each." })
    .exactOptional(),
  error: failure.exactOptional(),
});

const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/);

/** Compiled apart, since it is looked at before everything else. */
export const bindingSchema = z
  .strictObject({
    version: name.meta({ description: "The version of usersync that made the plan, and alone applies it." }),
    config: digest.meta({ description: "Of the settings that decide a plan." }),
    settings: z
      .record(z.string().regex(/^[\w.-]{1,200}$/), z.string().regex(/^[0-9a-f]{16}$/))
      .meta({ description: "The beginning of a digest of each setting, to name those that differ." }),
    digest: digest.meta({ description: "Of everything else in the document, in canonical form." }),
  })
  .meta({ description: "What binds a plan that was saved with --out. Absent elsewhere." });

/** A plan document: of a preview, of a run with its outcomes, or saved to be applied. */
export const planSchema = z.strictObject({
  format: z.literal("usersync-plan/1"),
  createdAt: z.iso.datetime().meta({ description: "ISO 8601, UTC." }),
  complete: z.boolean().meta({ description: "Every read was proven complete." }),
  run: z.int().min(1).meta({ description: "Its number in the history, of a run." }).exactOptional(),
  unrecorded: failure.exactOptional(),
  targets: z.array(target),
  saved: bindingSchema.exactOptional(),
});

export type ParsedPlan = z.infer<typeof planSchema>;
