import type { Capabilities } from "../../model/capabilities.ts";
import type { Account } from "../../model/directory-snapshot.ts";
import type { SourceId, TargetId } from "../../model/ids.ts";
import type { ImportUser } from "../../model/operation.ts";
import type { Attempt, OpenEntry, RecordedLink } from "../../model/recorded.ts";
import { interruptedAccess } from "./recall-access.ts";

export interface RecallFacts {
  readonly capabilities: Pick<Capabilities, "link" | "remembered">;
  /** What a run that died wrote down for this directory, and nobody marked. */
  readonly open: readonly OpenEntry[];
  /** Whose import failed: an account of theirs that turns up was made by it. */
  readonly attempted?: readonly Attempt[];
}

/** What is known so far of the accounts of a reading. */
export interface Draft {
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
  /** Whoever turns out to have an account without a link of the state: an import made it. */
  readonly newcomers: ReadonlySet<SourceId>;
  readonly learned: RecordedLink[];
  readonly missing: TargetId[];
  /** Accounts whose link was being taken away when a run died, and is away. */
  readonly freed: ReadonlySet<TargetId>;
  /** How many accounts record a person. Asked for only when there is news, so counted only then. */
  readonly countOwn: (person: SourceId) => number;
}

type Memory = Pick<Account, "email" | "withdrawn" | "fresh">;

export function draftOf(
  accounts: readonly Account[],
  { capabilities, open, attempted = [] }: RecallFacts,
): Draft {
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
    newcomers: new Set([...imports.map(({ user }) => user), ...attempted].map(({ sourceId }) => sourceId)),
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
