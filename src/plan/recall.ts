import type { Capabilities } from "../model/capabilities.ts";
import type { Account, DirectorySnapshot } from "../model/directory-snapshot.ts";
import type { SourceId, TargetId } from "../model/ids.ts";
import { foldName, isSameName } from "../model/names.ts";
import type { ImportUser } from "../model/operation.ts";
import type { LinkNews, OpenEntry, RecordedLink } from "../model/recorded.ts";
import { interruptedAccess, missingOfImport, stillWithdrawn } from "./recall-access.ts";
import { hasNews, type Known, linkOf } from "./recorded-link.ts";

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

interface Draft {
  readonly accounts: readonly Account[];
  readonly places: ReadonlyMap<TargetId, number>;
  /** By place: whether the state has a link for the account. */
  readonly recorded: Uint8Array;
  readonly recalled: Map<number, SourceId>;
  /** By place: what the directory itself does not say. */
  readonly memories: Map<number, Memory>;
  readonly remembersEmail: boolean;
  readonly interrupted: ReturnType<typeof interruptedAccess>;
  /** Accounts that were being made when a run died. */
  readonly imports: readonly ImportUser[];
  readonly making: ReadonlyMap<SourceId, ImportUser>;
  readonly learned: RecordedLink[];
  readonly missing: TargetId[];
  /** Accounts whose link was being taken away when a run died, and is away. */
  readonly freed: ReadonlySet<TargetId>;
  /** How many accounts record a person. Asked for only when there is news, so counted only then. */
  readonly countOwn: (person: SourceId) => number;
}

type Memory = Pick<Account, "email" | "withdrawn" | "fresh">;

function draftOf(accounts: readonly Account[], { capabilities, open }: RecallFacts): Draft {
  const imports = open.flatMap(({ operation }) => (operation.kind === "import" ? [operation] : []));
  let counts: Map<SourceId, number> | undefined;
  return {
    accounts,
    places: new Map(accounts.map(({ id }, place) => [id, place])),
    recorded: new Uint8Array(accounts.length),
    recalled: new Map(),
    memories: new Map(),
    remembersEmail: capabilities.remembered?.includes("email") === true,
    interrupted: interruptedAccess(open),
    imports,
    making: new Map(imports.map((operation) => [operation.user.sourceId, operation])),
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

/** Whoever was being imported when a run died is new, whatever came of it. */
function learn(place: number, sourceId: SourceId, how: "import" | "directory", draft: Draft): void {
  const account = draft.accounts[place] as Account;
  const operation = draft.making.get(sourceId);
  const withdrawn = missingOfImport(operation?.access, account);
  const known = { withdrawn, fresh: operation === undefined ? undefined : (true as const) };
  remember(place, known, draft);
  draft.learned.push(linkOf(account, sourceId, { how, ...known }));
}
