import { describe, expect, it } from "vitest";
import { tellStories } from "../../src/cli/find/tell-stories.ts";
import type { Account } from "../../src/model/directory-snapshot.ts";
import type { SourceId, TargetId, Username } from "../../src/model/ids.ts";
import type { PersonStories } from "../../src/model/person-story.ts";
import { explainDocument } from "../../src/report/explain/explain-document.ts";
import { explainText } from "../../src/report/explain/explain-text.ts";
import { type SceneOptions, sceneOf } from "../support/explain-scene.ts";
import {
  account,
  CAPABILITIES,
  directory,
  directoryGroup,
  EVERYTHING,
  NO_LIMITS,
  person,
  sourceGroup,
  sourceId,
  stranger,
} from "../support/people.ts";
import { tagPaint } from "./tag-paint.ts";

const ada = person("ada", {
  properties: { userPrincipalName: "Ada@example.com", displayName: "Ada Lovelace" },
});
const adasAccount = account("ada", {
  displayName: "Ada Lovelace",
  givenName: "ada",
  email: "ada@example.com",
});
const staff = sourceGroup("All Staff", ["ada"]);
const traceOf = (role: "users" | "groups" | "where", name: string, ...paths: readonly string[][]) => ({
  role,
  id: sourceId(`group-${name}`),
  name,
  paths,
  hasMore: false,
});

const STORIES: Readonly<Record<string, SceneOptions>> = {
  "ordinary person": {
    asked: "Ada@example.com",
    people: [ada],
    snapshot: { groups: [staff], traces: [traceOf("groups", "All Staff", ["All Staff"])] },
    directories: [
      { content: directory([adasAccount], [directoryGroup("All Staff", ["ada"])]) },
      { name: "crowd" },
    ],
  },
  renamed: {
    asked: "Ada@example.com",
    people: [ada],
    directories: [{ content: directory([account("ada", { username: "ada.byron" as Username })]) }],
  },
  colliding: {
    people: [person("ada"), person("ada2", { properties: { userPrincipalName: "ada@labs.example" } })],
    directories: [{ content: directory([adasAccount]) }],
  },
  guest: { people: [person("ada", { guest: true })] },
  "guest with a rule of their own": {
    people: [person("ada", { guest: true })],
    source: { users: { guests: "include" } },
    directories: [
      { mapping: { guestUsername: { from: "mail", replace: [], case: "keep" }, displayName: ["nickname"] } },
    ],
  },
  "out of scope by a rule": {
    people: [person("ada", { properties: { department: "Sales", city: ["Ulm", "Bonn"] } })],
    snapshot: {
      memberships: new Map([["Pilot", new Set([sourceId("ada")])]]),
      traces: [traceOf("where", "pilot", ["pilot", "Labs"])],
    },
    source: {
      users: {
        where: [
          { any: [{ memberOf: "Pilot" }, { memberOf: "Board" }] },
          { property: "city", equals: "Ulm" },
          { property: "department", in: ["R&D", "IT"] },
          { property: "jobTitle", present: true },
        ],
      },
    },
    directories: [
      { content: directory([account("ada")]) },
      { name: "crowd", content: directory([account("ada", { active: false })]) },
      {
        name: "jira",
        content: directory([stranger("ada")]),
        rules: { protect: { users: ["ada"], groups: [] } },
      },
    ],
  },
  excluded: { source: { users: { exclude: ["ada@*"], include: ["ada@*"] } } },
  disabled: {
    people: [person("ada", { enabled: false })],
    directories: [
      { content: directory([account("ada")]) },
      { name: "crowd", content: directory([account("ada", { active: false })]) },
      { name: "jira" },
    ],
  },
  "nobody in Entra": {
    asked: sourceId("gone"),
    directories: [
      { content: directory([account("gone", { active: false })]) },
      { name: "crowd", content: directory([account("gone", { active: null, recalled: true })]) },
      { name: "jira" },
    ],
  },
  protected: {
    asked: "Ada@example.com",
    people: [ada],
    directories: [
      { content: directory([adasAccount]), rules: { protect: { users: ["ad*"], groups: [] } } },
      {
        name: "crowd",
        rules: { protect: { users: ["ad*"], groups: ["all staff"] } },
      },
    ],
    snapshot: { groups: [staff] },
  },
  "account that is nobody's": {
    asked: "admin",
    directories: [
      { content: directory([stranger("admin"), stranger("other", { email: "admin" })]) },
      {
        name: "crowd",
        content: directory([stranger("admin", { active: false })]),
        rules: { protect: { users: ["admin"], groups: [] } },
      },
      { name: "jira" },
    ],
  },
  "withheld by a limit": {
    people: [person("ada", { enabled: false }), person("bob")],
    directories: [
      {
        content: directory([account("ada"), account("bob")]),
        rules: { limits: { ...NO_LIMITS, disable: { share: 0.1 } } },
      },
    ],
  },
  "nested groups with two paths": {
    asked: "Ada@example.com",
    people: [ada],
    source: { users: { from: "groups", groups: ["Employees"] }, groups: { from: "all" } },
    snapshot: {
      groups: [staff, sourceGroup("Crowd", ["ada"])],
      traces: [
        traceOf("users", "Employees", ["Employees", "Berlin"]),
        traceOf("groups", "All Staff", ["All Staff", "On call"], ["All Staff", "Engineering", "Platform"]),
        { ...traceOf("groups", "Crowd", ["Crowd", "A"]), hasMore: true },
      ],
    },
    directories: [
      {
        mapping: { defaultGroups: { all: ["everybody"], new: ["welcome"] } },
        content: directory([adasAccount], [directoryGroup("All Staff", ["ada"])]),
      },
      { name: "crowd", mapping: { defaultGroups: { all: [], new: ["welcome"] } } },
      {
        name: "jira",
        mapping: { defaultGroups: { all: [], new: ["welcome"] } },
        content: directory([{ ...adasAccount, fresh: true }], [directoryGroup("other")]),
        rules: { operations: { ...EVERYTHING, createGroups: false } },
      },
    ],
  },
  "not selected": {
    people: [person("bob")],
    others: [ada],
    asked: "Ada@example.com",
    snapshot: { covers: "selection" },
    source: { users: { from: "assigned", application: "00000000-0000-4000-8000-00000000000a" } },
    directories: [{ content: directory([account("ada", { active: false })]) }],
  },
  "assigned in person": {
    asked: "Ada@example.com",
    people: [ada],
    source: { users: { from: "assigned", application: "00000000-0000-4000-8000-00000000000a" } },
    directories: [{ content: directory([adasAccount]) }],
  },
  "matched and not matched": {
    asked: "Ada@example.com",
    people: [ada],
    directories: [
      { content: directory([stranger("ADA")]) },
      { name: "by-email", content: directory([stranger("lovelace", { email: "ada@example.com" })]) },
      { name: "by-state", content: directory([{ ...adasAccount, recalled: true }]) },
      { name: "twins", content: directory([adasAccount, account("ada2", { link: sourceId("ada") })]) },
      { name: "taken", content: directory([stranger("ada"), stranger("Ada", { active: false })]) },
      {
        name: "apart",
        content: directory([stranger("ada")]),
        rules: { separations: [{ sourceId: sourceId("ada"), targetId: stranger("ada").id }] },
      },
      { name: "former", content: directory([account("ada", { link: sourceId("gone") })]) },
    ],
  },
  "no name, and an unknown state": {
    people: [
      person("ada", { enabled: null, properties: { userPrincipalName: "ada@example.com", nick: "@" } }),
    ],
    directories: [
      { mapping: { username: { from: "nick", replace: [...rewriteAway()], case: "keep" } } },
      { name: "none", mapping: { username: { from: "nothing", replace: [], case: "keep" } } },
      {
        name: "bare",
        mapping: { email: ["nothing"], displayName: ["nothing"] },
        rules: { capabilities: { ...CAPABILITIES, requiresEmail: false } },
      },
    ],
  },
  "directories in doubt": {
    asked: "Ada@example.com",
    people: [ada],
    directories: [
      { error: { code: "NETWORK", message: "It cannot be reached.", fix: "Look at the proxy." } },
      { name: "odd", error: { code: "BUG", message: "It is odd." } },
      {
        name: "half",
        content: { ...directory([adasAccount]), partial: true, incomplete: "The list broke off." },
      },
    ],
  },
  "partly withheld, partly not possible": {
    asked: "Ada@example.com",
    people: [ada, person("bob")],
    snapshot: { groups: [staff] },
    directories: [
      {
        content: directory([account("ada"), account("bob", { username: "bobby" as Username })]),
        rules: { limits: { ...NO_LIMITS, update: { count: 1 } } },
      },
      {
        name: "taken",
        content: directory([
          { ...adasAccount, link: sourceId("bob"), givenName: "", active: true },
          bare("ada.old", sourceId("ada")),
        ]),
      },
    ],
  },
  "an account of somebody else with the name": {
    people: [person("ada", { properties: { mail: "countess@example.com" } }), person("bob")],
    directories: [
      { content: directory([account("bob", { email: "ada@example.com" })]) },
      { name: "crowd", content: directory([account("bob", { email: "countess@example.com" })]) },
    ],
  },
  "nobody read at all": {
    asked: "ada",
    people: [],
    directories: [{ content: directory([adasAccount]) }],
  },
  "access without a flag": {
    asked: "Ada@example.com",
    people: [ada],
    directories: [
      {
        content: directory([
          {
            ...adasAccount,
            access: { groups: ["stash-users"] },
            withdrawn: { groups: ["old"] },
            fixed: ["details"],
          },
        ]),
      },
    ],
  },
  "without a name": {
    asked: sourceId("ada"),
    people: [person("ada", { properties: { userPrincipalName: null, displayName: null, mail: null } })],
  },
};

/** An account of which the directory says nothing but its name. */
function bare(name: string, link: SourceId): Account {
  return { id: `target-${name}` as TargetId, link, username: name as Username, active: false };
}

function rewriteAway() {
  return [{ regex: "@", with: "", apply: (text: string) => text.replace("@", "") }];
}

async function told(options: SceneOptions): Promise<PersonStories> {
  const stories = await tellStories(sceneOf(options));
  if (stories === undefined) throw new Error("Nobody was found.");
  return stories;
}

describe("the story of one person", () => {
  it.each(Object.entries(STORIES))("%s", async (name, options) => {
    const text = explainText(await told(options));

    await expect(text).toMatchFileSnapshot(`snapshots/explain/${name.replaceAll(/[^a-z]+/gi, "-")}.txt`);
  });

  it("is wrapped on a narrow terminal, and has colours there", async () => {
    const text = explainText(await told(STORIES["withheld by a limit"] ?? {}), {
      paint: tagPaint,
      width: 20,
    });

    await expect(text).toMatchFileSnapshot("snapshots/explain/narrow.txt");
  });

  it("cannot move the cursor, whoever had a say in it", async () => {
    const evil = "a\u001b[2J\u202eb";
    const options: SceneOptions = {
      asked: sourceId("ada"),
      people: [
        person("ada", { properties: { userPrincipalName: evil, displayName: evil, department: evil } }),
      ],
      source: { users: { where: [{ property: "department", present: false }] } },
      snapshot: { groups: [sourceGroup(evil, ["ada"])], traces: [traceOf("groups", evil, [evil])] },
      directories: [
        {
          content: directory(
            [account("ada", { username: evil as Username })],
            [directoryGroup(evil, ["ada"])],
          ),
        },
        { name: evil, error: { code: "BUG", message: evil, fix: evil } },
      ],
    };

    const text = explainText(await told(options));

    expect(["\u001b", "\u202e"].filter((character) => text.includes(character))).toEqual([]);
  });

  it("is a document whose operations say what becomes of them", async () => {
    const document = explainDocument(await told(STORIES["withheld by a limit"] ?? {}), new Date(0));

    expect(document).toMatchObject({
      format: "usersync-explain/1",
      createdAt: "1970-01-01T00:00:00.000Z",
      asked: "ada@example.com",
      stories: [
        {
          id: sourceId("ada"),
          person: { isIn: true, enabled: false },
          directories: [
            {
              name: "cloud",
              conclusion: "withheld",
              match: { outcome: "matched", by: "link" },
              operations: [
                { kind: "disable", status: "withheld", withheldBy: "limits.disable", changes: [] },
              ],
              tripped: [{ by: "limits.disable" }],
            },
          ],
        },
      ],
      others: 0,
    });
  });
});

describe("a name that several people have", () => {
  const crowd = (count: number) =>
    Array.from({ length: count }, (_, at) =>
      person(`p${at}`, {
        properties: { userPrincipalName: `p${at}@example.com`, mail: "shared@example.com" },
      }),
    );

  it("gives the story of each", async () => {
    const stories = await told({
      asked: "shared@example.com",
      people: crowd(2),
      snapshot: { groups: [sourceGroup("team", ["p0"])] },
    });

    expect(stories.stories.map(({ person: one }) => one?.name)).toEqual(["p0@example.com", "p1@example.com"]);
    expect(stories.stories[0]?.person?.groups).toMatchObject([{ name: "team", paths: [] }]);
    const text = explainText(stories);
    expect(text).toMatch(/^“shared@example\.com” could mean 2 people\.\n\np0@example\.com {2}p0\n/);
    expect(text).toMatch(/ Groups +team\n/);
  });

  it("gives ten, and says how many more there are", async () => {
    const text = explainText(await told({ asked: "shared@example.com", people: crowd(12) }));

    expect(text).toMatch(/could mean 12 people/);
    expect(text).toMatch(/\n… and 2 more\. Ask for one by user principal name or object id\.\n$/);
  });

  it("of an account, a person's username or an e-mail leads to the same person, who is traced then", async () => {
    const options: SceneOptions = {
      people: [ada],
      traces: [traceOf("groups", "All Staff", ["All Staff", "Labs"])],
      directories: [
        { content: directory([account("ada", { username: "old.ada" as Username })]) },
        { name: "crowd", content: directory([stranger("lovelace", { email: "ada@example.com" })]) },
      ],
    };

    const found = await Promise.all(
      ["ADA", "ada@example.com", "old.ada", "target-ada", "lovelace"].map((asked) =>
        told({ ...options, asked }),
      ),
    );

    expect(found.map(({ stories }) => stories.map(({ id }) => id))).toEqual(
      found.map(() => [sourceId("ada")]),
    );
    expect(found[0]?.stories[0]?.person?.groups[0]?.paths).toEqual([["All Staff", "Labs"]]);
  });

  it("means nobody where no side knows it", async () => {
    expect(await tellStories(sceneOf({ asked: "eve@example.com" }))).toBeUndefined();
  });
});
