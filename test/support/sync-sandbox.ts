import type { Config } from "../../src/config/config.ts";
import { configFromText } from "../../src/config/load-config.ts";
import type { Plan } from "../../src/model/plan.ts";
import { usedProperties } from "../../src/model/used-properties.ts";
import { openSource } from "../../src/source/open-source.ts";
import { type SyncParts, sync } from "../../src/sync.ts";
import { openTarget } from "../../src/target/targets.ts";
import { instantClock } from "./instant-clock.ts";
import { NO_RECORDING } from "./no-recording.ts";
import { recordingLog } from "./recording-log.ts";

export interface SyncRun {
  readonly dryRun: boolean;
  /** Changes what the text says, such as times that no config may be so short. */
  readonly adjust?: (config: Config) => Config;
  /** What is remembered from one run to the next. Default: nothing. */
  readonly recording?: SyncParts["recording"];
}

/** One run, or its preview, with a config as text: everything real but the clock. */
export async function syncWith(
  configText: string,
  { dryRun, adjust = (config) => config, recording = NO_RECORDING }: SyncRun,
): Promise<Plan> {
  const config = adjust(await configFromText(configText, { env: {}, directory: "." }));
  const shared = { clock: instantClock(), log: recordingLog(), proxy: {} };
  const properties = usedProperties(config.targets.map(({ mapping }) => mapping));
  const nests = config.targets.some(({ mapping }) => mapping.nesting === "mirror");
  const { signal } = new AbortController();
  return sync(
    {
      source: openSource(config.source, { ...shared, properties, nests }),
      scope: config.source.users,
      targets: config.targets.map((target) => ({
        config: target,
        target: openTarget(target, shared),
        directory: target.name,
        settings: {},
      })),
      recording,
      on: { read() {}, planned() {}, applied() {} },
    },
    { dryRun, signal, finish: signal },
  );
}

/** Every operation with what became of it, such as `disable ada: done`. */
export function describePlan({ targets }: Plan): readonly string[] {
  return targets.flatMap(({ name, operations, error }) => [
    ...(error === undefined ? [] : [`${name}: ${error.message}`]),
    ...operations.map((operation) => {
      const subject = "user" in operation ? operation.user.username : operation.group.name;
      return `${name}: ${operation.kind} ${subject}: ${operation.status}`;
    }),
  ]);
}
