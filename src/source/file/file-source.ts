import { readFile } from "node:fs/promises";
import type { FileSourceConfig } from "../../config/config.ts";
import { UsersyncError } from "../../errors.ts";
import { groupsIn } from "../../model/condition.ts";
import { parseSourceId } from "../../model/ids.ts";
import { isSameName } from "../../model/names.ts";
import type { Person, SourceSnapshot } from "../../model/source-snapshot.ts";
import { canceled } from "../canceled.ts";
import type { Source } from "../source.ts";
import { keptProperties } from "../to-person.ts";
import { checkRules, notesOnRules } from "./check-rules.ts";
import { flattenGroups } from "./flatten-groups.ts";
import { membershipsOf } from "./memberships-of.ts";
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
        notes: [...snapshot.notes, ...notesOnRules(snapshot.people, users.where)],
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
        const snapshot = await load(signal);
        const { people, groups } = snapshot;
        const message = `${path} holds ${people.length} users and ${groups.length} groups.`;
        const rules = checkRules(snapshot, users.where);
        return [{ level: "ok", subject: "source file", message }, ...rules];
      } catch (error) {
        if (signal.aborted || !(error instanceof UsersyncError)) throw error;
        const message = `${error.message} ${error.why}`;
        return [{ level: "problem", subject: "source file", message, fix: error.fix }];
      }
    },
  };
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
