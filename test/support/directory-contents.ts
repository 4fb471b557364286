import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import type { Servers } from "../../src/sandbox/servers/servers.ts";

/** What the servers of a sandbox hold, a line for each account and group, without ids and times. */
type Content = readonly string[];

/** Of all directories that a sandbox has. */
export function contentOf({ cloud, crowd, jira, confluence, bitbucket }: Partial<Sandbox>): Content {
  return [
    ...(cloud === undefined ? [] : cloudContent(cloud)),
    ...(crowd === undefined ? [] : crowdContent(crowd)),
    ...(jira === undefined ? [] : jiraContent(jira)),
    ...(confluence === undefined ? [] : confluenceContent(confluence)),
    ...(bitbucket === undefined ? [] : bitbucketContent(bitbucket)),
  ];
}

function cloudContent({ directory: { users, groups } }: Servers["cloud"]): Content {
  return [
    ...users.all().map(({ fields }) => JSON.stringify(fields)),
    ...groups.all().map(({ displayName, members }) =>
      groupLine(
        displayName,
        [...members].map((id) => users.get(id)?.fields.userName ?? id),
      ),
    ),
  ].toSorted();
}

function crowdContent({ state }: Servers["crowd"]): Content {
  return [
    ...state.order.map(({ key: _, attributes, ...user }) => JSON.stringify([user, [...attributes]])),
    ...[...state.groups.values()].map(({ name, members }) => groupLine(name, namesOf(members))),
  ].toSorted();
}

/** With who leads what. */
function jiraContent({ state }: Servers["jira"]): Content {
  const leads = state.projects.flatMap(({ key, lead, components }) => [
    `${key} is led by ${lead?.name}`,
    ...components.map((component) => `${key} ${component.name} is led by ${component.lead?.name}`),
  ]);
  return [
    ...[...state.users.values()].map(({ key: _, ...user }) => JSON.stringify(user)),
    ...[...state.groups.values()].map(({ name, members }) => groupLine(name, namesOf(members))),
    ...leads,
  ].toSorted();
}

function confluenceContent({ state }: Servers["confluence"]): Content {
  return [
    ...[...state.users.values()].map(({ key: _, ...user }) => JSON.stringify(user)),
    ...[...state.groups.values()].map(({ name, members }) => groupLine(name, namesOf(members))),
  ].toSorted();
}

/** With whether a password that once stood in an address opens an account. */
function bitbucketContent({ state, traffic }: Servers["bitbucket"]): Content {
  const exposed = exposedIn(state, traffic.requests);
  return [
    ...[...state.users.values()].map(({ id: _, password, ...user }) =>
      JSON.stringify({ ...user, password: exposed.has(password) ? "in a log" : "secret" }),
    ),
    ...[...state.groups.values()].map(({ name, permission = "", members }) =>
      groupLine(`${name} ${permission}`, namesOf(members)),
    ),
  ].toSorted();
}

const seen = new WeakMap<object, Set<string>>();

/** The requests are forgotten between two runs; what they showed is not. */
function exposedIn(state: object, requests: readonly { readonly query: string }[]): ReadonlySet<string> {
  const exposed = seen.get(state) ?? new Set();
  seen.set(state, exposed);
  for (const { query } of requests) {
    const password = new URLSearchParams(query).get("password");
    if (password !== null) exposed.add(password);
  }
  return exposed;
}

function namesOf(members: Iterable<{ readonly name: string }>): readonly string[] {
  return [...members].map(({ name }) => name);
}

function groupLine(name: string, members: readonly string[]): string {
  return `${name}: ${members.toSorted().join(" ")}`;
}
