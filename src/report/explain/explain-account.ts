import type {
  AccountStory,
  DirectoryStory,
  MatchStory,
  Namesake,
  PersonName,
} from "../../model/person-story.ts";
import { accessWords } from "../outline/access-words.ts";
import type { Paint } from "../text/paint.ts";
import { visibleText } from "../visible-text.ts";
import { FIELD_WORDS } from "../words.ts";
import type { Said } from "./explain-lines.ts";

/** By what the account was found, or why there is none. */
export function matchSaid({ match }: DirectoryStory, paint: Paint): readonly Said[] {
  if (match === undefined) return [];
  const isFound = match.outcome === "matched";
  return [{ sign: isFound ? paint.green("✓") : paint.yellow("✗"), text: matchWords(match) }];
}

const BY_WORDS: Readonly<Record<Extract<MatchStory, { outcome: "matched" }>["by"], string>> = {
  link: "matched by the recorded link to the object id",
  state: "matched by a link that the state remembers, and the directory has lost",
  username: "matched by username; the plan links the account",
  email: "matched by e-mail; the plan links the account",
};

function matchWords(match: MatchStory): string {
  switch (match.outcome) {
    case "matched":
      return BY_WORDS[match.by];
    case "none":
      return "no account has the link, the username or the e-mail";
    case "not-looked-for":
      return "no account is linked; none is looked for by name, since none is to be touched";
    case "unclear":
      return visibleText(match.reason);
    case "nobody":
      return "linked to nobody, and nobody in Entra fits";
  }
}

/** The account as it stands in the directory. */
export function accountSaid({ account }: DirectoryStory): readonly string[] {
  if (account === undefined) return [];
  const { username, id, access, withdrawn, fixed = [], isProtected } = account;
  const remarks = [
    activeWords(account),
    ...(isProtected ? ["protected (protect.users)"] : []),
    `id ${visibleText(id)}`,
  ];
  return [
    `"${visibleText(username)}": ${remarks.join(", ")}`,
    ...attributeWords(account),
    ...(access === undefined ? [] : [`let in by ${accessWords(access)}`]),
    ...(withdrawn === undefined ? [] : [`was taken from it: ${accessWords(withdrawn)}`]),
    ...(fixed.length === 0 ? [] : [`cannot be changed here: ${fixed.join(", ")}`]),
    groupWords(account),
  ];
}

function activeWords({ active }: Pick<AccountStory, "active">): string {
  if (active === null) return "the directory does not say whether active";
  return active ? "active" : "disabled";
}

function attributeWords(account: AccountStory): readonly string[] {
  const fields = ["email", "displayName", "givenName", "familyName"] as const;
  const known = fields.flatMap((field) => {
    const value = account[field];
    return value === undefined ? [] : [`${FIELD_WORDS[field]} "${visibleText(value)}"`];
  });
  return known.length === 0 ? [] : [known.join(", ")];
}

function groupWords({ groups }: AccountStory): string {
  if (groups.length === 0) return "in none of the groups that were read";
  return `in ${groups.map(visibleText).join(", ")} (of the groups that were read)`;
}

const NAMESAKE_WORDS: Readonly<Record<Namesake["by"], string>> = {
  twin: "is linked to the same person",
  username: "has the username",
  email: "has the e-mail",
  asked: "has the name that was asked for",
};

/** Other accounts that have one of the names, and whose they are. */
export function namesakesSaid({ namesakes }: DirectoryStory): readonly string[] {
  return namesakes.map(({ account, by }) => {
    const { username, owner, isProtected } = account;
    const guarded = isProtected ? ", protected" : "";
    return `"${visibleText(username)}" ${NAMESAKE_WORDS[by]}: ${activeWords(account)}${guarded}, ${ownerWords(owner)}`;
  });
}

function ownerWords(owner: PersonName | undefined): string {
  if (owner === undefined) return "linked to nobody";
  const unknown = owner.name === undefined ? ", whom the source does not give" : "";
  return `linked to ${personWords(owner)}${unknown}`;
}

/** Somebody by name and id, as far as there is a name. */
export function personWords({ id, name }: PersonName): string {
  return name === undefined ? id : `${visibleText(name)} (${id})`;
}
