import type { Config } from "../config/config.ts";
import type { Plan } from "../model/plan.ts";
import { type LazyDocument, toLazyDocument } from "../report/json/to-document.ts";
import { canonicalDigest } from "./canonical-digest.ts";
import { allSettings, configDigest } from "./config-digest.ts";

/** A plan document that `usersync apply` takes; its operations are made while it is written. */
export interface SavedPlanDocument extends LazyDocument {
  readonly saved: Binding;
}

/** What a saved plan is bound to. Digests are `sha256:` and hex. */
export interface Binding {
  /** Of usersync. Another version may read the same config differently. */
  readonly version: string;
  /** Of the settings that decide a plan. */
  readonly config: string;
  /** The beginning of a digest of each setting, so that a refusal can name those that differ. */
  readonly settings: Readonly<Record<string, string>>;
  /**
   * Of everything else in the document in canonical form (see `canonicalDigest`). It finds an edit or a
   * damage, and is no signature: whoever can replace the file can make a new digest.
   */
  readonly digest: string;
}

export interface Bounds {
  /** As it was loaded: with all its targets, and before `--allow` lifted a limit for one run. */
  readonly config: Config;
  /** Of usersync. */
  readonly version: string;
}

/** A plan as a document that can be applied later, by the same version with the same config. */
export function savePlan(plan: Plan, { config, version }: Bounds): SavedPlanDocument {
  const binding = {
    version,
    config: `sha256:${configDigest(config)}`,
    settings: settingDigests(config),
  };
  const document = toLazyDocument(plan);
  return { ...document, saved: { ...binding, digest: digestOf(document, binding) } };
}

/** The digest that a document must have. */
export function digestOf(document: LazyDocument, binding: Omit<Binding, "digest">): string {
  const { version, config, settings } = binding;
  return `sha256:${canonicalDigest({ ...document, saved: { version, config, settings } })}`;
}

/** The beginning of the digest of each setting, by path. */
export function settingDigests(config: Config): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(allSettings(config)).map(([path, value]) => [path, canonicalDigest(value).slice(0, 16)]),
  );
}
