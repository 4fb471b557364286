import { describe, expect, it } from "vitest";
import { createRedactor } from "../../src/cli/settings/redactor.ts";

describe("redactor", () => {
  it.each([
    { form: "as it is", secret: "c4n/ary+s3cret", text: "key c4n/ary+s3cret!", shown: "key [secret]!" },
    {
      form: "as JSON writes it",
      secret: 'quo"te\\d-secret',
      text: '{"key":"quo\\"te\\\\d-secret"}',
      shown: '{"key":"[secret]"}',
    },
    {
      form: "as a URL writes it",
      secret: "c4n/ary s3cret",
      text: "?k=c4n%2Fary%20s3cret&l=c4n%2Fary+s3cret",
      shown: "?k=[secret]&l=[secret]",
    },
    {
      form: "as Basic authentication writes it",
      secret: "usersync:hunter2hunter2",
      text: "sent dXNlcnN5bmM6aHVudGVyMmh1bnRlcjI=",
      shown: "sent [secret]",
    },
    {
      form: "with signs of regexes in it",
      secret: "a+b(c)*[d]^$",
      text: "(a+b(c)*[d]^$)",
      shown: "([secret])",
    },
    { form: "within a word", secret: "longsecret", text: "xlongsecrety", shown: "x[secret]y" },
    {
      form: "but not an ordinary word",
      secret: "wrong",
      text: "Something went wrong.",
      shown: "Something went wrong.",
    },
    { form: "too short as it is, encoded", secret: "wrong", text: "Basic d3Jvbmc=", shown: "Basic [secret]" },
  ])("hides a secret $form", ({ secret, text, shown }) => {
    const redactor = createRedactor({});

    redactor.hide([secret]);

    expect(redactor.redact(text)).toBe(shown);
  });

  it("hides the longer of two secrets whole", () => {
    const redactor = createRedactor({});

    redactor.hide(["firstpart", "firstpart-and-more"]);

    expect(redactor.redact("firstpart-and-more firstpart")).toBe("[secret] [secret]");
  });

  it.each([
    {
      what: "a token that a server issued",
      text: "got eyJhbGciOiJub25lIn0.eyJyb2xlcyI6W119.c2ln here",
      shown: "got [secret] here",
    },
    {
      what: "a header",
      text: "Authorization: Bearer abc.DEF-123_x",
      shown: "Authorization: Bearer [secret]",
    },
    { what: "a Basic header", text: "basic dXNlcjpwYXNz0w==", shown: "basic [secret]" },
    {
      what: "an address with a password",
      text: "http://me:pa55@proxy:3128",
      shown: "http://me:[secret]@proxy:3128",
    },
  ])("hides $what that nobody named", ({ text, shown }) => {
    expect(createRedactor({}).redact(text)).toBe(shown);
  });

  it("leaves prose about authentication alone", () => {
    const text = "Basic authentication was refused; the Bearer authorization too.";

    expect(createRedactor({}).redact(text)).toBe(text);
  });

  it("hides variables with the name of a secret before any config is read", () => {
    const redactor = createRedactor({ ENTRA_CLIENT_SECRET: "canary-of-the-env", HOME: "/home/of-somebody" });

    expect(redactor.redact("canary-of-the-env /home/of-somebody")).toBe("[secret] /home/of-somebody");
  });
});
