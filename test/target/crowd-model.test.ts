import { describe, expect, it } from "vitest";
import type { TargetId } from "../../src/model/ids.ts";
import type { ImportUser } from "../../src/model/operation.ts";
import { createAccountNames } from "../../src/target/crowd/account-names.ts";
import { isAsImported, isDifferent, mergeUser, toNewUser } from "../../src/target/crowd/from-operation.ts";
import { parseMemberships } from "../../src/target/crowd/parse-memberships.ts";
import { linkOf, toAccount } from "../../src/target/crowd/to-model.ts";
import type { WireUser } from "../../src/target/crowd/wire.ts";
import { desiredUser, sourceId } from "../support/people.ts";

const ADA: WireUser = {
  name: "ada",
  "first-name": "Ada",
  "last-name": "Lovelace",
  "display-name": "Ada Lovelace",
  email: "ada@example.com",
  active: true,
};

describe("a link is found", () => {
  const link = { name: "usersync.sourceId", values: [sourceId("ada")] };
  const other = { name: "colour", values: ["blue"] };

  it.each([
    { shape: "a list called attributes", attributes: { attributes: [other, link] } },
    { shape: "a list called attribute", attributes: { attribute: [other, link] } },
    { shape: "a bare list", attributes: [other, link] },
    { shape: "a single attribute instead of a list", attributes: { attribute: link } },
    { shape: "a value instead of a list of them", attributes: [{ ...link, values: sourceId("ada") }] },
  ])("in $shape", ({ attributes }) => {
    expect(linkOf({ ...ADA, attributes })).toBe(sourceId("ada"));
  });

  it.each([
    { what: "no attributes", attributes: undefined },
    { what: "none of them expanded", attributes: { link: {}, attributes: [] } },
    { what: "no list", attributes: { attributes: null } },
    { what: "somebody else's attribute", attributes: [other] },
    { what: "an attribute without values", attributes: [{ ...link, values: [] }] },
    { what: "a value that is no object id", attributes: [{ ...link, values: ["ada"] }] },
  ])("nowhere in $what", ({ attributes }) => {
    expect(linkOf({ ...ADA, attributes })).toBeUndefined();
  });
});

describe("a user as an account", () => {
  it.each([true, false])("is active: %s", (active) => {
    expect(toAccount({ ...ADA, active }).active).toBe(active);
  });

  it.each([undefined, null, "false"])("is neither active nor disabled when the server says %j", (active) => {
    expect(toAccount({ ...ADA, active }).active).toBeNull();
  });

  it("has its name as its id, in the case in which it is written", () => {
    expect(toAccount({ name: "Ada" })).toEqual({ id: "Ada", username: "Ada", active: null });
  });
});

describe("a user as it is written", () => {
  it("is all of what was read, with changes on top", () => {
    const changes = [{ field: "displayName", from: "", to: "Ada King" }] as const;

    expect(mergeUser({ ...ADA, email: null }, changes)).toEqual({
      ...ADA,
      email: "",
      "display-name": "Ada King",
    });
    expect(mergeUser(ADA, [], false)).toEqual({ ...ADA, active: false });
  });

  it.each([
    { what: "nothing", change: {}, different: false },
    { what: "the e-mail", change: { email: "new@example.com" }, different: true },
    { what: "whether it is active", change: { active: false }, different: true },
  ])("is worth a request when $what changed: $different", ({ change, different }) => {
    expect(isDifferent(ADA, { ...mergeUser(ADA, []), ...change })).toBe(different);
  });

  it("comes with the link, a password and every field when it is new", () => {
    const { username } = desiredUser("ada");
    const operation: ImportUser = {
      ...{ id: "i", kind: "import", reason: "not-in-target", user: { username, sourceId: sourceId("ada") } },
      changes: [
        { field: "email", from: "", to: "ada@example.com" },
        { field: "link", from: "", to: sourceId("ada") },
      ],
    };

    expect(toNewUser(operation, "secret")).toEqual({
      ...{
        name: "ada",
        "first-name": "",
        "last-name": "",
        "display-name": "",
        email: "ada@example.com",
        active: true,
      },
      password: { value: "secret" },
      attributes: { attributes: [{ name: "usersync.sourceId", values: [sourceId("ada")] }] },
    });
    expect(isAsImported({ ...ADA, name: "ADA" }, operation)).toBe(true);
    expect(isAsImported({ ...ADA, name: "bob" }, operation)).toBe(false);
    expect(isAsImported({ ...ADA, email: undefined }, operation)).toBe(false);
  });
});

describe("the dump of memberships", () => {
  const everything = { isWanted: () => true, nesting: false };

  it("keeps the wanted groups only, and of them the users", () => {
    const xml =
      '<?xml version="1.0" encoding="UTF-8"?>\n<memberships>\n <membership group="a">\n  <users><user name="x"/><user name="y&amp;z"/></users>' +
      '<groups><group name="b"/></groups></membership><membership group="b"><users><user name="w"/></users></membership></memberships>';

    expect(parseMemberships(xml, { isWanted: (group) => group === "a", nesting: false })).toEqual([
      { name: "a", users: ["x", "y&z"] },
    ]);
  });

  it("of a server without groups is empty", () => {
    expect(parseMemberships("<memberships/>", everything)).toEqual([]);
  });

  it("is read to its end however long it is", () => {
    const names = Array.from({ length: 20_000 }, (_, index) => `somebody-with-a-long-name-${index}`);
    const users = names.map((name) => `<user name="${name}"/>`).join("");
    const xml = `<memberships><membership group="all"><users>${users}</users></membership></memberships>`;

    expect(parseMemberships(xml, everything)).toEqual([{ name: "all", users: names }]);
  });
});

describe("the names of accounts", () => {
  it("follow every rename, and begin anew with a new read", () => {
    const names = createAccountNames();
    names.rename("ada", "bob");
    names.rename("bob", "ada");

    expect([names.nameOf("ada"), names.nameOf("bob"), names.nameOf("eve")]).toEqual(["bob", "ada", "eve"]);
    names.clear();
    expect(names.nameOf("ada")).toBe("ada");
  });

  it("give a new account its name as its id, unless that id is in use", () => {
    const names = createAccountNames();
    names.rename("ada", "ada.king");

    expect(names.idFor("bob")).toBe("bob" as TargetId);
    expect(names.idFor("ada")).not.toBe("ada");
    expect(names.nameOf(names.idFor("ada"))).toBe("ada");
  });
});
