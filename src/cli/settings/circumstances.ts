import type { Circumstances } from "../../model/history.ts";

/**
 * The flags that let a run through or narrowed it, for its record.
 *
 * @returns `undefined` when there was none: then nothing but the config decided.
 */
export function circumstancesOf(given: Circumstances): Circumstances | undefined {
  const { allow = [], only = [], approve = [], onlyKinds = [], plan } = given;
  const told = {
    ...(allow.length > 0 && { allow }),
    ...(only.length > 0 && { only }),
    ...(approve.length > 0 && { approve }),
    ...(onlyKinds.length > 0 && { onlyKinds }),
    ...(plan !== undefined && { plan }),
  };
  return Object.keys(told).length === 0 ? undefined : told;
}
