import { describe, expect, it } from "vitest";
import type { SourceId, Username } from "../../src/model/ids.ts";
import type { ImportUser } from "../../src/model/operation.ts";
import { hasValues, isAsImported, toNewUser, toUserBody } from "../../src/target/jira/from-operation.ts";
import { isPerson, toAccount } from "../../src/target/jira/to-model.ts";
import { readVersion } from "../../src/target/jira/version.ts";
import { readGroupNames, readMayAdminister, readRole, type WireUser } from "../../src/target/jira/wire.ts";

const ADA: WireUser = {
  ...{ key: "JIRAUSER10100", name: "ada", displayName: "Ada Lovelace" },
  ...{ emailAddress: "ada@example.com", active: true },
};
const IMPORT: ImportUser = {
  ...{ id: "1", kind: "import", reason: "not-in-target" },
  user: { username: "ada" as Username, sourceId: "s" as SourceId },
  changes: [
    { field: "username", from: "", to: "ada" },
    { field: "email", from: "", to: "ada@example.com" },
    { field: "displayName", from: "", to: "Ada Lovelace" },
    { field: "givenName", from: "", to: "Ada" },
  ],
};

describe("a version", () => {
  it.each([
    { numbers: [8, 2, 6], lists: false, cap: 1000, lacks: 2 },
    { numbers: [8, 3, 0], lists: false, cap: 1000, lacks: 0 },
    { numbers: [9, 17, 5], lists: false, cap: 1000, lacks: 0 },
    { numbers: [10, 0, 1], lists: false, cap: 100, lacks: 0 },
    { numbers: [10, 3, 0], lists: true, cap: 100, lacks: 0 },
    { numbers: [10, 7, 4], lists: true, cap: 100, lacks: 0 },
    { numbers: [11, 0, 0], lists: true, cap: 100, lacks: 0 },
  ])("$numbers decides what is tried", ({ numbers, lists, cap, lacks }) => {
    const text = numbers.join(".");

    for (const body of [{ version: text, versionNumbers: numbers }, { version: `${text}-m0001` }]) {
      const version = readVersion(body);

      expect(version.mayListUsers).toBe(lists);
      expect(version.search).toEqual({ cap, paged: cap === 1000 });
      expect(version.lacks).toHaveLength(lacks);
    }
  });
});

describe("a user as an account", () => {
  it.each([true, false])("is active: %s", (active) => {
    expect(toAccount({ ...ADA, active }).active).toBe(active);
  });

  it.each([undefined, null, "false"])("is neither active nor disabled when Jira says %j", (active) => {
    expect(toAccount({ ...ADA, active }).active).toBeNull();
  });

  it.each([
    { what: "a deleted one", user: { ...ADA, deleted: true }, isOne: false },
    { what: "an anonymised one", user: { ...ADA, name: "jirauser10100", active: false }, isOne: false },
    { what: "somebody disabled", user: { ...ADA, active: false }, isOne: true },
    { what: "somebody active of that name", user: { ...ADA, name: "jirauser10100" }, isOne: true },
    {
      what: "somebody whose key is an old name",
      user: { key: "ada", name: "ada", active: false },
      isOne: true,
    },
    { what: "one of whom that is not said", user: { ...ADA, deleted: null }, isOne: true },
  ])("is no account of a person when it is $what: $isOne", ({ user, isOne }) => {
    expect(isPerson(user)).toBe(isOne);
  });
});

describe("what is sent", () => {
  it("for a new user is all of it, and no application", () => {
    expect(toNewUser(IMPORT, "secret")).toEqual({
      ...{ name: "ada", emailAddress: "ada@example.com", displayName: "Ada Lovelace" },
      ...{ password: "secret", applicationKeys: [] },
    });
  });

  it("for a change is the change alone", () => {
    expect(toUserBody([{ field: "email", from: "a", to: "b" }])).toEqual({ emailAddress: "b" });
    expect(toUserBody([{ field: "familyName", from: "a", to: "b" }])).toEqual({});
  });

  it.each([
    { body: { name: "ada" }, has: true },
    { body: { displayName: "Ada Lovelace ", active: true }, has: true },
    { body: { active: false }, has: false },
    { body: { emailAddress: "other@example.com" }, has: false },
  ])("is there, or is not: $body", ({ body, has }) => {
    expect(hasValues(ADA, body)).toBe(has);
  });

  it.each([
    { what: "it is", user: ADA, is: true },
    { what: "its name has another case", user: { ...ADA, name: "ADA" }, is: true },
    { what: "it is disabled", user: { ...ADA, active: false }, is: false },
    { what: "its e-mail is another one", user: { ...ADA, emailAddress: "x@example.com" }, is: false },
    { what: "its e-mail is missing", user: { ...ADA, emailAddress: null }, is: false },
    { what: "it is somebody else", user: { ...ADA, name: "bob" }, is: false },
  ])("is what an import made, when $what: $is", ({ user, is }) => {
    expect(isAsImported(user, IMPORT)).toBe(is);
  });
});

describe("an answer that is not Jira's is no answer", () => {
  it.each([
    { what: "groups of a user", read: () => readGroupNames({ ...ADA }) },
    { what: "groups without names", read: () => readGroupNames({ groups: { items: [{}] } }) },
    { what: "permissions", read: () => readMayAdminister({}) },
    { what: "an application", read: () => readRole({ name: "Jira" }) },
  ])("$what", ({ read }) => {
    expect(read).toThrow("Jira answered with something that is not");
  });

  it.each([
    { permissions: { ADMINISTER: { havePermission: true } }, may: true },
    { permissions: { SYSTEM_ADMIN: { havePermission: true } }, may: true },
    { permissions: { ADMINISTER: { havePermission: false } }, may: false },
    { permissions: {}, may: false },
  ])("but $permissions is one", ({ permissions, may }) => {
    expect(readMayAdminister({ permissions })).toBe(may);
  });
});
