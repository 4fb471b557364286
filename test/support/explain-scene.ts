import type { Scene } from "../../src/cli/find/tell-stories.ts";
import type { MappingConfig } from "../../src/config/config.ts";
import { makeDesired } from "../../src/desired/make-desired.ts";
import type { DirectorySnapshot } from "../../src/model/directory-snapshot.ts";
import type { Failure } from "../../src/model/plan.ts";
import type { Person, SourceSnapshot } from "../../src/model/source-snapshot.ts";
import { compare } from "../../src/plan/explain/compared.ts";
import { unread } from "../../src/plan/frame.ts";
import { makePlan, type PlanRules } from "../../src/plan/make-plan.ts";
import type { Source } from "../../src/source/source.ts";
import { parse, raw, source } from "../config/config-builder.ts";
import { directory, MAPPING, person, rules, snapshot } from "./people.ts";

export interface SceneOptions {
  /** Ada by her user principal name, unless said otherwise. */
  readonly asked?: string;
  /** People whom the source gives. */
  readonly people?: readonly Person[];
  /** People who exist, and whom the config does not select. */
  readonly others?: readonly Person[];
  readonly snapshot?: Partial<SourceSnapshot>;
  /** What a second reading finds out about somebody who was found late. */
  readonly traces?: SourceSnapshot["traces"];
  /** Options of `source`, as a config has them. */
  readonly source?: Readonly<Record<string, unknown>>;
  readonly directories?: readonly DirectoryOptions[];
}

export interface DirectoryOptions {
  readonly name?: string;
  readonly content?: DirectorySnapshot;
  readonly mapping?: Partial<MappingConfig>;
  readonly rules?: Partial<PlanRules>;
  /** Why it could not be read. */
  readonly error?: Failure;
}

const NOW = Date.parse("2026-11-23T22:00:00Z");

/** What a dry run would have shown, made by the very stages that a run goes through. */
export function sceneOf(options: SceneOptions): Scene {
  const { asked = "ada@example.com", directories = [{}], people = [person("ada")], others = [] } = options;
  const { source: sourceConfig } = parse(raw({ source: source(options.source) }));
  const given = snapshot({ people, ...options.snapshot });
  const everybody = [...people, ...others];
  const find = async (name: string) =>
    everybody.find(({ id, properties }) => [id, properties["userPrincipalName"]].includes(name));
  const read = async () => ({ ...given, ...(options.traces !== undefined && { traces: options.traces }) });
  const opened: Source = { find, read, look: async () => [], check: async () => [] };
  const found = everybody.find(({ id, properties }) => [id, properties["userPrincipalName"]].includes(asked));

  const compared = new Map<string, ReturnType<typeof compare>>();
  const plans = directories.map(({ name = "cloud", content = directory(), error, ...own }) => {
    const ruling = rules({ name, ...own.rules });
    if (error !== undefined) return unread(ruling, error);
    const mapping = { ...MAPPING, ...own.mapping };
    const { capabilities } = ruling;
    const desired = makeDesired(given, { mapping, scope: sourceConfig.users, now: NOW, capabilities });
    compared.set(name, compare({ desired, current: content, rules: ruling }));
    return makePlan(desired, content, ruling);
  });
  return {
    asked,
    config: { source: sourceConfig },
    targets: directories.map(({ name = "cloud", mapping }) => ({
      name,
      mapping: { ...MAPPING, ...mapping },
    })),
    watched: { source: opened, snapshot: given, ...(found !== undefined && { found }) },
    plan: { createdAt: new Date(NOW), complete: true, targets: plans },
    compared,
    now: NOW,
    signal: new AbortController().signal,
  };
}
