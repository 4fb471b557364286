import type { EntraConfig } from "../../../config/config.ts";
import { UsersyncError } from "../../../errors.ts";
import { parseSourceId, type SourceId } from "../../../model/ids.ts";
import { endsTheRun } from "../../incomplete-read.ts";
import { type JsonObject, keptProperties, toPerson } from "../../to-person.ts";
import { foldPages } from "../graph/fold-pages.ts";
import { GraphRefusal } from "../graph/graph-refusal.ts";
import type { GroupRef } from "./find-groups.ts";
import { membersHidden } from "./group-doubts.ts";
import { membersLink } from "./links.ts";
import type { People } from "./list-users.ts";
import { readUserId } from "./read-user.ts";
import type { Reading } from "./reading.ts";

/** The direct members of one group, or why they could not be read. */
export type MemberRead =
  | {
      readonly outcome: "read";
      readonly people: readonly SourceId[];
      /** Object ids of the groups in it. */
      readonly groups: readonly string[];
      /** Their names, as far as these were asked for. */
      readonly names: ReadonlyMap<string, string>;
      /** Devices, contacts and the like. */
      readonly others: number;
    }
  | { readonly outcome: "vanished" }
  | { readonly outcome: "broken"; readonly error: UsersyncError };

export interface MemberReader {
  /**
   * Reads each group once in a run, however many groups hold it.
   *
   * @param group.name For messages.
   * @throws UsersyncError only for what ends the whole run.
   */
  read(group: GroupRef): Promise<MemberRead>;
  /** From now on the properties of members are read too, and collected here. */
  collectPeople(into: People): void;
  /** From now on only ids are read. */
  collectNobody(): void;
}

interface Folded {
  readonly people: Set<SourceId>;
  readonly details: People;
  readonly groups: Set<string>;
  readonly names: Map<string, string>;
  others: number;
}

export function createMemberReader(reading: Reading): MemberReader {
  const reads = new Map<string, Promise<MemberRead>>();
  const idOf = createIdKeeper();
  let collected: People | undefined;
  let count = 0;

  async function readOnce(group: GroupRef, into: People | undefined): Promise<MemberRead> {
    try {
      const withDetails = into !== undefined;
      const { people, details, groups, names, others } = await foldMembers(reading, group, {
        withDetails,
        idOf,
      });
      for (const [id, person] of details) into?.set(id, person);
      count += people.size;
      reading.onRead({ what: "members", count });
      return { outcome: "read", people: [...people], groups: [...groups], names, others };
    } catch (error) {
      return judge(error, group, reading.config);
    }
  }

  return {
    async read(group) {
      const known = reads.get(group.id);
      if (known !== undefined) return await known;
      const read = readOnce(group, collected);
      reads.set(group.id, read);
      return await read;
    },
    collectPeople(into) {
      collected = into;
    },
    collectNobody() {
      collected = undefined;
    },
  };
}

/** Whoever is in many groups comes with a text of their own each time; all but the first are given up. */
function createIdKeeper(): (id: SourceId) => SourceId {
  const known = new Map<SourceId, SourceId>();
  return (id) => {
    const first = known.get(id);
    if (first === undefined) known.set(id, id);
    return first ?? id;
  };
}

interface Folding {
  readonly withDetails: boolean;
  readonly idOf: (id: SourceId) => SourceId;
}

function judge(error: unknown, group: GroupRef, config: EntraConfig): MemberRead {
  const status = error instanceof GraphRefusal ? error.status : undefined;
  if (status === 404) return { outcome: "vanished" };
  if (status === 403 && group.isHidden)
    return { outcome: "broken", error: membersHidden(group, config, error) };
  if (endsTheRun(error) || !(error instanceof UsersyncError)) throw error;
  return { outcome: "broken", error };
}

async function foldMembers(
  { graph, config, properties, signal, tracing }: Reading,
  { id, name }: GroupRef,
  { withDetails, idOf }: Folding,
): Promise<Folded> {
  const what = `the members of the group ${name}`;
  const kept = keptProperties(properties);
  const add = (into: Folded, member: JsonObject) => {
    const type = member["@odata.type"];
    if (type === "#microsoft.graph.user") {
      const userId = idOf(readUserId(member, what, config));
      into.people.add(userId);
      if (withDetails) into.details.set(userId, toPerson(userId, member, kept));
    } else if (type === "#microsoft.graph.group") {
      addGroup(into, member, what);
    } else if (typeof type === "string") {
      into.others += 1;
    } else {
      throw unknownMember(what);
    }
  };
  return await foldPages<Folded>(
    graph,
    {
      link: membersLink(id, {
        properties: withDetails ? properties : undefined,
        names: tracing !== undefined,
      }),
      what,
      isBatchable: true,
      begin: () => ({
        people: new Set(),
        details: new Map(),
        groups: new Set(),
        names: new Map(),
        others: 0,
      }),
      add,
    },
    signal,
  );
}

function addGroup({ groups, names }: Folded, member: JsonObject, what: string): void {
  const id = readGroupId(member, what);
  groups.add(id);
  if (typeof member["displayName"] === "string") names.set(id, member["displayName"]);
}

function readGroupId(member: JsonObject, what: string): string {
  const id = parseSourceId(member["id"]);
  if (id === undefined) throw unknownMember(what);
  return id;
}

function unknownMember(what: string): UsersyncError {
  return new UsersyncError("UNEXPECTED_ANSWER", {
    what: `Among ${what} is one without a type or an id.`,
    why: "So nobody can tell whether it is a person.",
    fix: "Check source.graphUrl, and whether a proxy changes the answers.",
  });
}
