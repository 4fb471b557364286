import { describe, expect, it } from "vitest";
import type { SourceId, TargetId, Username } from "../../src/model/ids.ts";
import type { Change, ImportUser, UpdateUser } from "../../src/model/operation.ts";
import { isAsImported, toNewUser, toWanted } from "../../src/target/confluence/from-operation.ts";
import { hasSlash, segment } from "../../src/target/confluence/segment.ts";
import { toAccount } from "../../src/target/confluence/to-model.ts";
import {
  isOwnError,
  readGroup,
  readLicensed,
  readPage,
  readPerson,
  readUserKey,
  saysReadOnlyMode,
  type WireUser,
} from "../../src/target/confluence/wire.ts";

const ADA: WireUser = { userKey: "8a81", username: "ada", displayName: "Ada Lovelace", status: "current" };
const WHO = { username: "ada" as Username, sourceId: "s" as SourceId };

function changes(values: Partial<Record<Change["field"], string>>): Change[] {
  return Object.entries(values).map(([field, to]) => ({ field: field as Change["field"], from: "", to }));
}

function importWith(values: Partial<Record<Change["field"], string>>): ImportUser {
  return { id: "1", kind: "import", reason: "not-in-target", user: WHO, changes: changes(values) };
}

function updateWith(values: Partial<Record<Change["field"], string>>): UpdateUser {
  const user = { ...WHO, targetId: "8a81" as TargetId };
  return { id: "2", kind: "update", reason: "differs", user, changes: changes(values) };
}

describe("a user of Confluence", () => {
  it.each([
    { status: "current", active: true },
    { status: "deactivated", active: false },
    { status: "", active: null },
    { status: undefined, active: null },
  ])("with the status $status is an account that is active: $active", ({ status, active }) => {
    expect(toAccount({ ...ADA, status })).toEqual({
      ...{ id: "8a81", username: "ada", displayName: "Ada Lovelace", active },
    });
  });

  it.each([undefined, "", "  ", 7])("without a display name, such as %j, has none", (displayName) => {
    expect(toAccount({ ...ADA, displayName })).not.toHaveProperty("displayName");
  });

  it("that is deleted or nobody is no account", () => {
    expect(readPerson({ type: "unknown", displayName: "Unknown User (eve)" })).toBeUndefined();
    expect(readPerson({ type: "anonymous" })).toBeUndefined();
    expect(() => readPerson({ type: "known", username: "ada" })).toThrow("not a user");
  });
});

describe("an import", () => {
  it("becomes a user with a password and without a letter to them", () => {
    const operation = importWith({ username: "ada", email: "ada@example.com", displayName: "Ada Lovelace" });

    expect(toNewUser(operation, "secret")).toEqual({
      ...{ userName: "ada", fullName: "Ada Lovelace", email: "ada@example.com" },
      ...{ password: "secret", notifyViaEmail: false },
    });
  });

  it.each([
    { what: "just what was wanted", user: ADA, is: true },
    { what: "written in another case", user: { ...ADA, username: "Ada" }, is: true },
    { what: "of another name", user: { ...ADA, displayName: "Ada King" }, is: false },
    { what: "disabled", user: { ...ADA, status: "deactivated" }, is: false },
    { what: "of another username", user: { ...ADA, username: "eve" }, is: false },
  ])("sees itself in an account that is $what: $is", ({ user, is }) => {
    const operation = importWith({ username: "ada", email: "a@example.com", displayName: "Ada Lovelace" });

    expect(isAsImported(user, operation)).toBe(is);
  });

  it.each(["Ada <admin>", "a > b", "Anonymous"])("refuses the display name %s before it is sent", (name) => {
    expect(() => toNewUser(importWith({ displayName: name }), "secret")).toThrow("display name of ada");
    expect(() => toWanted(updateWith({ displayName: name }))).toThrow("display name of ada");
  });
});

describe("an update", () => {
  it.each([
    { from: { displayName: "Ada King" }, to: { fullName: "Ada King" } },
    { from: { email: "a@new.example" }, to: { email: "a@new.example" } },
    { from: { username: "ada", givenName: "Ada" }, to: {} },
  ])("of $from wants $to", ({ from, to }) => {
    expect(toWanted(updateWith(from))).toEqual(to);
  });

  it("says that a username cannot be changed, rather than leave that out", () => {
    expect(() => toWanted(updateWith({ username: "ada.king", displayName: "Ada" }))).toThrow("ada.king");
  });
});

describe("a page", () => {
  const read = (body: unknown) => readPage(body, 200, readPerson);
  const user = { type: "known", ...ADA };

  it.each([
    { body: { results: [user] }, page: { size: 1, limit: 200, hasNext: false } },
    { body: { results: [user], limit: 50 }, page: { size: 1, limit: 50, hasNext: false } },
    { body: { results: [], limit: 0 }, page: { size: 0, limit: 200, hasNext: false } },
    { body: { results: [], limit: 1000, totalCount: 7 }, page: { size: 0, limit: 200, total: 7 } },
    { body: { results: [], _links: { next: "/x?a=1&start=400" } }, page: { hasNext: true, next: 400 } },
    { body: { results: [{ type: "unknown" }, user] }, page: { size: 2, items: [user] } },
  ])("of $body is read as $page", ({ body, page }) => {
    expect(read(body)).toMatchObject(page);
  });

  it("may lead on without saying where to", () => {
    const page = read({ results: [], _links: { next: "/rest/api/user/list?cursor=abc" } });

    expect(page).toMatchObject({ hasNext: true });
    expect(page).not.toHaveProperty("next");
  });

  it.each([null, [], "text", {}, { results: {} }])("is not what %j is", (body) => {
    expect(() => read(body)).toThrow("not a page");
  });
});

describe("groups that grant a licence", () => {
  const use = { operationKey: "use", targetType: "application" };

  it("are those that may use Confluence, whichever way they are named", () => {
    const permissions = [
      { operation: use, subject: { type: "group", name: "users", displayName: "Users" } },
      { operation: use, subject: { type: "group", displayName: "contractors" } },
      { operation: use, subject: { type: "known", displayName: "Ada" } },
      { operation: use, subject: { type: "group" } },
      { operation: use },
      { operation: { ...use, operationKey: "administer" }, subject: { type: "group", name: "admins" } },
      { subject: { type: "group", name: "none" } },
      null,
    ];

    expect(readLicensed(permissions)).toEqual(["users", "contractors"]);
    expect(() => readLicensed({})).toThrow("list of permissions");
  });
});

describe("an error", () => {
  it.each([
    { body: { statusCode: 404, message: "no" }, is: true },
    { body: { "status-code": 404, message: "null for uri" }, is: false },
    { body: "<h1>404</h1>", is: false },
    { body: undefined, is: false },
  ])("such as $body is Confluence's own: $is", ({ body, is }) => {
    expect(isOwnError(body)).toBe(is);
  });

  it.each([
    { body: { statusCode: 405, data: { allowedInReadOnlyMode: false } }, is: true },
    { body: { statusCode: 405, data: { allowedInReadOnlyMode: true } }, is: false },
    { body: { statusCode: 405 }, is: false },
    { body: { data: { allowedInReadOnlyMode: false } }, is: false },
  ])("such as $body speaks of read-only mode: $is", ({ body, is }) => {
    expect(saysReadOnlyMode(body)).toBe(is);
  });
});

describe("a name in an address", () => {
  it.each([
    { name: "R&D / Köln's", is: "R%26D%20%2F%20K%C3%B6ln's", slash: true },
    { name: "a\\b", is: "a%5Cb", slash: true },
    { name: "...", is: "...", slash: false },
  ])("$name is written $is", ({ name, is, slash }) => {
    expect(segment(name)).toBe(is);
    expect(hasSlash(name)).toBe(slash);
  });

  it.each([".", ".."])("is refused when it is %s, which leads elsewhere", (name) => {
    expect(() => segment(name)).toThrow("cannot stand in an address");
  });
});

describe("small answers", () => {
  it("are read for what they are", () => {
    expect(readUserKey({ userKey: "8a81" })).toBe("8a81");
    expect(readUserKey(undefined)).toBeUndefined();
    expect(readGroup({ type: "group", name: "dev" })).toBe("dev");
    expect(() => readGroup({})).toThrow("not a group");
  });
});
