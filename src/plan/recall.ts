import type { Capabilities } from "../model/capabilities.ts";
import type { Account, DirectorySnapshot } from "../model/directory-snapshot.ts";
import type { SourceId, TargetId } from "../model/ids.ts";
import { foldName, isSameName } from "../model/names.ts";
import type { LinkNews, LinkOrigin, OpenEntry, RecordedLink } from "../model/recorded.ts";

export interface RecallFacts {
  readonly capabilities: Pick<Capabilities, "link" | "remembered">;
  /** What a run that died wrote down for this directory, and nobody marked. */
  readonly open: readonly OpenEntry[];
}

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
  const { learned, missing, recalled, emails } = draft;
  if (recalled.size === 0 && emails.size === 0) return { snapshot, news: { learned, missing } };
  const accounts = snapshot.accounts.map((account, place): Account => {
    const link = recalled.get(place);
    const email = emails.get(place);
    if (link === undefined && email === undefined) return account;
    return { ...account, ...(link && { link, recalled: true }), ...(email && { email }) };
  });
  return { snapshot: { ...snapshot, accounts }, news: { learned, missing } };
}

interface Draft {
  readonly accounts: readonly Account[];
  readonly places: ReadonlyMap<TargetId, number>;
  /** By place: whether the state has a link for the account. */
  readonly recorded: Uint8Array;
  readonly recalled: Map<number, SourceId>;
  /** By place: what was written last, where the directory never says. */
  readonly emails: Map<number, string>;
  readonly remembersEmail: boolean;
  readonly learned: RecordedLink[];
  readonly missing: TargetId[];
  /** Accounts whose link was being taken away when a run died, and is away. */
  readonly freed: ReadonlySet<TargetId>;
  /** How many accounts record a person. Asked for only when there is news, so counted only then. */
  readonly countOwn: (person: SourceId) => number;
}

function draftOf(accounts: readonly Account[], { capabilities, open }: RecallFacts): Draft {
  let counts: Map<SourceId, number> | undefined;
  return {
    accounts,
    places: new Map(accounts.map(({ id }, place) => [id, place])),
    recorded: new Uint8Array(accounts.length),
    recalled: new Map(),
    emails: new Map(),
    remembersEmail: capabilities.remembered?.includes("email") === true,
    learned: [],
    missing: [],
    freed: capabilities.link === "directory" ? unlinkedBy(open) : new Set(),
    countOwn: (person) => {
      counts ??= countLinks(accounts);
      return counts.get(person) ?? 0;
    },
  };
}

/** A directory without the link shows that it was taken away, though the state has not heard of it. */
function unlinkedBy(open: readonly OpenEntry[]): Set<TargetId> {
  return new Set(
    open.flatMap(({ operation }) =>
      operation.kind === "link" && operation.changes.some(({ to }) => to === "")
        ? [operation.user.targetId]
        : [],
    ),
  );
}

function countLinks(accounts: readonly Account[]): Map<SourceId, number> {
  const counts = new Map<SourceId, number>();
  for (const { link } of accounts) if (link !== undefined) counts.set(link, (counts.get(link) ?? 0) + 1);
  return counts;
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
  draft.recorded[place] = 1;
  recallEmail(link, place, draft);
  if (hasNews(link, account)) draft.learned.push(linkOf(account, link.sourceId, link));
}

function recallEmail({ email }: RecordedLink, place: number, { remembersEmail, emails }: Draft): void {
  if (remembersEmail && email !== undefined) emails.set(place, email);
}

/** An e-mail that the directory does not give back is no news: the state may be all that knows it. */
function hasNews(link: RecordedLink, { username, email }: Account): boolean {
  return link.lastSeen !== undefined || link.username !== username || (email ?? link.email) !== link.email;
}

/**
 * Accounts that a run made before it died, in a directory that cannot say whose they are. Two people who
 * were to have one name leave it open which of them got it.
 */
function recallImports(draft: Draft, { capabilities, open }: RecallFacts): void {
  const imports = open.flatMap(({ operation }) => (operation.kind === "import" ? [operation.user] : []));
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
    draft.learned.push(linkOf(draft.accounts[place] as Account, sourceId, { how: "import" }));
  }
}

/** A person whom two accounts record is for an admin to sort out, not for the state to choose. */
function learnUnrecorded(draft: Draft): void {
  for (const [place, account] of draft.accounts.entries()) {
    if (account.link === undefined || draft.recorded[place] === 1) continue;
    if (draft.countOwn(account.link) === 1)
      draft.learned.push(linkOf(account, account.link, { how: "directory" }));
  }
}

function linkOf(
  { id, username, email }: Account,
  sourceId: SourceId,
  known: { readonly how: LinkOrigin; readonly email?: string },
): RecordedLink {
  const address = email ?? known.email;
  const link = { targetId: id, sourceId, username, how: known.how };
  return address === undefined ? link : { ...link, email: address };
}
