import { describe, expect, it } from "vitest";
import { type AddressRules, readWebAddress } from "../../src/config/read-web-address.ts";

const PATH: AddressRules = { shape: "with-path", http: "on-loopback" };
const ORIGIN: AddressRules = { shape: "origin", http: "on-loopback" };
const STRICT: AddressRules = { shape: "origin", http: "never" };

describe("an address", () => {
  it.each([
    { text: "https://crowd.example.com/crowd/", rules: PATH, address: "https://crowd.example.com/crowd" },
    { text: "https://crowd.example.com", rules: PATH, address: "https://crowd.example.com" },
    {
      text: "https://crowd.example.com:8443/a/b//",
      rules: PATH,
      address: "https://crowd.example.com:8443/a/b",
    },
    { text: "https://Graph.Microsoft.com/", rules: ORIGIN, address: "https://graph.microsoft.com" },
    { text: "http://127.0.0.1:8095/crowd", rules: PATH, address: "http://127.0.0.1:8095/crowd" },
    { text: "http://[::1]:80", rules: ORIGIN, address: "http://[::1]" },
    { text: "http://localhost:1234", rules: ORIGIN, address: "http://localhost:1234" },
    { text: "https://login.microsoftonline.us", rules: STRICT, address: "https://login.microsoftonline.us" },
  ])("$text is taken", ({ text, rules, address }) => {
    expect(readWebAddress(text, rules)).toEqual({ address });
  });

  it.each([
    { text: "crowd.example.com/crowd", rules: PATH, wrong: "is not the address of a web server" },
    { text: "ftp://crowd.example.com", rules: PATH, wrong: "is not the address of a web server" },
    { text: "", rules: PATH, wrong: "is not the address of a web server" },
    {
      text: "http://crowd.example.com",
      rules: PATH,
      wrong: "is http, which would carry the secret in the clear",
    },
    {
      text: "http://127.0.0.1.example.com",
      rules: PATH,
      wrong: "is http, which would carry the secret in the clear",
    },
    {
      text: "http://localhost:1",
      rules: STRICT,
      wrong: "is http, which would carry the secret in the clear",
    },
    { text: "https://ada:pw@crowd.example.com", rules: PATH, wrong: "holds a name or password" },
    { text: "https://ada@crowd.example.com", rules: PATH, wrong: "holds a name or password" },
    { text: "https://crowd.example.com/crowd?a=1", rules: PATH, wrong: "has a ? or # part" },
    { text: "https://crowd.example.com/crowd#top", rules: PATH, wrong: "has a ? or # part" },
    { text: "https://graph.microsoft.com/v1.0", rules: ORIGIN, wrong: "has a path" },
  ])("$text is refused", ({ text, rules, wrong }) => {
    expect(readWebAddress(text, rules)).toMatchObject({ wrong, right: expect.stringMatching(/\S/) });
  });

  it.each([
    { end: "/jira/rest/api/2", right: "/jira" },
    { end: "/jira/rest/api/2/", right: "/jira" },
    { end: "/rest", right: "" },
    { end: "/crowd/rest/usermanagement/1", right: "/crowd" },
    { end: "/jira/secure/Dashboard.jspa", right: "/jira" },
    { end: "/jira/login.jsp", right: "/jira" },
    { end: "/secure/admin/user/UserBrowser.jspa", right: "" },
    { end: "/confluence/dashboard.action", right: "/confluence" },
    { end: "/wiki/admin/users/browseusers.action", right: "/wiki" },
    { end: "/crowd/console/login.action", right: "/crowd" },
  ])("that ends in $end is that of a page, and the right one is named", ({ end, right }) => {
    expect(readWebAddress(`https://example.com${end}`, PATH)).toEqual({
      wrong: "leads to a page or to the API of the product, and usersync adds the API's path itself",
      right: `the address that all its pages begin with, https://example.com${right}`,
    });
  });

  it.each(["/jira", "/restricted", "/tools/rest-area", "/secure"])("may have the path %s", (path) => {
    expect(readWebAddress(`https://example.com${path}`, PATH)).toEqual({
      address: `https://example.com${path}`,
    });
  });
});
