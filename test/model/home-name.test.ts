import { expect, it } from "vitest";
import { homeNameOf } from "../../src/model/home-name.ts";

it.each([
  { given: "ada_fabrikam.com#EXT#@contoso.onmicrosoft.com", home: "ada@fabrikam.com" },
  { given: "ada_king_fabrikam.com#EXT#@contoso.onmicrosoft.com", home: "ada_king@fabrikam.com" },
  { given: "ada_fabrikam.com#ext#@contoso.onmicrosoft.com", home: "ada@fabrikam.com" },
  { given: "straße_fabrikam.com#EXT#@contoso.onmicrosoft.com", home: "straße@fabrikam.com" },
  { given: "ada__fabrikam.com#EXT#@con_toso.onmicrosoft.com", home: "ada_@fabrikam.com" },
  { given: "a_b#EXT#_fabrikam.com#EXT#@contoso.onmicrosoft.com", home: "a_b#EXT#@fabrikam.com" },
  { given: "ada@contoso.com", home: undefined },
  { given: "ada_king@contoso.com", home: undefined },
  { given: "ada#EXT#@contoso.onmicrosoft.com", home: undefined },
  { given: "_fabrikam.com#EXT#@contoso.onmicrosoft.com", home: undefined },
  { given: "ada_#EXT#@contoso.onmicrosoft.com", home: undefined },
  { given: "", home: undefined },
])("story 34: the last underscore was the @ at home: $given", ({ given, home }) => {
  expect(homeNameOf(given)).toBe(home);
});

it("takes no longer for a name that is made to take long", () => {
  expect(homeNameOf(`${"_a".repeat(50_000)}#EXT`)).toBeUndefined();
});
