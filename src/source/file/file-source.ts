import { readFile } from "node:fs/promises";
import type { FileSourceConfig } from "../../config/config.ts";
import { UsersyncError } from "../../errors.ts";
import { groupsIn } from "../../model/condition.ts";
import { parseSourceId } from "../../model/ids.ts";
import { isSameName } from "../../model/names.ts";
import type { Memberships, Person, SourceSnapshot } from "../../model/source-snapshot.ts";
import { canceled } from "../canceled.ts";
import type { Source } from "../source.ts";
import { keptProperties } from "../to-person.ts";
import { flattenGroups } from "./flatten-groups.ts";
import { isCalled } from "./is-called.ts";
import { parseSnapshot } from "./parse-snapshot.ts";
import { traceGroups } from "./trace-groups.ts";

/** A snapshot in a JSON file instead of Graph, for air-gapped runs and tests. */
export function createFileSource(
  { path, users }: FileSourceConfig,
  { properties, nests = false }: { readonly properties: readonly string[]; readonly nests?: boolean },
): Source {
  const load = async (signal: AbortSignal): Promise<SourceSnapshot> => {
    const text = await readText(path, signal);
    return parseSnapshot(parseJson(text, path), { path, properties: keptProperties(properties) });
  };
  return {
    async read({ signal, onRead, trace }) {
      const parsed = await load(signal);
      const snapshot = { ...parsed, groups: flattenGroups(parsed.groups, { nests }) };
      onRead?.({ what: "users", count: snapshot.people.length });
      onRead?.({ what: "groups", count: snapshot.groups.length });
      const names = groupsIn(users.where);
      return {
        ...snapshot,
        ...(names.length > 0 && { memberships: membershipsOf(snapshot, names) }),
        ...(trace !== undefined && { traces: traceGroups(parsed.groups, names, trace) }),
      };
    },
    async look(people, signal) {
      const wanted = new Set(people);
      return (await load(signal)).people.filter(({ id }) => wanted.has(id));
    },
    async find(name, signal) {
      const id = parseSourceId(name);
      return (await load(signal)).people.find((person) =>
        id === undefined ? isNamed(person, name) : person.id === id,
      );
    },
    async check(signal) {
      try {
        const { people, groups } = await load(signal);
        const message = `${path} holds ${people.length} users and ${groups.length} groups.`;
        return [{ level: "ok", subject: "source file", message }];
      } catch (error) {
        if (signal.aborted || !(error instanceof UsersyncError)) throw error;
        const message = `${error.message} ${error.why}`;
        return [{ level: "problem", subject: "source file", message, fix: error.fix }];
      }
    },
  };
}

/**
 * Members of the groups that rules of the scope name.
 *
 * @throws UsersyncError `CONFIG_INVALID` for a name that no group has, or several.
 */
function membershipsOf({ groups }: SourceSnapshot, names: readonly string[]): Memberships {
  return new Map(
    names.map((name) => {
      const found = groups.filter((group) => isCalled(group, name));
      const [group, other] = found;
      if (group !== undefined && other === undefined) return [name, new Set(group.members)];
      throw new UsersyncError("CONFIG_INVALID", {
        what: `${group === undefined ? "No group" : `More than one group (${found.length})`} of the source file is called ${name}.`,
        why: "A rule of source.users.where decides by its members who is in scope, so nobody may guess.",
        fix: `Correct memberOf: ${name}, or put the object id of the group there.`,
      });
    }),
  );
}

function isNamed({ properties }: Person, name: string): boolean {
  const own = properties["userPrincipalName"];
  return typeof own === "string" && isSameName(own, name);
}

async function readText(path: string, signal: AbortSignal): Promise<string> {
  try {
    return await readFile(path, { encoding: "utf8", signal });
  } catch (cause) {
    if (signal.aborted) throw canceled(signal);
    throw new UsersyncError("INCOMPLETE_READ", {
      what: `The source file ${path} cannot be read.`,
      why: cause instanceof Error ? cause.message : "The system gave no reason.",
      fix: "Check source.path and the rights of the file.",
      cause,
    });
  }
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (cause) {
    throw new UsersyncError("INCOMPLETE_READ", {
      what: `The source file ${path} is not JSON.`,
      why: cause instanceof Error ? cause.message : "It cannot be parsed.",
      fix: "Write it anew. If it was cut off, its maker was stopped or the disk was full.",
      cause,
    });
  }
}
