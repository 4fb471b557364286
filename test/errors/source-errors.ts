import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { where } from "../../src/config/schema/where.ts";
import { UsersyncError } from "../../src/errors.ts";
import type { Scope } from "../../src/model/scope.ts";
import { canceled } from "../../src/source/canceled.ts";
import { GraphRefusal } from "../../src/source/entra/graph/graph-refusal.ts";
import { createGroupFinder, type GroupRef } from "../../src/source/entra/read/find-groups.ts";
import { groupGone, membersHidden } from "../../src/source/entra/read/group-doubts.ts";
import {
  lookUpGroups,
  mirroredGroups,
  scopeGroups,
  toOneProblem,
} from "../../src/source/entra/read/look-up-groups.ts";
import { readAssignments } from "../../src/source/entra/read/read-assignments.ts";
import { createMemberReader, type MemberReader } from "../../src/source/entra/read/read-members.ts";
import { readSelectedPeople } from "../../src/source/entra/read/read-people.ts";
import { readUserId } from "../../src/source/entra/read/read-user.ts";
import type { Reading } from "../../src/source/entra/read/reading.ts";
import { createFileSource } from "../../src/source/file/file-source.ts";
import { parseSnapshot } from "../../src/source/file/parse-snapshot.ts";
import { asIncompleteRead } from "../../src/source/incomplete-read.ts";
import { type ConfigOverrides, entraConfig } from "../source/fixtures.ts";
import { NO_RULES, sourceId } from "../support/people.ts";
import { type Provocations, workshop } from "./provoke.ts";

const { signal } = new AbortController();
const LISTED = { listsAll: true, types: false };
const dev: GroupRef = { id: sourceId("dev"), name: "atl-dev", isHidden: false };
const twin: GroupRef = { id: sourceId("twin"), name: "atl-dev", isHidden: false };
const config = entraConfig("https://graph.microsoft.com");

/** A read in which every request is answered with one page. */
function reading(items: readonly object[], overrides: ConfigOverrides = {}): Reading {
  return readingOf(async () => ({ value: items }), overrides);
}

function readingOf(get: () => Promise<object>, overrides: ConfigOverrides = {}): Reading {
  return {
    config: entraConfig("https://graph.microsoft.com", overrides),
    graph: { get } as unknown as Reading["graph"],
    properties: [],
    roles: async () => new Set(),
    signal,
    onRead() {},
    note() {},
  };
}

const assigned = (application?: string): ConfigOverrides => ({
  users: { from: "assigned", ...(application === undefined ? {} : { application }) },
});

async function problemOf(wanted: Parameters<typeof lookUpGroups>[1], groups: readonly object[]) {
  const { problems } = await lookUpGroups(createGroupFinder(reading(groups), LISTED), wanted);
  return problems[0];
}

const group = ({ id, name }: GroupRef) => ({ id, displayName: name });

function cause(): UsersyncError {
  const [what, why, fix] = ["Graph did not give the list of users.", "(Its reason.)", "(Its fix.)"];
  return new UsersyncError("NETWORK", { what, why, fix });
}

const fileSource =
  (file: string, users: Scope = NO_RULES) =>
  () =>
    createFileSource({ type: "file", path: file, users }, { properties: [] }).read({ signal });

export const SOURCE_ERRORS: Provocations = {
  "a read that was stopped": () => canceled(AbortSignal.abort()),
  "a read that did not come to its end": () => asIncompleteRead(cause()),
  "a group of which Graph does not say what it is": () =>
    createGroupFinder(reading([group(dev)]), { listsAll: true, types: true }).all(),
  "a group without a name": () => createGroupFinder(reading([{ id: dev.id }]), LISTED).all(),
  "a group that vanished": () => groupGone(dev),
  "a group that hides its members": () => membersHidden(dev, config),
  "a group that is not there, with similar ones": () => problemOf(scopeGroups(["atl-devs"]), [group(dev)]),
  "a group that is not there, by its id": () => problemOf(mirroredGroups([sourceId("gone")]), []),
  "a pattern that fits no group": () => problemOf(mirroredGroups(["nosuch-*"]), []),
  "a name that two groups have": () => problemOf(scopeGroups(["atl-dev"]), [group(dev), group(twin)]),
  "several entries that mean no group": async () => {
    const finder = createGroupFinder(reading([group(dev), group(twin)]), LISTED);
    const { problems } = await lookUpGroups(finder, scopeGroups(["atl-dev", "finance"]));
    return toOneProblem(problems);
  },
  "an assignment of nobody": () => readAssignments(reading([{}], assigned("aaaaaaaa-0000"))),
  "no application, though it is needed": () => readAssignments(reading([], assigned())),
  "an application that is not there": () =>
    readAssignments(readingOf(() => Promise.reject(notFound()), assigned("aaaaaaaa-0000"))),
  "a member without a type": async () => {
    const read = await createMemberReader(reading([{ id: sourceId("ada") }])).read(dev);
    return read.outcome === "broken" ? read.error : read;
  },
  "people in scope who are not known": () => {
    const members: Partial<MemberReader> = {
      read: async () => ({ outcome: "broken", error: cause() }),
      collectPeople() {},
    };
    const chosen = { scope: [dev], assignments: { users: new Map(), groups: new Map() } };
    return readSelectedPeople(
      reading([], { users: { from: "groups" } }),
      chosen as unknown as Parameters<typeof readSelectedPeople>[1],
      members as MemberReader,
    );
  },
  "users without names": () => readUserId({ id: sourceId("ada") }, "the list of users", config),
  "a source file that is not there": fileSource("/srv/usersync-absent/people.json"),
  "a source file without the group that a rule names": async () => {
    const file = join(workshop(), "groupless.json");
    await writeFile(file, JSON.stringify({ users: [], groups: [] }));
    return await fileSource(file, { ...NO_RULES, where: where.parse([{ memberOf: "Pilot" }]) })();
  },
  "a source file that is cut off": async () => {
    const file = join(workshop(), "cut-off.json");
    await writeFile(file, "");
    return await fileSource(file)();
  },
  "a source file with a mistake": () =>
    parseSnapshot({ users: [{ id: "7" }] }, { path: "/etc/usersync/people.json", properties: [] }),
  "a source file with many mistakes": () =>
    parseSnapshot(
      {
        value: [7, { id: sourceId("ada"), userPrincipalName: null }],
        groups: [{ id: dev.id }],
        "@odata.nextLink": "x",
      },
      { path: "/etc/usersync/people.json", properties: [] },
    ),
};

function notFound(): GraphRefusal {
  const [what, why, fix] = ["Microsoft Graph does not know it.", "It was deleted.", "Check the id."];
  return new GraphRefusal("NOT_FOUND", { what, why, fix }, { status: 404, graphCode: "" });
}
