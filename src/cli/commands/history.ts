import { UsersyncError } from "../../errors.ts";
import type { HistoryContent } from "../../report/history-document.ts";
import { pluralWords } from "../../report/words.ts";
import type { ChainHead, State } from "../../state/state.ts";
import { assertState } from "../assert-state.ts";
import { EXIT } from "../exit-code.ts";
import { type GlobalOptions, openSettings, type Settings } from "../open-settings.ts";
import { readRunNumber, unknownRun } from "../run-number.ts";
import type { Session } from "../session.ts";
import { openStateOf, tellOfNewState } from "../with-recording.ts";

export interface HistoryOptions extends GlobalOptions {
  readonly user?: string;
  readonly limit?: number;
  readonly json?: boolean;
  readonly verify?: boolean;
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
  const { config, log } = await openSettings(session, options);
  if (options.verify === true) return verify(session, { config, log }, options.json === true);
  assertState(config);
  const state = await openStateOf(session, config, "read", (news) => tellOfNewState(news, { log }));
  try {
    const content = await contentOf(state, id, options);
    const isKnown = options.user === undefined || (await state.isKnown(options.user));
    const { historyDocument } = await import("../../report/history-document.ts");
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
  const { historyText, personText, runText } = await import("../../report/history-text.ts");
  const options = { paint: screen.colors.stdout, width: screen.width };
  const [run] = runs;
  if (user !== undefined) return personText(user, { runs, entries, isKnown }, options);
  if (id !== undefined && run !== undefined) return runText(run, entries, options);
  return historyText(runs, options);
}

/** Also without a state: then nothing shows that lines are missing at the end, and that is said. */
async function verify(session: Session, { config, log }: Settings, json: boolean): Promise<number> {
  const { file } = config.audit;
  if (file === undefined) throw noAuditFile();
  const { verifyAudit } = await import("../../audit/verify-audit.ts");
  const { chainName } = await import("../../audit/open-audit.ts");
  const state = await openStateOf(session, config, "read", (news) => tellOfNewState(news, { log }));
  try {
    const head = await state.audit.head(chainName(session.world.host.name, file));
    const verdict = await verifyAudit(file, head);
    if (!verdict.intact) throw notIntact(file, verdict);
    const document = { format: "usersync-audit/1", file, ...verdict, endIsKnown: head !== undefined };
    if (json) session.screen.printJson(document);
    else session.screen.print(verifiedText(document));
    return EXIT.done;
  } finally {
    await state.close();
  }
}

interface Verified {
  readonly file: string;
  readonly lines: number;
  readonly unrecorded: number;
  readonly torn: number;
  readonly continues?: ChainHead;
  readonly endIsKnown: boolean;
}

function verifiedText({ file, lines, unrecorded, torn, continues, endIsKnown }: Verified): string {
  const count = pluralWords(lines, "line");
  return [
    `${file}: ${count}, ${continues === undefined ? "nothing is missing or changed" : "nothing in it is changed"}.`,
    ...(continues === undefined
      ? []
      : [
          `It goes on from line ${continues.lines} of an older file, whose last hash is ${continues.hash}: verify that one too.`,
        ]),
    ...(endIsKnown
      ? []
      : ["The state knows no end of this file, so lines that were cut off there cannot be noticed."]),
    ...(unrecorded > 0 ? [`The last ${unrecorded} were written by a run that was killed.`] : []),
    ...(torn > 0 ? ["A killed run left half a line at the end; the next run takes it away."] : []),
  ].join("\n");
}

function assertOneQuestion(id: number | undefined, { user, verify }: HistoryOptions): void {
  const asked = [id !== undefined, user !== undefined, verify === true].filter((is) => is).length;
  if (asked <= 1) return;
  throw new UsersyncError("USAGE", {
    what: "Ask for a run, for --user or for --verify, one at a time.",
    why: "Each prints something else.",
    fix: "usersync history --help has examples.",
  });
}

function noAuditFile(): UsersyncError {
  return new UsersyncError("USAGE", {
    what: "There is no audit file to verify.",
    why: "The config has no audit.file.",
    fix: "Set audit.file to the path of a file; runs from then on are written there.",
  });
}

function notIntact(file: string, { line, message }: { readonly line: number; readonly message: string }) {
  return new UsersyncError("STATE_UNUSABLE", {
    what: `${file} is not as usersync left it, from line ${line} on.`,
    why: message,
    fix: "Compare it with a copy, and find out who can write to it. Keep the file; name a new one in audit.file.",
  });
}
