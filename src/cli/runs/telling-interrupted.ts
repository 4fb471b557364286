import type { Log } from "../../model/log.ts";
import type { SettledEntry } from "../../model/recorded.ts";
import { originOf, timeWords } from "../../report/history/run-words.ts";
import { pluralWords } from "../../report/words.ts";
import type { State } from "../../state/state.ts";

/** A state that says in the log which runs had died, when the next run begins. */
export function tellingInterrupted(state: State, log: Log): State {
  return {
    ...state,
    async begin(run) {
      const begun = await state.begin(run);
      const settled = run.targets.flatMap((target) => target.settled);
      for (const id of begun.interrupted ?? []) {
        const record = await state.run(id);
        if (record === undefined) continue;
        const own = settled.filter((entry) => entry.run === id);
        const since = timeWords(record.startedAt);
        log.warn(`Run ${id} (${originOf(record)}, since ${since}) had died; ${openWords(own)}.`);
      }
      return begun;
    },
  };
}

function openWords(settled: readonly SettledEntry[]): string {
  if (settled.length === 0) return "it left no operation open";
  const done = settled.filter(({ found }) => found === "done").length;
  const unknown = settled.filter(({ found }) => found === "unknown").length;
  const doubt = unknown === 0 ? "" : `, and of ${unknown} nobody knows`;
  const count = pluralWords(settled.length, "open operation");
  return `of its ${count} ${done} ${done === 1 ? "was" : "were"} done${doubt}`;
}
