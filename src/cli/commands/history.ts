import { UsersyncError } from "../../errors.ts";
import type { HistoryContent } from "../../report/history/history-document.ts";
import type { State } from "../../state/state.ts";
import { EXIT } from "../exit-code.ts";
import { readRunNumber, unknownRun } from "../find/run-number.ts";
import { openStateOf, tellOfNewState } from "../runs/with-recording.ts";
import type { Session } from "../session.ts";
import { assertState } from "../settings/assert-state.ts";
import { type GlobalOptions, openRecords } from "../settings/open-settings.ts";

export interface HistoryOptions extends GlobalOptions {
  readonly user?: string;
  readonly limit?: number;
  readonly json?: boolean;
  /** Audit files that were moved away, the oldest first; `true` for that of the config alone. */
  readonly verify?: true | readonly string[];
}

const USUAL_LIMIT = 20;

/** `usersync history`: the last runs, one run, one person's changes, or whether the audit file is whole. */
export async function history(
  session: Session,
  number: string | undefined,
  options: HistoryOptions,
): Promise<number> {
  const id = number === undefined ? undefined : readRunNumber(number);
  assertOneQuestion(id, options);
  const { config, log } = await openRecords(session, options);
  if (options.verify !== undefined) {
    const { verifyAuditFiles } = await import("../find/verify-audit-files.ts");
    const older = options.verify === true ? [] : options.verify;
    return verifyAuditFiles(session, { config, log }, { older, json: options.json === true });
  }
  assertState(config);
  const state = await openStateOf(session, config, "read", {
    onNew: (news) => tellOfNewState(news, { log }),
    warn: log.warn,
  });
  try {
    const content = await contentOf(state, id, options);
    const { user } = options;
    const isKnown = user === undefined || content.entries?.length !== 0 || (await state.isKnown(user));
    const { historyDocument } = await import("../../report/history/history-document.ts");
    if (options.json === true) await session.screen.streamJson(historyDocument(content));
    else session.screen.print((await textOf(session, content, { id, isKnown })).trimEnd());
    return EXIT.done;
  } finally {
    await state.close();
  }
}

async function contentOf(
  state: State,
  id: number | undefined,
  { user, limit = USUAL_LIMIT }: HistoryOptions,
): Promise<HistoryContent> {
  if (id !== undefined) {
    const run = await state.run(id);
    if (run === undefined) throw unknownRun(id);
    return { runs: [run], entries: await state.entries({ run: id }) };
  }
  if (user === undefined) return { runs: await state.runs({ limit }) };
  const entries = await state.entries({ user });
  const runs: HistoryContent["runs"][number][] = [];
  for (const one of new Set(entries.map((entry) => entry.run))) {
    const run = await state.run(one);
    if (run !== undefined) runs.unshift(run);
  }
  return { user, runs, entries };
}

async function textOf(
  { screen }: Session,
  { runs, entries = [], user }: HistoryContent,
  { id, isKnown }: { readonly id: number | undefined; readonly isKnown: boolean },
): Promise<string> {
  const { historyText, personText, runText } = await import("../../report/history/history-text.ts");
  const options = { paint: screen.colors.stdout, width: screen.width };
  const [run] = runs;
  if (user !== undefined) return personText(user, { runs, entries, isKnown }, options);
  if (id !== undefined && run !== undefined) return runText(run, entries, options);
  return historyText(runs, options);
}

function assertOneQuestion(id: number | undefined, { user, verify }: HistoryOptions): void {
  const asked = [id !== undefined, user !== undefined, verify !== undefined].filter((is) => is).length;
  if (asked <= 1) return;
  throw new UsersyncError("USAGE", {
    what: "Ask for a run, for --user or for --verify, one at a time.",
    why: "Each prints something else.",
    fix: "usersync history --help has examples.",
  });
}
