import { describe, expect, it } from "vitest";
import type { Change, ImportUser, Operation } from "../../src/model/operation.ts";
import { capabilitiesOf } from "../../src/target/atlassian-cloud/capabilities.ts";
import type { ScimUser } from "../../src/target/atlassian-cloud/client.ts";
import { toMembersPatch, toNewUser, toUserPatch } from "../../src/target/atlassian-cloud/from-operation.ts";
import { toAccount, toGroup } from "../../src/target/atlassian-cloud/to-model.ts";
import { cloudConfig } from "../support/cloud-config.ts";
import { sourceId, targetId } from "../support/people.ts";
import { describeShared, readShared } from "../support/shared.ts";

describe("what the directory can do", () => {
  it("takes e-mails of any domain, unless the config names those that are verified", () => {
    const verifiedDomains = ["example.com"];

    expect(capabilitiesOf(cloudConfig())).not.toHaveProperty("emailDomains");
    expect(capabilitiesOf(cloudConfig({ verifiedDomains }))).toMatchObject({ emailDomains: verifiedDomains });
  });
});

describe("an account of the directory", () => {
  it.each<{ situation: string; user: ScimUser; account: object }>([
    {
      situation: "has everything",
      user: {
        id: "98",
        externalId: sourceId("ada").toUpperCase(),
        userName: "Ada",
        displayName: "Ada Lovelace",
        name: { givenName: "Ada", familyName: "Lovelace" },
        emails: [{ value: "ada@example.com", primary: true }],
        active: true,
      },
      account: {
        id: "98",
        link: sourceId("ada"),
        username: "Ada",
        displayName: "Ada Lovelace",
        givenName: "Ada",
        familyName: "Lovelace",
        email: "ada@example.com",
        active: true,
      },
    },
    {
      situation: "has no more than it must",
      user: { id: "98", userName: "ada" },
      account: { id: "98", username: "ada", active: null },
    },
    {
      situation: "is disabled",
      user: { id: "98", userName: "ada", active: false },
      account: { id: "98", username: "ada", active: false },
    },
    {
      situation: "was linked by another tool",
      user: { id: "98", userName: "ada", externalId: "okta-1", active: true },
      account: { id: "98", username: "ada", active: true },
    },
    {
      situation: "has several addresses, one of them primary",
      user: {
        id: "98",
        userName: "ada",
        active: true,
        emails: [{ value: "a@x" }, { value: "b@x", primary: true }],
      },
      account: { id: "98", username: "ada", email: "b@x", active: true },
    },
    {
      situation: "has one address that is not marked",
      user: { id: "98", userName: "ada", active: true, emails: [{ value: "a@x" }] },
      account: { id: "98", username: "ada", email: "a@x", active: true },
    },
    {
      situation: "has several addresses, none of them primary",
      user: { id: "98", userName: "ada", active: true, emails: [{ value: "a@x" }, { value: "b@x" }] },
      account: { id: "98", username: "ada", active: true },
    },
    {
      situation: "has empty texts, which count as none",
      user: {
        id: "98",
        userName: "ada",
        active: true,
        displayName: "",
        name: { givenName: "" },
        emails: [{ value: "" }],
      },
      account: { id: "98", username: "ada", active: true },
    },
  ])("$situation", ({ user, account }) => {
    expect(toAccount(user)).toEqual(account);
  });

  it.each([
    { user: { userName: "ada" }, missing: "an account that has no id" },
    { user: { id: "98" }, missing: "an account that has no username" },
  ])("is refused: $missing", ({ user, missing }) => {
    expect(() => toAccount(user)).toThrow(missing);
  });
});

describe("a group of the directory", () => {
  it("has each member once", () => {
    const members = [{ value: "1" }, { value: "2" }, { value: "1" }, {}];

    expect(toGroup({ id: "g", displayName: "Engineers", members })).toEqual({
      id: "g",
      name: "Engineers",
      members: ["1", "2"],
    });
  });

  it.each([
    { group: { displayName: "x" }, missing: "a group that has no id" },
    { group: { id: "g" }, missing: "a group that has no name" },
  ])("is refused: $missing", ({ group, missing }) => {
    expect(() => toGroup(group)).toThrow(missing);
  });
});

describeShared("the recorded bodies", () => {
  const bodyOf = (file: string) =>
    readShared<{ response: { body: ScimUser } }>("data", "cloud-scim", file).response.body;

  it.each([
    { file: "user-create.json", username: "testatlas@paloaltonetworks.com", active: true },
    { file: "user-get-active.json", username: "Demisto", active: true },
    { file: "user-get-no-active.json", username: "testDemisto", active: null },
  ])("$file", ({ file, username, active }) => {
    const account = toAccount(bodyOf(file));

    expect(account).toMatchObject({
      username,
      active,
      email: expect.stringContaining("@paloaltonetworks.com"),
    });
    expect(account).not.toHaveProperty("link");
  });
});

const user = { username: "ada" as never, sourceId: sourceId("ada"), targetId: targetId("ada") };

function importOf(changes: readonly Change[]): ImportUser {
  return { id: "cloud:import:ada", kind: "import", user, changes, reason: "not-in-target" };
}

describe("the body of an import", () => {
  it("has every attribute, the link, and is active", () => {
    const fields = {
      username: "ada",
      email: "a@x",
      displayName: "Ada L",
      givenName: "Ada",
      familyName: "L",
    } as const;
    const changes = Object.entries(fields).map(([field, to]) => ({
      field: field as Change["field"],
      from: "",
      to,
    }));

    expect(JSON.parse(JSON.stringify(toNewUser(importOf(changes))))).toEqual({
      schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
      userName: "ada",
      externalId: sourceId("ada"),
      displayName: "Ada L",
      name: { givenName: "Ada", familyName: "L" },
      emails: [{ value: "a@x", type: "work", primary: true }],
      active: true,
    });
  });

  it("leaves out what there is not", () => {
    const body = JSON.parse(
      JSON.stringify(toNewUser(importOf([{ field: "displayName", from: "", to: "Ada" }]))),
    );

    expect(Object.keys(body)).toEqual(["schemas", "userName", "externalId", "displayName", "active"]);
  });
});

describe("the body of a change", () => {
  const update = (changes: readonly Change[]): Extract<Operation, { kind: "update" }> => ({
    ...{ id: "cloud:update:ada", kind: "update", user, changes, reason: "differs" },
  });

  it.each<{ change: Change; operation: object }>([
    {
      change: { field: "username", from: "a", to: "b" },
      operation: { op: "replace", path: "userName", value: "b" },
    },
    {
      change: { field: "email", from: "a@x", to: "b@x" },
      operation: { op: "replace", path: "emails", value: [{ value: "b@x", type: "work", primary: true }] },
    },
    {
      change: { field: "displayName", from: "", to: "B" },
      operation: { op: "replace", path: "displayName", value: "B" },
    },
    {
      change: { field: "givenName", from: "", to: "B" },
      operation: { op: "replace", path: "name.givenName", value: "B" },
    },
    {
      change: { field: "familyName", from: "", to: "B" },
      operation: { op: "replace", path: "name.familyName", value: "B" },
    },
    {
      change: { field: "link", from: "", to: "id" },
      operation: { op: "replace", path: "externalId", value: "id" },
    },
    {
      change: { field: "givenName", from: "A", to: "" },
      operation: { op: "remove", path: "name.givenName" },
    },
  ])("$change.field to '$change.to'", ({ change, operation }) => {
    expect(toUserPatch(update([change]))).toEqual({
      schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
      Operations: [operation],
    });
  });

  it("enables and disables with a boolean, never with a word", () => {
    const enable = toUserPatch({ id: "e", kind: "enable", user, reason: "active-in-source" });
    const disable = toUserPatch({ id: "d", kind: "disable", user, reason: "left-scope" });

    expect(enable.Operations).toEqual([{ op: "replace", path: "active", value: true }]);
    expect(disable.Operations).toEqual([{ op: "replace", path: "active", value: false }]);
  });

  it("adds members in one operation and removes each by a path of its own", () => {
    const group = { name: "g", targetId: "g" };
    const other = { ...user, targetId: targetId('b"ob') };
    const add = (who: typeof user) =>
      ({ ...{ id: "a", group, user: who }, kind: "add-member", reason: "member-in-source" }) as const;
    const remove = (who: typeof user) =>
      ({ ...{ id: "r", group, user: who }, kind: "remove-member", reason: "not-member-in-source" }) as const;

    expect(toMembersPatch([add(user), add(other)]).Operations).toEqual([
      { op: "add", path: "members", value: [{ value: "target-ada" }, { value: 'target-b"ob' }] },
    ]);
    expect(toMembersPatch([remove(user), remove(other)]).Operations).toEqual([
      { op: "remove", path: 'members[value eq "target-ada"]' },
      { op: "remove", path: 'members[value eq "target-b\\"ob"]' },
    ]);
  });
});
