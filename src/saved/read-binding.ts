import * as z from "zod";
import { complaintOf } from "./complaint.ts";
import { configDigest } from "./config-digest.ts";
import { bindingSchema } from "./plan-schema.ts";
import { anotherConfig, anotherVersion, changedByHand, notAPlan, notSaved } from "./refusals.ts";
import { type Binding, type Bounds, settingDigests } from "./save-plan.ts";

const FORMAT = "usersync-plan/1";

/** The little that every version of a plan document has. */
const envelope = z.looseObject({
  format: z.string().startsWith("usersync-"),
  saved: z.looseObject({ version: z.string() }).optional(),
});

/** As much of an operation as tells a result from a preview. */
const carriedOut = z.looseObject({
  targets: z.array(z.looseObject({ operations: z.array(z.looseObject({ status: z.string() })) })),
});

/**
 * What a saved plan is bound to. Looked at before anything else in the file, since what another version
 * wrote may look different everywhere else.
 *
 * @throws UsersyncError `PLAN_REFUSED` unless that is this version and this config.
 */
export function readBinding(
  raw: unknown,
  { path, config, version }: Bounds & { readonly path: string },
): Binding {
  const { data } = envelope.safeParse(raw);
  if (data === undefined) throw notAPlan(path, "It is JSON of another kind.");
  if (data.format !== FORMAT) {
    throw notAPlan(path, `Its format is ${data.format.slice(0, 40)}; this version applies ${FORMAT}.`);
  }
  if (data.saved === undefined) throw notSaved(path, isResult(raw) ? "result" : "preview");
  if (data.saved.version !== version) throw anotherVersion(path, data.saved.version, version);
  const binding = bindingSchema.safeParse(data.saved);
  if (!binding.success) throw changedByHand(path, complaintOf(binding.error, ["saved"]));
  if (binding.data.config !== `sha256:${configDigest(config)}`) {
    const paths = differences(binding.data.settings, settingDigests(config));
    throw paths.length > 0
      ? anotherConfig(path, paths)
      : changedByHand(path, "Its digest of the config does not fit the settings beside it.");
  }
  return binding.data;
}

function isResult(raw: unknown): boolean {
  const { data } = carriedOut.safeParse(raw);
  const statuses = data?.targets.flatMap(({ operations }) => operations.map(({ status }) => status)) ?? [];
  return statuses.some((status) => status !== "planned" && status !== "withheld");
}

/**
 * Settings that one of both lacks, or has with another value; in alphabetical order. A target that one of both
 * lacks is named as a whole.
 */
function differences(plan: Binding["settings"], config: Binding["settings"]): readonly string[] {
  const paths = new Set([...Object.keys(plan), ...Object.keys(config)]);
  const differing = [...paths]
    .filter((path) => plan[path] !== config[path])
    .map((path) => {
      const target = /^targets\.[^.]+/.exec(path)?.[0];
      if (target === undefined || (isIn(plan, target) && isIn(config, target))) return path;
      return `${target} (not in the ${isIn(plan, target) ? "config" : "plan"})`;
    });
  return [...new Set(differing)].sort();
}

function isIn(settings: Binding["settings"], target: string): boolean {
  return settings[`${target}.type`] !== undefined;
}
