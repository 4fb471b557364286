import { expect, it } from "vitest";
import { usedProperties } from "../../src/model/used-properties.ts";

it("names each property once, by its top level", () => {
  const mapping = {
    username: { from: "onPremisesExtensionAttributes.extensionAttribute7" },
    email: ["mail", "userPrincipalName"],
    displayName: ["displayName"],
    givenName: [],
    familyName: ["surname", "onPremisesExtensionAttributes.extensionAttribute8"],
  };
  const other = { ...mapping, username: { from: "userPrincipalName" }, givenName: ["givenName"] };

  expect(usedProperties([mapping, other])).toEqual([
    "displayName",
    "givenName",
    "mail",
    "onPremisesExtensionAttributes",
    "surname",
    "userPrincipalName",
  ]);
  expect(usedProperties([])).toEqual([]);
});

it("asks for what the name at home is worked out from, and for what guests' usernames are made of", () => {
  const mapping = { email: [], displayName: [], givenName: [], familyName: [] };
  const username = { from: "employeeId" };

  const used = (from: string) => usedProperties([{ ...mapping, username, guestUsername: { from } }]);

  expect(used("homeUserPrincipalName")).toEqual(["employeeId", "userPrincipalName"]);
  expect(used("otherMails")).toEqual(["employeeId", "otherMails"]);
});
