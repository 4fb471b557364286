import { claimLost, outOfReach } from "../errors.ts";
import type { Lock } from "../state.ts";
import type { Store } from "../store/store.ts";
import type { Timer } from "../timer.ts";
import { type Claim, dropClaims, holderOf, renewClaim } from "./claims.ts";
import { BEAT } from "./take-claims.ts";

/** How long a claim may go unrenewed before its holder lets go: well within the lease. In milliseconds. */
const PATIENCE = 90_000;

export interface LockParts {
  readonly store: Store;
  /** Where the state is, for messages. */
  readonly place: string;
  readonly timer: Timer;
  readonly claims: readonly Claim[];
  onRelease(): void;
}

/** A lock that renews its claims until it is released, or lost. */
export function createLock({ store, place, timer, claims, onRelease }: LockParts): Lock {
  const lost = new AbortController();
  let renewedAt = timer.now();
  let isRenewing = false;

  async function renew(): Promise<void> {
    for (const claim of claims) {
      if (await renewClaim(store, store.db, claim)) continue;
      lose(claimLost(await holderOf(store.db, claim.directory)));
      return;
    }
    renewedAt = timer.now();
  }

  function lose(reason: Error): void {
    stop();
    lost.abort(reason);
  }

  function loseIfSilent(): void {
    const silence = timer.now() - renewedAt;
    if (silence > PATIENCE) lose(outOfReach(place, Math.round(silence / 1000)));
  }

  const stop = timer.every(BEAT, () => {
    if (isRenewing) return loseIfSilent();
    isRenewing = true;
    renew()
      // Tried again at the next beat, until patience is at its end.
      .catch(loseIfSilent)
      .finally(() => {
        isRenewing = false;
      });
  });

  return {
    lost: lost.signal,
    async release() {
      stop();
      onRelease();
      await dropClaims(store.db, claims).catch(() => {});
    },
  };
}
