import { describe, expect, it } from "vitest";
import { crowd, errorOf, parse, raw } from "./config-builder.ts";

const file = { type: "file", path: "people.json" };

describe("a property in a mapping", () => {
  it.each([
    { written: "mial", meant: "mail" },
    { written: "userprincipalname", meant: "userPrincipalName" },
    { written: "onPremisesExtensionAttributes.extensionAttribut7", meant: "extensionAttribute" },
  ])("that is misspelled is a problem with what was probably meant: $written", ({ written, meant }) => {
    const [problem] = errorOf(raw({ mapping: { email: ["mail", written] } })).problems;

    expect(problem).toMatchObject({ path: "mapping.email[1]", value: `"${written}"` });
    expect(problem?.wrong).toContain("did you mean ");
    expect(problem?.wrong).toContain(meant);
  });

  it("that is like no other is a problem too", () => {
    const [problem] = errorOf(raw({ mapping: { username: { from: "shoeSize" } } })).problems;

    expect(problem).toMatchObject({
      path: "mapping.username.from",
      wrong: "is no property of a user in Microsoft Graph",
    });
  });

  it("is looked at in the mapping of each target", () => {
    const target = crowd({ mapping: { displayName: ["dispalyName"] } });

    expect(errorOf(raw({ targets: [target] })).problems[0]?.path).toBe("targets[0].mapping.displayName[0]");
  });

  it.each([
    "mailNickname",
    "homeUserPrincipalName",
    "onPremisesExtensionAttributes.extensionAttribute15",
    "employeeOrgData.costCenter",
    "extension_0a1b2c_badge",
    "contoso_employee.number",
  ])("may be %s", (from) => {
    expect(parse(raw({ mapping: { username: { from } } })).targets[0]?.mapping.username.from).toBe(from);
  });

  it("may be anything in a source file", () => {
    const config = parse(raw({ source: file, mapping: { email: ["mial"] } }));

    expect(config.targets[0]?.mapping.email).toEqual(["mial"]);
  });
});
