import type { Plan } from "../model/plan.ts";
import { toLazyDocument } from "../report/json/to-document.ts";
import { complaintOf } from "./complaint.ts";
import { foreignIn } from "./foreign-operations.ts";
import { type ParsedPlan, planSchema } from "./plan-schema.ts";
import { readBinding } from "./read-binding.ts";
import { changedByHand, incompletePlan, notAPlan } from "./refusals.ts";
import { type Bounds, digestOf } from "./save-plan.ts";
import { toPlan } from "./to-plan.ts";

export interface SavedFile extends Bounds {
  /** The name of the file, for messages. */
  readonly path: string;
}

export interface SavedPlan {
  readonly plan: Plan;
  /** SHA-256 in hex, as the file has it. */
  readonly digest: string;
}

/**
 * Reads a plan that was saved with `plan --out`, exactly as it was: planned and withheld operations in
 * their order, notes, and the guards that withheld.
 *
 * The digest must be that of the file, and that of the document which the plan read here would make. So
 * what a reviewer saw in the file is what will be done, its summary included.
 *
 * @throws UsersyncError `PLAN_REFUSED` for anything but a whole, unchanged and complete plan of the same
 *   config and version.
 */
export function readSavedPlan(text: string, file: SavedFile): SavedPlan {
  const { path, config } = file;
  const raw = parseJson(text, path);
  const binding = readBinding(raw, file);
  const document = checkShape(raw, path);
  const plan = toPlan(document);

  const digests = [document, toLazyDocument(plan)].map((one) => digestOf(one, binding));
  if (digests.some((digest) => digest !== binding.digest)) {
    throw changedByHand(
      path,
      "What it says does not fit its digest, for which spaces and line ends do not count.",
    );
  }
  const doubts = doubtsOf(plan);
  if (doubts.length > 0) throw incompletePlan(path, doubts);
  const foreign = foreignIn(plan.targets, config.targets);
  if (foreign !== undefined) throw changedByHand(path, foreign);
  return { plan, digest: binding.digest.replace(/^sha256:/, "") };
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw notAPlan(path, "It is not JSON, or only the beginning of it.");
  }
}

function checkShape(raw: unknown, path: string): ParsedPlan {
  const { data, error } = planSchema.safeParse(raw);
  if (data === undefined) throw changedByHand(path, complaintOf(error));
  return data;
}

/**
 * Directories that were not read: one without a plan has no operations, and neither has one that is in step.
 * A group that was not read to its end is no obstacle: what rests on it is withheld, and cannot be approved.
 */
function doubtsOf({ complete, targets }: Plan): readonly string[] {
  const doubts = targets.flatMap(({ name, error }) =>
    error === undefined ? [] : [`${name}: ${error.message}`],
  );
  if (doubts.length > 0) return doubts;
  const isSaid = complete === targets.every(({ incomplete }) => incomplete.length === 0);
  return isSaid ? [] : ["It does not say what was not read."];
}
