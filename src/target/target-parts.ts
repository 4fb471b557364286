import type { ProxySettings } from "../http/dispatcher.ts";
import type { Patience } from "../http/patience.ts";
import type { Clock } from "../model/clock.ts";
import type { Log } from "../model/log.ts";

/** What every target is given besides its config. */
export interface TargetParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly proxy: ProxySettings;
}

/** What a client of a directory is given. A check asks with less patience than a run. */
export interface ClientParts extends TargetParts {
  readonly patience?: Patience;
}
