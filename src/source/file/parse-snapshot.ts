import { UsersyncError } from "../../errors.ts";
import { parseSourceId, type SourceId } from "../../model/ids.ts";
import type { Person, SourceGroup, SourceSnapshot } from "../../model/source-snapshot.ts";
import { isObject, toPerson } from "../to-person.ts";

export interface ParseOptions {
  /** For messages. */
  readonly path: string;
  /** User properties to keep. */
  readonly properties: readonly string[];
}

const MOST_SHOWN = 100;

/**
 * Reads `{ users, groups }`, or `{ value }` as Graph answers `/users`.
 *
 * @param content Parsed JSON.
 * @throws UsersyncError `INCOMPLETE_READ` with all that is wrong and where.
 */
export function parseSnapshot(content: unknown, { path, properties }: ParseOptions): SourceSnapshot {
  const problems: string[] = [];
  const people = parseUsers(content, properties, problems);
  const groups = parseGroups(content, problems);
  if (problems.length > 0) throw invalid(path, problems);
  return { people: [...people.values()], covers: "everyone", groups, notes: [] };
}

function parseUsers(
  content: unknown,
  properties: readonly string[],
  problems: string[],
): ReadonlyMap<SourceId, Person> {
  const people = new Map<SourceId, Person>();
  const name = isObject(content) && "value" in content && !("users" in content) ? "value" : "users";
  const users = isObject(content) ? content[name] : undefined;
  if (!Array.isArray(users)) {
    problems.push('"users" is missing: a list of user objects as Microsoft Graph gives them');
    return people;
  }
  if (isObject(content) && content["@odata.nextLink"] !== undefined) {
    problems.push('there is an "@odata.nextLink": this is one page of several, the others are missing');
  }
  for (const [index, user] of users.entries()) {
    const id = idOf(user, `${name}[${index}]`, problems);
    if (id === undefined || !isObject(user)) continue;
    if (user["userPrincipalName"] === null) {
      problems.push(
        `${name}[${index}].userPrincipalName is null: exported without the permission to read users`,
      );
    }
    people.set(id, toPerson(id, user, properties));
  }
  return people;
}

function parseGroups(content: unknown, problems: string[]): readonly SourceGroup[] {
  const groups = isObject(content) ? (content["groups"] ?? []) : [];
  if (!Array.isArray(groups)) {
    problems.push('"groups" is no list');
    return [];
  }
  return groups.flatMap((group: unknown, index) => {
    const place = `groups[${index}]`;
    const id = idOf(group, place, problems);
    if (id === undefined || !isObject(group)) return [];
    const { displayName } = group;
    if (typeof displayName !== "string" || displayName.trim() === "") {
      problems.push(`${place}.displayName is missing`);
      return [];
    }
    return [{ id, name: displayName, members: parseMembers(group["members"], place, problems) }];
  });
}

function parseMembers(members: unknown, place: string, problems: string[]): readonly SourceId[] {
  if (!Array.isArray(members)) {
    problems.push(`${place}.members is missing: a list of object ids, empty for a group without members`);
    return [];
  }
  const ids = new Set<SourceId>();
  for (const [index, member] of members.entries()) {
    const id = parseSourceId(member);
    if (id === undefined) problems.push(`${place}.members[${index}] is no object id: ${shown(member)}`);
    else ids.add(id);
  }
  return [...ids];
}

function idOf(item: unknown, place: string, problems: string[]): SourceId | undefined {
  if (!isObject(item)) {
    problems.push(`${place} is no object: ${shown(item)}`);
    return undefined;
  }
  const id = parseSourceId(item["id"]);
  if (id === undefined) problems.push(`${place}.id is no object id (a GUID): ${shown(item["id"])}`);
  return id;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "missing";
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function invalid(path: string, problems: readonly string[]): UsersyncError {
  const lines = problems.slice(0, MOST_SHOWN).map((problem) => `  ${problem}`);
  const rest = problems.length - lines.length;
  const more = rest > 0 ? [`  and ${rest} more`] : [];
  return new UsersyncError("INCOMPLETE_READ", {
    what: `The source file ${path} has ${problems.length} ${problems.length === 1 ? "mistake" : "mistakes"}:\n${[...lines, ...more].join("\n")}`,
    why: "A snapshot counts as a whole or not at all; nothing is written.",
    fix: "Correct the file, or export it again.",
  });
}
