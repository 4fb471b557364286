import { describe, expect, it } from "vitest";
import type { Username } from "../../src/model/ids.ts";
import type { Change, ImportUser } from "../../src/model/operation.ts";
import { accessTable } from "../../src/target/bitbucket/access-table.ts";
import { isAsImported, mergeUser, toNewUser } from "../../src/target/bitbucket/from-operation.ts";
import { toAccount, toGroup } from "../../src/target/bitbucket/to-model.ts";
import {
  exceptionsOf,
  readDirectories,
  readGrant,
  readGroup,
  readPage,
  readPermission,
  readUser,
  type WireUser,
} from "../../src/target/bitbucket/wire.ts";
import { sourceId } from "../support/people.ts";

const ADA: WireUser = { id: 7, name: "Ada", displayName: "Ada L", emailAddress: "ada@example.com" };
const change = (field: Change["field"], to: string): Change => ({ field, from: "", to });

describe("a user of bitbucket becomes an account", () => {
  it.each<{ what: string; user: WireUser; account: object }>([
    {
      what: "whose id is text",
      user: ADA,
      account: { id: "7", username: "Ada", displayName: "Ada L", email: "ada@example.com", active: false },
    },
    {
      what: "without what is missing, null or blank",
      user: { id: 7, name: "ada", displayName: null, emailAddress: " " },
      account: { id: "7", username: "ada", active: false },
    },
    {
      what: "whose details are fixed",
      user: { id: 7, name: "ada", mutableDetails: false, mutableGroups: true },
      account: { id: "7", username: "ada", active: false, fixed: ["details"] },
    },
    {
      what: "whose groups are fixed",
      user: { id: 7, name: "ada", mutableGroups: false },
      account: { id: "7", username: "ada", active: false, fixed: ["groups"] },
    },
  ])("$what", ({ user, account }) => {
    expect(toAccount(user, undefined)).toEqual(account);
  });

  it("that is active as long as something lets it in", () => {
    expect(toAccount(ADA, { groups: [] })).toMatchObject({ active: true, access: { groups: [] } });
  });

  it("that has access by its groups, by a permission, or by both", () => {
    const bob = { id: 8, name: "bob" };
    const admitted = new Map([
      ["admins", [ADA]],
      ["users", [ADA]],
      ["empty", []],
    ]);

    const table = accessTable(admitted, [
      { user: ADA, permission: "ADMIN" },
      { user: bob, permission: "LICENSED_USER" },
    ]);

    expect(Object.fromEntries(table)).toEqual({
      7: { groups: ["admins", "users"], permission: "ADMIN" },
      8: { groups: [], permission: "LICENSED_USER" },
    });
  });

  it("and is a member of a group by its id", () => {
    const members = [ADA, { id: 8, name: "key" }];

    const group = toGroup("dev", members, { licensed: false, isOurs: ({ name }) => name !== "key" });

    expect(group).toEqual({ id: "dev", name: "dev", members: ["7"] });
  });
});

describe("an operation becomes a request to bitbucket", () => {
  const operation: ImportUser = {
    ...{ id: "1", kind: "import", reason: "not-in-target" },
    user: { username: "ada" as Username, sourceId: sourceId("ada") },
    changes: [change("username", "ada"), change("email", "ada@example.com"), change("displayName", "Ada L")],
  };

  it("that makes a user", () => {
    expect(toNewUser(operation)).toEqual({
      name: "ada",
      displayName: "Ada L",
      emailAddress: "ada@example.com",
    });
  });

  it.each([
    { what: "the same", user: ADA, same: true },
    { what: "one with another e-mail", user: { ...ADA, emailAddress: "a@example.com" }, same: false },
    { what: "one with another display name", user: { ...ADA, displayName: "Ada" }, same: false },
    { what: "one with another name", user: { ...ADA, name: "adam" }, same: false },
  ])("and knows $what when it meets it", ({ user, same }) => {
    expect(isAsImported(user, toNewUser(operation))).toBe(same);
  });

  it.each([
    { what: "an e-mail", changes: [change("email", "a@b.example")], body: { email: "a@b.example" } },
    { what: "a display name", changes: [change("displayName", "A")], body: { displayName: "A" } },
    { what: "nothing", changes: [], body: {} },
  ])("that changes $what, and has the rest in it all the same", ({ changes, body }) => {
    expect(mergeUser(ADA, changes)).toEqual({
      ...{ name: "Ada", displayName: "Ada L", email: "ada@example.com" },
      ...body,
    });
  });
});

describe("an answer of bitbucket", () => {
  const page = (rest: object) => readPage({ values: [], ...rest }, "users", readUser);

  it.each([
    { what: "null at the end", rest: { isLastPage: true, nextPageStart: null }, next: undefined },
    { what: "nothing at the end", rest: { isLastPage: true }, next: undefined },
    { what: "a number at the end", rest: { isLastPage: true, nextPageStart: 9 }, next: undefined },
    { what: "a number before", rest: { isLastPage: false, nextPageStart: 9 }, next: 9 },
    { what: "a number and no more", rest: { nextPageStart: 9 }, next: 9 },
    { what: "neither", rest: {}, next: undefined },
  ])("goes on where it says, with $what", ({ rest, next }) => {
    expect(page(rest).next).toBe(next);
  });

  it.each([
    { what: "no page", read: () => readPage([], "users", readUser) },
    { what: "a page that goes on nowhere", read: () => page({ isLastPage: false, nextPageStart: null }) },
    { what: "a user without an id", read: () => readUser({ name: "ada" }) },
    { what: "a user without a name", read: () => readUser({ id: 1, name: "" }) },
    { what: "a group without a name", read: () => readGroup({}) },
    { what: "a group without its permission", read: () => readGrant({ group: { name: "dev" } }) },
    { what: "a permission of nobody", read: () => readPermission({ permission: "ADMIN", user: null }) },
    { what: "no list of directories", read: () => readDirectories({ directories: [] }) },
    { what: "a directory without a name", read: () => readDirectories([{}]) },
  ])("is refused when it is $what", ({ read }) => {
    expect(read).toThrow(expect.objectContaining({ code: "UNEXPECTED_ANSWER" }));
  });

  it("lists directories alone or on a page", () => {
    const directory = { name: "LDAP", type: "LDAP" };

    expect(readDirectories([directory])).toEqual([directory]);
    expect(readDirectories({ values: [directory] })).toEqual([directory]);
  });

  it.each([
    { body: { errors: [{ exceptionName: "a.B" }, {}, null, { exceptionName: null }] }, names: ["a.B"] },
    { body: { errors: "no" }, names: [] },
    { body: undefined, names: [] },
  ])("says $names of what went wrong", ({ body, names }) => {
    expect(exceptionsOf(body)).toEqual(names);
  });
});
