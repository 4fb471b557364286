import { describe, expect, it } from "vitest";
import { applyPlan } from "../../src/apply/apply-plan.ts";
import type { Desired } from "../../src/model/desired.ts";
import type { TargetId, Username } from "../../src/model/ids.ts";
import type {
  AddMember,
  Change,
  CreateGroup,
  ImportUser,
  Operation,
  RemoveMember,
} from "../../src/model/operation.ts";
import { makePlan } from "../../src/plan/make-plan.ts";
import type { Target } from "../../src/target/target.ts";
import { NO_JOURNAL } from "../support/no-journal.ts";
import { desired, desiredGroup, desiredUser, rules, sourceId } from "../support/people.ts";
import { type Script, startScripted } from "../support/scripted-server.ts";
import { type OpenedCloud, openCloud, openCloudAt, TOKEN } from "./open-cloud.ts";

const signal = AbortSignal.timeout(60_000);

function importOf(name: string, email = `${name}@example.com`): ImportUser {
  const fields: readonly [Change["field"], string][] = [
    ["username", name],
    ["email", email],
    ["displayName", name],
  ];
  return {
    id: `cloud:import:${name}`,
    kind: "import",
    user: { username: name as Username, sourceId: sourceId(name) },
    changes: fields.map(([field, to]) => ({ field, from: "", to })),
    reason: "not-in-target",
  };
}

function existing(name: string, targetId: string) {
  return { username: name as Username, sourceId: sourceId(name), targetId: targetId as TargetId };
}

function createGroup(name: string): CreateGroup {
  return { id: `cloud:create-group:${name}`, kind: "create-group", group: { name }, reason: "not-in-target" };
}

function seedOf(names: readonly string[]) {
  return names.map((name) => ({
    ...{ userName: name, displayName: name, email: `${name}@example.com`, externalId: sourceId(name) },
  }));
}

async function sync(target: Target, state: Partial<Desired>) {
  const groups = (state.groups ?? []).map(({ name }) => name);
  const plan = makePlan(
    desired(state),
    await target.read({ groups, signal }),
    rules({ capabilities: target.capabilities }),
  );
  return (await applyPlan(plan, target, { signal, finish: signal, journal: NO_JOURNAL })).operations;
}

function writesOf({ traffic }: OpenedCloud): readonly string[] {
  return traffic.requests
    .filter(({ method }) => method !== "GET")
    .map(
      ({ method, path, status }) =>
        `${method} ${path.replace(/.*\/(Users|Groups)/, "$1").replace(/\/.*/, "/…")} ${status}`,
    );
}

describe("an import whose answer went wrong", () => {
  it.each<{ mishap: string; fault: Parameters<OpenedCloud["traffic"]["add"]>[0]["fault"] }>([
    {
      mishap: "a 429",
      fault: { kind: "status", status: 429, headers: { "retry-after": "1" }, stored: true },
    },
    { mishap: "a 503", fault: { kind: "status", status: 503, stored: true } },
    { mishap: "a 500", fault: { kind: "status", status: 500, stored: true } },
    { mishap: "a 504", fault: { kind: "status", status: 504, stored: true } },
    { mishap: "a reset", fault: { kind: "reset", stored: true } },
    { mishap: "a cut body", fault: { kind: "cut-body" } },
  ])("story 12: a POST that was stored before $mishap counts as done", async ({ fault }) => {
    await using cloud = await openCloud();
    cloud.traffic.add({ method: "POST", fault });

    const results = await cloud.target.apply([importOf("ada")], signal);

    const stored = cloud.server.directory.users.all();
    expect(stored.map(({ fields }) => fields.userName)).toEqual(["ada"]);
    expect(results).toEqual([{ status: "done", targetId: stored[0]?.id }]);
    expect(cloud.traffic.pending()).toEqual([]);
  });

  it.each([
    { mishap: "a 502", fault: { kind: "status", status: 502 } },
    { mishap: "a reset", fault: { kind: "reset" } },
    { mishap: "a login page", fault: { kind: "html" } },
  ] as const)(
    "looks first and then sends it again, when $mishap came before it was stored",
    async ({ fault }) => {
      await using cloud = await openCloud();
      cloud.traffic.add({ method: "POST", fault });

      const results = await cloud.target.apply([importOf("ada")], signal);

      expect(results).toMatchObject([{ status: "done" }]);
      expect(cloud.server.directory.users.all()).toHaveLength(1);
    },
  );

  it("gives up when it goes wrong every time", async () => {
    await using cloud = await openCloud();
    cloud.traffic.add({ method: "POST", times: 99, fault: { kind: "reset" } });

    const results = await cloud.target.apply([importOf("ada")], signal);

    expect(results).toMatchObject([{ status: "failed", error: { code: "NETWORK" } }]);
    expect(writesOf(cloud)).toHaveLength(3);
  });
});

describe("an import that is refused with 409", () => {
  it("counts as done when the account is there with our link, in whatever case", async () => {
    const users = [{ userName: "ADA", email: "ada@example.com", externalId: sourceId("ada") }];
    await using cloud = await openCloud({ seed: { users } });

    const results = await cloud.target.apply([importOf("ada")], signal);

    expect(results).toEqual([{ status: "done", targetId: cloud.server.directory.users.all()[0]?.id }]);
  });

  it("fails when the username is somebody else's, and leaves that account as it is", async () => {
    const users = [{ userName: "ada", email: "other@example.com", externalId: sourceId("other") }];
    await using cloud = await openCloud({ seed: { users } });

    const results = await cloud.target.apply([importOf("ada")], signal);

    expect(results).toMatchObject([
      {
        status: "failed",
        error: { code: "CONFLICT", message: expect.stringMatching(/ada .*somebody else/) },
      },
    ]);
    expect(writesOf(cloud)).toEqual(["POST Users 409"]);
  });

  it("fails when the e-mail is taken, and says so", async () => {
    const users = [{ userName: "other", email: "ada@example.com" }];
    await using cloud = await openCloud({ seed: { users } });

    const results = await cloud.target.apply([importOf("ada")], signal);

    expect(results).toMatchObject([
      { status: "failed", error: { code: "CONFLICT", message: expect.stringContaining("e-mail") } },
    ]);
  });

  it("story 36: does not take an account for ours whose name only begins the same", async () => {
    await using server = await startScripted(({ method, url }) => {
      if (method === "POST") return { status: 409, body: { detail: "exists" } };
      const Resources = url.includes("userName")
        ? [{ id: "1", userName: "ada_1", externalId: `${sourceId("ada")}1` }]
        : [];
      return { body: { totalResults: Resources.length, Resources } };
    });
    const { target } = openCloudAt(server.url);

    const results = await target.apply([importOf("ada")], signal);

    expect(results).toMatchObject([
      {
        status: "failed",
        error: { code: "CONFLICT", message: expect.stringContaining("something of it is taken") },
      },
    ]);
  });

  it("asks for a name with quotes in it without breaking the filter", async () => {
    const name = `a"da\\'x`;
    const users = [{ userName: name, email: "x@example.com" }];
    await using cloud = await openCloud({ seed: { users } });

    const results = await cloud.target.apply([importOf(name, "y@example.com")], signal);

    expect(results).toMatchObject([
      { error: { code: "CONFLICT", message: expect.stringContaining("nobody") } },
    ]);
    expect(cloud.traffic.requests.map(({ status }) => status)).toEqual([409, 200, 200]);
  });

  it("finds the new account when the answer has no id", async () => {
    await using server = await startScripted(({ method }) =>
      method === "POST"
        ? { status: 201 }
        : {
            body: { totalResults: 1, Resources: [{ id: "7", userName: "ada", externalId: sourceId("ada") }] },
          },
    );
    const { target } = openCloudAt(server.url);

    expect(await target.apply([importOf("ada")], signal)).toEqual([{ status: "done", targetId: "7" }]);
  });

  it("fails when the directory says that it made the account, and does not have it", async () => {
    await using server = await startScripted(({ method }) =>
      method === "POST" ? { status: 201 } : { body: { totalResults: 0 } },
    );
    const { target } = openCloudAt(server.url);

    expect(await target.apply([importOf("ada")], signal)).toMatchObject([
      { status: "failed", error: { code: "UNEXPECTED_ANSWER" } },
    ]);
  });
});

describe("a change of an account", () => {
  it("story 26: a new name is one request that says only what changed", async () => {
    await using server = await startScripted(({ method }) =>
      method === "PATCH"
        ? { body: { id: "98" } }
        : {
            body: {
              totalResults: 1,
              Resources: [
                {
                  ...{
                    id: "98",
                    externalId: sourceId("ada"),
                    userName: "ada.byron",
                    displayName: "ada",
                    active: true,
                  },
                  ...{ name: { givenName: "ada", familyName: "Byron" } },
                  emails: [{ value: "ada@example.com", primary: true }],
                },
              ],
            },
          },
    );
    const { target } = openCloudAt(server.url);
    const user = desiredUser("ada", { username: "ada.king" as Username, familyName: "King" });

    const operations = await sync(target, { users: [user] });

    expect(operations.map(({ kind, status }) => [kind, status])).toEqual([["update", "done"]]);
    const [, write] = server.requests;
    expect(write).toMatchObject({ method: "PATCH", url: expect.stringMatching(/\/Users\/98$/) });
    expect(JSON.parse(write?.body ?? "")).toEqual({
      schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
      Operations: [
        { op: "replace", path: "userName", value: "ada.king" },
        { op: "replace", path: "name.familyName", value: "King" },
      ],
    });
  });

  const disable: Operation = {
    ...{ id: "d", kind: "disable", user: existing("ada", "98") },
    reason: "left-scope",
  };
  const enable: Operation = {
    ...{ id: "e", kind: "enable", user: existing("ada", "98") },
    reason: "active-in-source",
  };
  const remove = removeOf("ada", "98", "g1");
  const add = addOf("ada", "98", "g1");

  it.each<{ operation: Operation; status: string }>([
    { operation: disable, status: "done" },
    { operation: remove, status: "done" },
    { operation: enable, status: "failed" },
    { operation: add, status: "failed" },
  ])("story 15: $operation.kind on something that is gone is $status", async ({ operation, status }) => {
    await using cloud = await openCloud();

    const results = await cloud.target.apply([operation], signal);

    expect(results.map((result) => result.status)).toEqual([status]);
    if (status === "failed") expect(results).toMatchObject([{ error: { code: "NOT_FOUND" } }]);
  });

  it.each<{ page: string; answer: Script }>([
    {
      page: "text",
      answer: { status: 404, headers: { "content-type": "text/plain" }, body: "404 page not found" },
    },
    { page: "HTML", answer: { status: 404, headers: { "content-type": "text/html" }, body: "<html>" } },
  ])("a 404 as $page is a proxy's, and does not count as disabled", async ({ answer }) => {
    await using server = await startScripted(() => answer);
    const { target } = openCloudAt(server.url);

    expect((await target.apply([disable], signal)).map(({ status }) => status)).toEqual(["failed"]);
  });

  it("a name that is taken is a conflict of this one operation", async () => {
    await using cloud = await openCloud({ seed: { users: seedOf(["ada", "bob"]) } });
    const [ada] = cloud.server.directory.users.all();
    const rename: Operation = {
      ...{ id: "u", kind: "update", user: existing("ada", ada?.id ?? ""), reason: "differs" },
      changes: [{ field: "username", from: "ada", to: "bob" }],
    };

    expect(await cloud.target.apply([rename], signal)).toMatchObject([
      { status: "failed", error: { code: "CONFLICT" } },
    ]);
  });

  it("a key that stops working stops the run", async () => {
    await using server = await startScripted([{ status: 401, body: { error: "Unauthorized" } }]);
    const { target } = openCloudAt(server.url);

    await expect(target.apply([disable], signal)).rejects.toMatchObject({ code: "SIGN_IN_FAILED" });
    await expect(target.apply([enable], signal)).rejects.toMatchObject({ code: "SIGN_IN_FAILED" });
    expect(server.requests).toHaveLength(1);
  });

  it("a run that is stopped at once is stopped", async () => {
    await using cloud = await openCloud();

    await expect(cloud.target.apply([disable], AbortSignal.abort())).rejects.toMatchObject({
      code: "CANCELED",
    });
  });
});

describe("many at once", () => {
  it("story 37: one bad record is listed, and the others are done", async () => {
    await using cloud = await openCloud();
    const users = Array.from({ length: 300 }, (_, index) => desiredUser(`u${index}`));
    const bad = { ...desiredUser("bad"), email: "not an address" };

    const operations = await sync(cloud.target, { users: [...users, bad] });

    expect(operations.filter(({ status }) => status === "done")).toHaveLength(300);
    expect(operations.filter(({ status }) => status === "failed")).toMatchObject([
      { user: { username: "bad" }, error: { code: "REFUSED", message: expect.stringContaining("e-mail") } },
    ]);
  });

  it("story 16: a second run right after makes no writing request", async () => {
    await using cloud = await openCloud();
    const state = {
      users: [desiredUser("zoë", { displayName: "Zoë O’Brien", givenName: "Zoë" }), desiredUser("bob")],
      groups: [desiredGroup("R&D", ["bob"])],
    };
    await sync(cloud.target, state);
    const before = writesOf(cloud).length;

    await sync(cloud.target, state);
    await sync(cloud.target, state);

    expect(writesOf(cloud)).toHaveLength(before);
  });

  it("story 20: a refused sign-in while reading leads to no writing request", async () => {
    await using cloud = await openCloud({ token: "other" });

    await expect(sync(cloud.target, { users: [desiredUser("ada")] })).rejects.toMatchObject({
      code: "SIGN_IN_FAILED",
    });
    expect(writesOf(cloud)).toEqual([]);
  });

  it("slows down when it is told to, and all of it is done", async () => {
    await using cloud = await openCloud();
    const busy = { kind: "status", status: 429, headers: { "retry-after": "2" } } as const;
    cloud.traffic.add({ method: "POST", after: 5, times: 3, fault: busy });
    const users = Array.from({ length: 30 }, (_, index) => desiredUser(`u${index}`));

    const operations = await sync(cloud.target, { users });

    expect(operations.every(({ status }) => status === "done")).toBe(true);
    expect(cloud.clock.waits.length).toBeGreaterThan(0);
    expect(cloud.traffic.pending()).toEqual([]);
  });

  it("story 41: neither a log nor a result holds the key", async () => {
    await using server = await startScripted(() => ({
      status: 400,
      body: { detail: `Bearer ${TOKEN} is bad` },
    }));
    const { target, log } = openCloudAt(server.url);

    const results = await target.apply([importOf("ada")], signal);

    expect(JSON.stringify([results, log.lines])).not.toContain(TOKEN);
    expect(log.lines.length).toBeGreaterThan(0);
  });
});

describe("groups", () => {
  it("a group that is there already counts as created, in whatever case", async () => {
    await using cloud = await openCloud({ seed: { groups: [{ displayName: "Engineers", members: [] }] } });

    const results = await cloud.target.apply([createGroup("engineers")], signal);

    expect(results).toEqual([{ status: "done", targetId: cloud.server.directory.groups.all()[0]?.id }]);
  });

  it("story 12: a group that was stored before the answer got lost is created once", async () => {
    await using cloud = await openCloud();
    cloud.traffic.add({ method: "POST", fault: { kind: "reset", stored: true } });

    const results = await cloud.target.apply([createGroup("engineers")], signal);

    expect(results).toMatchObject([{ status: "done" }]);
    expect(cloud.server.directory.groups.all()).toHaveLength(1);
  });

  it("story 29: a name that the organization has elsewhere is said once, with the way out", async () => {
    await using cloud = await openCloud({ seed: { organisationGroups: ["Engineers"] } });

    const results = await cloud.target.apply([createGroup("engineers")], signal);

    expect(results).toMatchObject([
      {
        status: "failed",
        error: {
          code: "CONFLICT",
          message: expect.stringContaining("exists in the organization, but not in this directory"),
          fix: expect.stringContaining("mapping.groupName.map"),
        },
      },
    ]);
    expect(writesOf(cloud)).toEqual(["POST Groups 409"]);
  });

  it("story 36: a group whose name only begins the same is not ours", async () => {
    await using server = await startScripted(({ method }) =>
      method === "POST"
        ? { status: 409, body: { detail: "exists" } }
        : { body: { totalResults: 1, Resources: [{ id: "1", displayName: "engineers_1" }] } },
    );
    const { target } = openCloudAt(server.url);

    expect(await target.apply([createGroup("engineers")], signal)).toMatchObject([{ status: "failed" }]);
  });

  it("story 46: a group that the directory does not let anybody change fails alone, with what the server says", async () => {
    const answer = { status: 400, body: { detail: "default group", scimType: "mutability" } };
    await using server = await startScripted(({ method }) =>
      method === "GET" ? { body: { id: "g", displayName: "g", members: [] } } : answer,
    );
    const { target } = openCloudAt(server.url);

    expect(await target.apply([addOf("ada", "98", "g")], signal)).toMatchObject([
      { status: "failed", error: { code: "REFUSED", message: expect.stringContaining("default group") } },
    ]);
  });
});

describe("members", () => {
  const names = Array.from({ length: 137 }, (_, index) => `u${index}`);

  it("story 10: 137 new members go in two requests, and a chunk that fails is reported alone", async () => {
    const users = seedOf(names);
    await using cloud = await openCloud({ seed: { users, groups: [{ displayName: "all", members: [] }] } });
    cloud.traffic.add({
      method: "PATCH",
      path: /Groups/,
      after: 1,
      times: 6,
      fault: { kind: "status", status: 500 },
    });

    const operations = await sync(cloud.target, {
      users: names.map((name) => linkedUser(name)),
      groups: [desiredGroup("all", names)],
    });

    expect(operations.filter(({ status }) => status === "done")).toHaveLength(100);
    expect(operations.filter(({ status }) => status === "failed")).toHaveLength(37);
    expect(cloud.server.directory.groups.find("all")?.members.size).toBe(100);
    expect(cloud.traffic.pending()).toEqual([]);
  });

  it("one that the directory does not know keeps no other out", async () => {
    await using cloud = await openCloud({
      seed: { users: seedOf(names), groups: [{ displayName: "all", members: [] }] },
    });
    const groupId = cloud.server.directory.groups.all()[0]?.id ?? "";
    const ids = cloud.server.directory.users.all().map(({ id }) => id);
    const batch = [...ids.slice(0, 40), "gone", ...ids.slice(40, 80)].map((id, index) =>
      addOf(`u${index}`, id, groupId),
    );

    const results = await cloud.target.apply(batch, signal);

    expect(results.flatMap(({ status }, index) => (status === "failed" ? [index] : []))).toEqual([40]);
    expect(cloud.server.directory.groups.all()[0]?.members.size).toBe(80);
    expect(cloud.traffic.requests.length).toBeLessThan(30);
  });

  it("who are in already, or out already, count as done though the server refuses", async () => {
    await using server = await startScripted(({ method, body }) => {
      if (method === "GET") return { body: { id: "g", displayName: "g", members: [{ value: "1" }] } };
      return body.includes('"3"') && !body.includes('"1"')
        ? { body: {} }
        : { status: 409, body: { detail: "is so" } };
    });
    const { target } = openCloudAt(server.url);

    expect(await target.apply([addOf("ada", "1", "g"), addOf("eve", "3", "g")], signal)).toEqual([
      { status: "done" },
      { status: "done" },
    ]);
    expect(await target.apply([removeOf("bob", "2", "g")], signal)).toEqual([{ status: "done" }]);
  });

  it("fail when the group cannot be read again either", async () => {
    await using server = await startScripted(({ method }) =>
      method === "GET" ? { status: 403, body: {} } : { status: 400, body: {} },
    );
    const { target } = openCloudAt(server.url);

    expect(await target.apply([addOf("ada", "1", "g")], signal)).toMatchObject([
      { status: "failed", error: { code: "REFUSED" } },
    ]);
  });

  it("without a group id are a bug, said as one", async () => {
    await using cloud = await openCloud();
    const { targetId: _, ...group } = addOf("ada", "1", "g").group;

    expect(await cloud.target.apply([{ ...addOf("ada", "1", "g"), group }], signal)).toMatchObject([
      { status: "failed", error: { code: "BUG" } },
    ]);
  });
});

/** As `seedOf` puts it into the directory. */
function linkedUser(name: string) {
  const { givenName: _, familyName: __, ...user } = desiredUser(name);
  return user;
}

function addOf(name: string, targetId: string, groupId: string): AddMember & { group: { targetId: string } } {
  return {
    ...{ id: `a:${name}`, kind: "add-member", user: existing(name, targetId), reason: "member-in-source" },
    group: { name: "g", targetId: groupId },
  };
}

function removeOf(name: string, targetId: string, groupId: string): RemoveMember {
  return {
    ...{
      id: `r:${name}`,
      kind: "remove-member",
      user: existing(name, targetId),
      reason: "not-member-in-source",
    },
    group: { name: "g", targetId: groupId },
  };
}
