import type { DirectoryOrphans } from "../../model/orphan.ts";
import { pluralWords } from "../words.ts";

/** Something that was not looked at, or that makes the findings doubtful. */
export interface Gap {
  readonly kind: "not-read" | "incomplete" | "in-doubt" | "not-looked-at";
  readonly words: string;
}

/** What somebody has to know who takes the list for the whole truth. */
export function gapsOf({
  error,
  incomplete,
  partial,
  cautions,
  groupsListed,
  read,
}: DirectoryOrphans): readonly Gap[] {
  if (error !== undefined) {
    const fix = error.fix === undefined ? "" : ` Fix: ${error.fix}`;
    return [{ kind: "not-read", words: `${error.message} (${error.code})${fix}` }];
  }
  return [
    ...cautions.map((words): Gap => ({ kind: "in-doubt", words })),
    ...(incomplete === undefined
      ? []
      : [{ kind: "incomplete", words: `Accounts may be missing here. ${incomplete}` } as const]),
    ...(partial === true && incomplete === undefined
      ? [{ kind: "not-looked-at", words: UNLISTED_ACCOUNTS } as const]
      : []),
    ...(groupsListed ? [] : [{ kind: "not-looked-at", words: UNLISTED_GROUPS } as const]),
    { kind: "not-looked-at", words: membersWords(read.groups) },
  ];
}

const UNLISTED_ACCOUNTS =
  "The directory does not list all its accounts: only the members of listing.groups, and accounts that usersync knows, were looked at.";
const UNLISTED_GROUPS =
  "The directory gives no list of its groups: those that no setting names were not looked at.";

function membersWords(groups: number): string {
  if (groups === 0)
    return "The members of no group were read, so nobody was looked for who is disabled and still in groups.";
  return `The members of ${pluralWords(groups, "group")} were read: who is disabled and still in others is not known.`;
}
