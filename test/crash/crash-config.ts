import type { Config } from "../../src/config/config.ts";
import { configFromText } from "../../src/config/load-config.ts";
import { usedProperties } from "../../src/model/used-properties.ts";
import { identityOf, settingsOf } from "../../src/saved/config-digest.ts";
import { openSource } from "../../src/source/open-source.ts";
import { openTarget } from "../../src/target/targets.ts";
import { instantClock } from "../support/instant-clock.ts";
import { loosened, withStarters } from "../support/loosened.ts";
import { recordingLog } from "../support/recording-log.ts";

/** The config of a sandbox with a state, and without what slows a run down. */
export async function crashConfig(text: string, stateUrl: string): Promise<Config> {
  const whole = `${text}\nstate:\n  url: ${JSON.stringify(stateUrl)}\n`;
  return hurried(await configFromText(whole, { env: {}, directory: "." }));
}

/** The process that is killed waits in real time. */
function hurried(config: Config): Config {
  const { targets, ...rest } = loosened(config);
  return {
    ...rest,
    targets: targets.map((target) => ({
      ...target,
      mapping: withStarters(target.mapping),
      connection: { ...target.connection, requestsPerSecond: 10_000 },
    })),
  };
}

/** What a run of this process needs. */
export function openParts(config: Config) {
  const parts = { clock: instantClock({ now: Date.now() }), log: recordingLog(), proxy: {} };
  const properties = usedProperties(config.targets.map(({ mapping }) => mapping));
  return {
    source: openSource(config.source, { ...parts, properties }),
    scope: config.source.users,
    targets: config.targets.map((target) => ({
      config: target,
      target: openTarget(target, parts),
      directory: identityOf(target),
      settings: settingsOf(config, target),
    })),
  };
}
