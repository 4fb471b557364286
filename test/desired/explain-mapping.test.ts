import { describe, expect, it } from "vitest";
import { explainMapping } from "../../src/desired/explain-mapping.ts";
import { mapPerson } from "../../src/desired/map-person.ts";
import type { Username } from "../../src/model/ids.ts";
import { CAPABILITIES, MAPPING, person } from "../support/people.ts";

const replace = (regex: string, text: string) => ({
  regex,
  with: text,
  apply: (name: string) => name.replace(new RegExp(regex), text),
});

describe("how names are made", () => {
  it("is told step by step, each with its setting", () => {
    const username = {
      from: "userPrincipalName",
      replace: [replace("@.*", ""), replace("^ext-", "x.")],
      case: "lower" as const,
    };
    const who = person("ada", { properties: { userPrincipalName: "  EXT-Ada@example.com " } });

    const { username: made } = explainMapping(who, { ...MAPPING, username }, CAPABILITIES);

    expect(made).toEqual({
      from: "userPrincipalName",
      value: "EXT-Ada@example.com",
      steps: [
        {
          setting: "mapping.username.replace[0]",
          replacement: { regex: "@.*", with: "" },
          result: "EXT-Ada",
        },
        {
          setting: "mapping.username.replace[1]",
          replacement: { regex: "^ext-", with: "x." },
          result: "EXT-Ada",
        },
        { setting: "mapping.username.case", result: "ext-ada" },
      ],
      result: "ext-ada",
    });
  });

  it("names the property that each attribute came from", () => {
    const who = person("ada", { properties: { mail: null, displayName: "", surname: "Lovelace" } });

    expect(explainMapping(who, MAPPING, CAPABILITIES).attributes).toEqual([
      { field: "email", value: "ada@example.com", from: "userPrincipalName" },
      { field: "displayName", value: "ada" },
      { field: "givenName", value: "ada", from: "givenName" },
      { field: "familyName", value: "Lovelace", from: "surname" },
    ]);
  });

  it.each([
    { of: "no property", who: person("ada", { properties: { userPrincipalName: null } }), result: undefined },
    { of: "a refused character", who: person("a<da"), result: "a<da" },
  ])("ends with the problem where there is one: $of", ({ who, result }) => {
    const story = explainMapping(who, MAPPING, CAPABILITIES);

    expect(story.username.result).toBe(result);
    expect(story.problem).toBeDefined();
    expect(story.attributes).toEqual([]);
  });

  it("agrees with the account that is made", () => {
    const who = person("ada", { guest: true });
    const guestUsername = { from: "mail", replace: [], case: "keep" as const };
    const mapping = { ...MAPPING, guestUsername };

    const story = explainMapping(who, mapping, CAPABILITIES);

    expect(mapPerson(who, mapping, CAPABILITIES)).toMatchObject({
      user: {
        username: story.username.result as Username,
        ...Object.fromEntries(story.attributes.map(({ field, value }) => [field, value])),
      },
    });
    expect(story.username.from).toBe("mail");
  });
});
