import { access } from "node:fs/promises";
import { resolve } from "node:path";
import { BROKEN_FIX } from "../../audit/audit-trouble.ts";
import type { Intact } from "../../audit/check-chain.ts";
import { UsersyncError } from "../../errors.ts";
import { pluralWords } from "../../report/words.ts";
import type { ChainHead } from "../../state/state.ts";
import { EXIT } from "../exit-code.ts";
import { openStateOf, tellOfNewState } from "../runs/with-recording.ts";
import type { Session } from "../session.ts";
import type { Records } from "../settings/open-settings.ts";

export interface VerifyOptions {
  /** Files that were moved away, the oldest first. */
  readonly older: readonly string[];
  readonly json: boolean;
}

/**
 * `usersync history --verify`. Also without a state: then nothing shows that lines are missing at the end, and
 * that is said.
 *
 * @throws UsersyncError `USAGE`, `STATE_UNUSABLE` when a file is not as usersync left it.
 */
export async function verifyAuditFiles(
  session: Session,
  { config, log }: Records,
  { older, json }: VerifyOptions,
): Promise<number> {
  const { file } = config.audit;
  if (file === undefined) throw noAuditFile();
  const { verifyFiles } = await import("../../audit/verify-audit.ts");
  const { chainName } = await import("../../audit/open-audit.ts");
  const onNew = (news: Parameters<typeof tellOfNewState>[0]) => tellOfNewState(news, { log });
  const state = await openStateOf(session, config, "read", { onNew, warn: log.warn });
  try {
    const { world, screen } = session;
    const head = await state.audit.head(chainName(world.host.name, file));
    const files = await present(older.map((one) => resolve(world.cwd, one)).filter((one) => one !== file));
    const isThere = await exists(file);
    if (!isThere && files.length === 0 && head !== undefined && head.lines > 0) throw fileGone(file, head);
    const { intact, broken } = await verifyFiles(isThere ? [...files, file] : files, head);
    if (broken !== undefined) throw notIntact(broken);
    const [first, last] = [intact[0] ?? NOTHING, intact.at(-1) ?? NOTHING];
    const verified = { first, last, file, older: intact.slice(0, isThere ? -1 : undefined), head, isThere };
    if (json) screen.printJson(documentOf(verified));
    else screen.print(verifiedText(verified));
    return EXIT.done;
  } finally {
    await state.close();
  }
}

const NOTHING: Intact = { intact: true, lines: 0, end: { lines: 0, hash: "" }, unrecorded: 0, torn: 0 };

type VerifiedFile = Intact & { readonly file: string };

interface Verified {
  readonly first: Intact;
  readonly last: Intact;
  readonly file: string;
  readonly older: readonly VerifiedFile[];
  readonly head: ChainHead | undefined;
  /** Whether the file of the config is there. */
  readonly isThere: boolean;
}

function documentOf({ first, last, file, older, head, isThere }: Verified) {
  const { continues: _before, file: _file, ...verdict } = { file, ...last };
  return {
    format: "usersync-audit/1",
    file,
    ...verdict,
    ...(isThere ? {} : { lines: 0 }),
    ...(first.continues !== undefined && { continues: first.continues }),
    ...(older.length > 0 && { older: older.map((one) => ({ file: one.file, lines: one.lines })) }),
    endIsKnown: head !== undefined,
  };
}

function verifiedText({ first, last, file, older, head, isThere }: Verified): string {
  const { continues } = first;
  const { unrecorded, torn } = last;
  const verdict =
    continues === undefined
      ? "nothing is missing or changed"
      : "nothing in it is changed since its first line";
  return [
    ...older.map((one) => `${one.file}: ${pluralWords(one.lines, "line")}.`),
    isThere
      ? `${file}: ${pluralWords(last.lines, "line")}, ${verdict}.`
      : `${file} is not there: the next run begins it. Of the others ${verdict}.`,
    ...(continues === undefined
      ? []
      : [
          `The beginning was not looked at: this goes on from line ${continues.lines} of an older file, whose last hash is ${continues.hash}.`,
          "To look at that one too: usersync history --verify <older file>.",
        ]),
    ...(head === undefined
      ? ["The state knows no end of this file, so lines that were cut off there cannot be noticed."]
      : []),
    ...(unrecorded > 0 ? [`The last ${unrecorded} were written by a run that was killed.`] : []),
    ...(torn > 0 ? ["A killed run left half a line at the end; the next run takes it away."] : []),
  ].join("\n");
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

/** Whoever names a file means one that is there. */
async function present(files: readonly string[]): Promise<readonly string[]> {
  for (const file of files) if (!(await exists(file))) throw olderFileGone(file);
  return files;
}

function olderFileGone(file: string): UsersyncError {
  return new UsersyncError("USAGE", {
    what: `There is no file ${file}.`,
    why: "--verify takes audit files that were moved away, the oldest first; the one of the config comes last by itself.",
    fix: "Correct the name.",
  });
}

function fileGone(file: string, { lines }: ChainHead): UsersyncError {
  return new UsersyncError("STATE_UNUSABLE", {
    what: `There is no file ${file}; ${pluralWords(lines, "line")} were written.`,
    why: "If you moved it away, that is in order: the next run begins a new one that goes on from it.",
    fix: "Name where it is now: usersync history --verify <older file>. If nobody moved it, put a copy back, and find out who can write to its folder.",
  });
}

function noAuditFile(): UsersyncError {
  return new UsersyncError("USAGE", {
    what: "There is no audit file to verify.",
    why: "The config has no audit.file.",
    fix: "Set audit.file to the path of a file; runs from then on are written there.",
  });
}

interface Wrong {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

function notIntact({ file, line, message }: Wrong): UsersyncError {
  return new UsersyncError("STATE_UNUSABLE", {
    what: `${file} is not as usersync left it, from line ${line} on.`,
    why: message,
    fix: BROKEN_FIX,
  });
}
