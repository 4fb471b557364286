import { describe, expect, it } from "vitest";
import type { SourceId, TargetId, Username } from "../../src/model/ids.ts";
import type { Operation, UserRef } from "../../src/model/operation.ts";
import type { Fault, Traffic } from "../../src/sandbox/faults.ts";
import type { Target } from "../../src/target/target.ts";
import { sourceId } from "../support/people.ts";
import { openBitbucket } from "./open-bitbucket.ts";
import { openCloud } from "./open-cloud.ts";
import { openConfluence } from "./open-confluence.ts";
import { openCrowd } from "./open-crowd.ts";
import { openJira } from "./open-jira.ts";

const signal = new AbortController().signal;

/** A directory with ada in dev, bob who is disabled, and eve whom nobody linked where that can be. */
interface Opened extends AsyncDisposable {
  readonly target: Target;
  readonly traffic: Traffic;
}

const PRODUCT_USERS = [
  { name: "ada", email: "ada@example.com" },
  { name: "bob", email: "bob@example.com", active: false },
];

const DIRECTORIES: Readonly<Record<string, () => Promise<Opened>>> = {
  "atlassian-cloud": () =>
    openCloud({
      seed: {
        users: [
          { userName: "ada", email: "ada@example.com", externalId: sourceId("ada") },
          { userName: "bob", email: "bob@example.com", externalId: sourceId("bob"), active: false },
          { userName: "eve", email: "eve@example.com" },
        ],
        groups: [{ displayName: "dev", members: ["ada"] }],
      },
    }),
  crowd: () =>
    openCrowd({
      seed: {
        users: [
          { name: "ada", attributes: { "usersync.sourceId": [sourceId("ada")] } },
          { name: "bob", attributes: { "usersync.sourceId": [sourceId("bob")] }, active: false },
          { name: "eve" },
        ],
        groups: [{ name: "dev", members: ["ada"] }],
      },
    }),
  jira: () => openJira({ seed: { users: PRODUCT_USERS, groups: [{ name: "dev", members: ["ada"] }] } }),
  confluence: () =>
    openConfluence({ seed: { users: PRODUCT_USERS, groups: [{ name: "dev", members: ["ada"] }] } }),
  bitbucket: () =>
    openBitbucket({
      seed: {
        // Nobody's password is replaced who has signed in.
        users: PRODUCT_USERS.map((user) => ({ ...user, lastSignIn: 1 })),
        groups: [
          { name: "dev", members: ["ada"] },
          { name: "stash-users", permission: "LICENSED_USER", members: ["ada"] },
        ],
      },
    }),
};

const FAULTS: Readonly<Record<string, Fault>> = {
  "429 with Retry-After": {
    kind: "status",
    status: 429,
    headers: { "retry-after": "1" },
    stored: true,
  },
  "429": { kind: "status", status: 429, stored: true },
  "503": { kind: "status", status: 503, stored: true },
  "500": { kind: "status", status: 500, stored: true },
  "a reset": { kind: "reset", stored: true },
  "a cut body": { kind: "cut-body" },
};

type Existing = Required<UserRef>;
type Make = (user: (name: string) => Existing, group: { name: string; targetId: string }) => Operation;

const OPERATIONS: Readonly<Record<string, Make>> = {
  import: () => ({
    ...{ id: "i", kind: "import", reason: "not-in-target" },
    user: { username: "cleo" as Username, sourceId: sourceId("cleo") },
    changes: [
      { field: "username", from: "", to: "cleo" },
      { field: "email", from: "", to: "cleo@example.com" },
      { field: "displayName", from: "", to: "Cleo" },
      { field: "familyName", from: "", to: "Cleo" },
    ],
  }),
  link: (user) => linkOf(user("eve"), "", sourceId("eve")),
  "unlink by link": (user) => linkOf(user("ada"), sourceId("ada"), ""),
  update: (user) => updateOf(user("ada"), "displayName", "Ada Lovelace"),
  "rename by update": (user) => updateOf(user("ada"), "username", "ada.king"),
  enable: (user) => ({ id: "e", kind: "enable", user: user("bob"), reason: "active-in-source" }),
  disable: (user) => ({ id: "d", kind: "disable", user: user("ada"), reason: "left-scope" }),
  "create-group": () => ({ id: "g", kind: "create-group", group: { name: "new" }, reason: "not-in-target" }),
  "add-member": (user, group) => ({
    ...{ id: "a", kind: "add-member", reason: "member-in-source" },
    ...{ group, user: user("bob") },
  }),
  "remove-member": (user, group) => ({
    ...{ id: "r", kind: "remove-member", reason: "not-member-in-source" },
    ...{ group, user: user("ada") },
  }),
};

function linkOf(user: Existing, from: SourceId | "", to: SourceId | ""): Operation {
  const changes = [{ field: "link", from, to }] as const;
  return { id: "l", kind: "link", user, changes, reason: "by-hand", matchedBy: "by-hand" };
}

function updateOf(user: Existing, field: "displayName" | "username", to: string): Operation {
  return { id: "u", kind: "update", user, changes: [{ field, from: "", to }], reason: "differs" };
}

/** Links of these are the state's alone, and Confluence renames nobody. */
const NEVER: Readonly<Record<string, readonly string[]>> = {
  jira: ["link", "unlink by link"],
  confluence: ["link", "unlink by link", "rename by update"],
  bitbucket: ["link", "unlink by link"],
};

const kindsOf = (directory: string) =>
  Object.keys(OPERATIONS).filter((kind) => NEVER[directory]?.includes(kind) !== true);

/** Whether a password was stored cannot be: a new account of Bitbucket whose never was is not let in. */
const canBeSeen = (directory: string, kind: string) => directory !== "bitbucket" || kind !== "import";

const CASES = Object.keys(DIRECTORIES).flatMap((directory) =>
  kindsOf(directory).flatMap((kind) =>
    Object.keys(FAULTS).flatMap((fault) => [
      { directory, kind, fault, how: "once", times: 1 },
      ...(canBeSeen(directory, kind) ? [{ directory, kind, fault, how: "every time", times: 999 }] : []),
    ]),
  ),
);

describe("a write that was stored before its answer went wrong", () => {
  it.each(CASES)("story 12: $directory: $kind counts as done after $fault, $how", async (row) => {
    await using opened = await (DIRECTORIES[row.directory] as () => Promise<Opened>)();
    const { target, traffic } = opened;
    const make = OPERATIONS[row.kind] as Make;
    const operation = await operationOn(target, make);
    for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
      traffic.add({ method, times: row.times, fault: FAULTS[row.fault] as Fault });
    }

    const [result] = await target.apply([operation], signal);

    expect(result).toMatchObject({ status: "done" });
    traffic.clear();
    expect(await contentOf(target)).toEqual(await undisturbed(row));
  });
});

const contents = new Map<string, Promise<readonly string[]>>();

/** What the directory holds after the operation when nothing goes wrong. */
function undisturbed({ directory, kind }: (typeof CASES)[number]): Promise<readonly string[]> {
  const content = async () => {
    await using opened = await (DIRECTORIES[directory] as () => Promise<Opened>)();
    const operation = await operationOn(opened.target, OPERATIONS[kind] as Make);
    expect(await opened.target.apply([operation], signal)).toMatchObject([{ status: "done" }]);
    return await contentOf(opened.target);
  };
  const known = contents.get(`${directory} ${kind}`) ?? content();
  contents.set(`${directory} ${kind}`, known);
  return known;
}

async function operationOn(target: Target, make: Make): Promise<Operation> {
  const { accounts, groups } = await target.read({ groups: ["dev"], signal });
  const user = (name: string): Existing => ({
    username: name as Username,
    sourceId: sourceId(name),
    targetId: accounts.find(({ username }) => username === name)?.id as TargetId,
  });
  return make(user, { name: "dev", targetId: groups[0]?.id ?? "" });
}

/** All that a reading shows, without the ids, which differ from one directory to the next. */
async function contentOf(target: Target): Promise<readonly string[]> {
  const { accounts, groups } = await target.read({ groups: ["dev", "new"], signal });
  const names = new Map(accounts.map(({ id, username }) => [id, username]));
  return [
    ...accounts.map(({ id: _, ...account }) => JSON.stringify(account)),
    ...groups.map(({ name, members }) => `${name}: ${members.map((id) => names.get(id)).join(" ")}`),
  ].toSorted();
}
