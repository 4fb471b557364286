import type { SourceId, TargetId, Username } from "../../src/model/ids.ts";
import type { RecordedLink } from "../../src/model/recorded.ts";
import { accountOf, type SeedAccount } from "../../src/sandbox/company/account.ts";
import { type Company, toCompany } from "../../src/sandbox/company.ts";
import type { GraphObject } from "../../src/sandbox/graph/tenant.ts";
import { stableId } from "../../src/sandbox/stable-id.ts";

/**
 * One person for each kind of operation, so that a run has few requests and yet all that there are. Jira,
 * Confluence and Bitbucket cannot hold whose account it is: see `tinyLinks`.
 */
export function tinyCompany(): Company {
  const people = ["ada", "bob", "cleo", "dan", "finn"].map((name) => personOf(name));
  const [ada, bob, cleo, dan, finn] = people as [
    GraphObject,
    GraphObject,
    GraphObject,
    GraphObject,
    GraphObject,
  ];
  const eve = personOf("eve", { accountEnabled: false });
  const accounts: readonly SeedAccount[] = [
    accountOf(ada),
    accountOf(cleo, { username: "cleo.old", displayName: "Cleo Old" }),
    accountOf(dan, { active: false }),
    accountOf(eve, { active: true }),
    accountOf(finn, { link: undefined }),
    accountOf(personOf("gone")),
    accountOf(personOf("admin"), { link: undefined }),
  ];
  const content = { accounts, groups: [{ name: "dev", members: ["ada", "eve", "gone", "admin"] }] };
  const tenant = {
    id: stableId("tiny tenant"),
    displayName: "Tiny",
    users: [...people, eve],
    groups: [groupOf("atl-dev", [ada, bob, cleo, dan]), groupOf("atl-ops", [ada, bob, finn])],
  };
  const all = { cloud: content, crowd: content, jira: content, confluence: content, bitbucket: content };
  return withLicences(withProjects(toCompany(tenant, all)));
}

/** Of the two who are to be disabled, eve leads a project and a part of another one, and gone leads a part. */
function withProjects({ jira, ...company }: Company): Company {
  const projects = [
    { key: "ONE", name: "One", lead: "ada", components: [{ name: "engine", lead: "eve" }] },
    { key: "TWO", name: "Two", lead: "eve", components: [{ name: "wheels", lead: "gone" }] },
  ];
  return { ...company, jira: { ...jira, projects } };
}

const CREATORS = { name: "creators", permission: "PROJECT_CREATE" } as const;
const CREATIVE = ["ada", "eve"];

/** Some are let into Bitbucket three times over: by two groups and in person. */
function withLicences({ bitbucket = {}, ...company }: Company): Company {
  const { users = [], groups = [] } = bitbucket;
  const letIn = users.map((user) =>
    CREATIVE.includes(user.name) ? { ...user, permission: CREATORS.permission } : user,
  );
  return {
    ...company,
    bitbucket: { ...bitbucket, users: letIn, groups: [...groups, { ...CREATORS, members: CREATIVE }] },
  };
}

/** The accounts of the company whose owners are known, by the names that they have before the first run. */
const LINKED = { ada: "ada", "cleo.old": "cleo", dan: "dan", eve: "eve", gone: "gone" };

export interface TinyLinksOptions {
  /** The id that the directory has given an account. */
  readonly idOf: (username: string) => string;
  /** Whether accounts have a flag. Where they have none, it is known what was taken from dan to disable him. */
  readonly hasFlag: boolean;
}

/** What the state knows of a directory that cannot hold it itself. Of dan it has no e-mail. */
export function tinyLinks({ idOf, hasFlag }: TinyLinksOptions): readonly RecordedLink[] {
  const withdrawn = { groups: ["stash-users", CREATORS.name], permission: CREATORS.permission };
  return Object.entries(LINKED).map(([username, name]) => ({
    targetId: idOf(username) as TargetId,
    sourceId: stableId(`tiny ${name}`) as SourceId,
    username: username as Username,
    how: "import",
    ...(name === "dan" ? {} : { email: `${name}@tiny.example` }),
    ...(name === "dan" && !hasFlag ? { withdrawn } : {}),
  }));
}

function personOf(name: string, overrides: Readonly<Record<string, unknown>> = {}): GraphObject {
  return {
    ...{
      id: stableId(`tiny ${name}`),
      userPrincipalName: `${name}@tiny.example`,
      mail: `${name}@tiny.example`,
    },
    ...{ displayName: `${name} Tiny`, givenName: name, surname: "Tiny" },
    ...{ accountEnabled: true, userType: "Member" },
    ...overrides,
  };
}

function groupOf(displayName: string, members: readonly GraphObject[]) {
  return { id: stableId(`tiny ${displayName}`), displayName, members: members.map(({ id }) => id) };
}
