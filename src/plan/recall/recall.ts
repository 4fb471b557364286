import type { Account, DirectorySnapshot } from "../../model/directory-snapshot.ts";
import type { SourceId } from "../../model/ids.ts";
import { foldName, isSameName } from "../../model/names.ts";
import type { Attempt, LinkNews, RecordedLink } from "../../model/recorded.ts";
import { missingOfImport, stillWithdrawn } from "./recall-access.ts";
import { type Draft, draftOf, type RecallFacts } from "./recall-draft.ts";
import { hasNews, type Known, linkOf } from "./recorded-link.ts";

export interface Recalled {
  readonly snapshot: DirectorySnapshot;
  readonly news: LinkNews;
}

/**
 * Puts the links that the state remembers on the accounts of a fresh reading, and says what the state
 * does not know yet. What the directory itself records always wins.
 *
 * A link of the state counts for an account that has none, as long as no other account of the directory
 * records the same person. Accounts without news are taken over as they are, not copied.
 *
 * @param portions The links of this directory, one for each person and one for each account.
 */
export async function recall(
  snapshot: DirectorySnapshot,
  portions: AsyncIterable<readonly RecordedLink[]>,
  facts: RecallFacts,
): Promise<Recalled> {
  const draft = draftOf(snapshot.accounts, facts);
  for await (const links of portions) for (const link of links) take(link, draft);
  recallImports(draft, facts);
  learnUnrecorded(draft);
  expectAttempted(draft, facts.attempted ?? []);
  const { learned, missing, recalled, memories } = draft;
  if (recalled.size === 0 && memories.size === 0) return { snapshot, news: { learned, missing } };
  const accounts = snapshot.accounts.map((account, place): Account => {
    const link = recalled.get(place);
    const memory = memories.get(place);
    if (link === undefined && memory === undefined) return account;
    return { ...account, ...(link && { link, recalled: true }), ...memory };
  });
  return { snapshot: { ...snapshot, accounts }, news: { learned, missing } };
}

function take(link: RecordedLink, draft: Draft): void {
  const place = draft.places.get(link.targetId);
  const account = place === undefined ? undefined : draft.accounts[place];
  if (place === undefined || account === undefined) {
    if (link.lastSeen === undefined) draft.missing.push(link.targetId);
    return;
  }
  if (account.link === undefined) {
    if (draft.freed.has(account.id) || draft.countOwn(link.sourceId) > 0) return;
    draft.recalled.set(place, link.sourceId);
  } else if (account.link !== link.sourceId) return;
  confirm(place, account, link, draft);
}

/** The account is still that person's. */
function confirm(place: number, account: Account, link: RecordedLink, draft: Draft): void {
  draft.recorded[place] = 1;
  const withdrawn = stillWithdrawn(link.withdrawn, account, draft.interrupted.get(account.id));
  const email = draft.remembersEmail ? link.email : undefined;
  remember(place, { ...link, email, withdrawn }, draft);
  if (hasNews(link, account, withdrawn))
    draft.learned.push(linkOf(account, link.sourceId, { ...link, withdrawn }));
}

/** To an account it does not matter whether what it lacks was taken away in one step. */
function remember(place: number, { email, withdrawn, fresh }: Known, { memories }: Draft): void {
  if (email === undefined && withdrawn === undefined && fresh === undefined) return;
  const { partial: _, ...access } = withdrawn ?? { groups: [] };
  memories.set(place, {
    ...(email !== undefined && { email }),
    ...(withdrawn !== undefined && { withdrawn: access }),
    ...(fresh !== undefined && { fresh }),
  });
}

/**
 * Accounts that a run made before it died, in a directory that cannot say whose they are. Two people who
 * were to have one name leave it open which of them got it.
 */
function recallImports(draft: Draft, { capabilities }: RecallFacts): void {
  const imports = draft.imports.map(({ user }) => user);
  if (capabilities.link === "directory" || imports.length === 0) return;
  const people = new Set(draft.recalled.values());
  const places = new Map(draft.accounts.map(({ username }, place) => [foldName(username), place]));
  for (const { username, sourceId } of imports) {
    const place = places.get(foldName(username));
    const isContested = imports.some(
      (other) => other.sourceId !== sourceId && isSameName(other.username, username),
    );
    if (place === undefined || isContested || draft.recalled.has(place) || people.has(sourceId)) continue;
    people.add(sourceId);
    draft.recalled.set(place, sourceId);
    learn(place, sourceId, "import", draft);
  }
}

/** A person whom two accounts record is for an admin to sort out, not for the state to choose. */
function learnUnrecorded(draft: Draft): void {
  for (const [place, account] of draft.accounts.entries()) {
    if (account.link === undefined || draft.recorded[place] === 1) continue;
    if (draft.countOwn(account.link) === 1) learn(place, account.link, "directory", draft);
  }
}

/**
 * Half-made accounts, which are nobody's yet: when they come to be somebody's, it is the person whom they
 * were made for, who is new then.
 */
function expectAttempted(draft: Draft, attempted: readonly Attempt[]): void {
  if (attempted.length === 0) return;
  const names = new Set(attempted.map(({ username }) => foldName(username)));
  for (const [place, { link, username }] of draft.accounts.entries()) {
    if (link !== undefined || draft.recalled.has(place) || !names.has(foldName(username))) continue;
    remember(place, { fresh: true }, draft);
  }
}

/** Whoever was being imported when a run died is new, whatever came of it. */
function learn(place: number, sourceId: SourceId, how: "import" | "directory", draft: Draft): void {
  const account = draft.accounts[place] as Account;
  const operation = draft.making.get(sourceId);
  const withdrawn = missingOfImport(operation?.access, account);
  const known = { withdrawn, fresh: draft.newcomers.has(sourceId) ? (true as const) : undefined };
  remember(place, known, draft);
  draft.learned.push(linkOf(account, sourceId, { how, ...known }));
}
