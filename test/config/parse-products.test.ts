// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references are among what is tested.
import { describe, expect, it } from "vitest";
import {
  bitbucket,
  complaintsOf,
  confluence,
  context,
  jira,
  parse,
  problemsOf,
  raw,
} from "./config-builder.ts";

const targetOf = (options: object) => parse(raw({ targets: [options] })).targets[0];
const complaintsAbout = (...targets: readonly object[]) => complaintsOf(raw({ targets }));

const RIGHT = "either token, or username and password";

describe("the products", () => {
  it("have defaults", () => {
    const targets = [jira(), confluence(), bitbucket()];

    const parsed = parse(raw({ targets })).targets.map(
      ({ mapping, operations, limits, protect, ...own }) => own,
    );

    const connection = {
      concurrency: 4,
      requestsPerSecond: Number.POSITIVE_INFINITY,
      timeout: 60_000,
      maxWait: 300_000,
      maxResponseSize: 64 * 1024 ** 2,
    };
    expect(parsed).toEqual([
      {
        name: "jira",
        type: "jira",
        url: "https://jira.example.com",
        credentials: { token: "jira-secret" },
        listing: { groups: [] },
        onDisable: {},
        connection,
      },
      {
        name: "confluence",
        type: "confluence",
        url: "https://confluence.example.com",
        credentials: { token: "confluence-secret" },
        listing: { groups: [] },
        connection,
      },
      {
        name: "bitbucket",
        type: "bitbucket",
        url: "https://bitbucket.example.com",
        credentials: { username: "usersync", password: "bitbucket-secret" },
        licenseGroups: ["stash-users"],
        notifyNewUsers: false,
        connection,
      },
    ]);
  });

  it("take what an admin sets", () => {
    const listing = { groups: ["jira-software-users", "jira-servicedesk-users"] };
    const onDisable = { projectLead: "office", componentLead: "helpdesk" };
    const own = { directoryName: "Corporate", licenseGroups: ["developers"], notifyNewUsers: "true" };

    expect(targetOf(jira({ listing, onDisable }))).toMatchObject({ listing, onDisable });
    expect(targetOf(confluence({ listing }))).toMatchObject({ listing });
    expect(targetOf(bitbucket(own))).toMatchObject({ ...own, notifyNewUsers: true });
  });

  it("may have a context path, with a slash at its end or not", () => {
    expect(targetOf(jira({ url: "https://example.com/jira/" }))?.url).toBe("https://example.com/jira");
  });

  it("share the sections of all targets, and may override them", () => {
    const config = raw({
      mapping: { defaultGroups: { all: ["everybody"] } },
      targets: [jira({ mapping: { defaultGroups: { new: ["jira-software-users"] } } }), bitbucket()],
    });

    expect(parse(config).targets.map(({ mapping }) => mapping.defaultGroups)).toEqual([
      { all: ["everybody"], new: ["jira-software-users"] },
      { all: ["everybody"], new: [] },
    ]);
  });
});

describe.each([
  { product: "jira", build: jira },
  { product: "confluence", build: confluence },
])("signing in to $product", ({ build }) => {
  it("is done with a token, or as somebody with a password", () => {
    const person = { token: undefined, username: "usersync", password: "secret" };

    expect(targetOf(build())).toMatchObject({ credentials: { token: expect.any(String) } });
    expect(targetOf(build(person))).toMatchObject({
      credentials: { username: "usersync", password: "secret" },
    });
    expect(targetOf(build(person))).not.toHaveProperty("username");
  });

  it.each([
    {
      situation: "nothing",
      options: {},
      option: "token",
      wrong: "is missing, and so are username and password",
    },
    {
      situation: "a username alone",
      options: { username: "usersync" },
      option: "password",
      wrong: "is missing beside username",
    },
    {
      situation: "a password alone",
      options: { password: "secret" },
      option: "username",
      wrong: "is missing beside password",
    },
    {
      situation: "both",
      options: { token: "t", username: "usersync", password: "secret" },
      option: "token",
      wrong: "stands beside another way to sign in",
    },
    {
      situation: "a token and a username",
      options: { token: "t", username: "usersync" },
      option: "token",
      wrong: "stands beside another way to sign in",
    },
    {
      situation: "a token and a password",
      options: { token: "t", password: "secret" },
      option: "token",
      wrong: "stands beside another way to sign in",
    },
    {
      situation: "an empty variable for the token",
      options: { token: "${EMPTY}" },
      option: "token",
      wrong: "is empty",
    },
    {
      situation: "an empty variable for the password",
      options: { username: "usersync", password: "${EMPTY}" },
      option: "password",
      wrong: "is empty",
    },
    {
      situation: "an empty variable for the password, beside a token",
      options: { token: "t", username: "usersync", password: "${EMPTY}" },
      option: "token",
      wrong: "stands beside another way to sign in",
    },
  ])("needs one way: $situation is refused", ({ options, option, wrong }) => {
    const config = raw({ targets: [build({ token: undefined, ...options })] });

    expect(problemsOf(config, context({ env: { EMPTY: "" } }))).toEqual([
      { path: `targets[0].${option}`, wrong, right: RIGHT },
    ]);
  });

  it("says of a variable that is not set only that", () => {
    expect(complaintsAbout(build({ token: "${TOKEN}" }))).toEqual([
      "targets[0].token: refers to the environment variable TOKEN, which is not set",
    ]);
  });

  it("is found wanting beside everything else that is wrong", () => {
    expect(complaintsAbout(build(), build({ name: "b", token: undefined }))).toEqual([
      "targets[1]: is the same directory as targets[0]",
      "targets[1].token: is missing, and so are username and password",
    ]);
  });
});

describe("signing in to bitbucket", () => {
  it.each([
    { situation: "beside a password", options: { token: "t" } },
    { situation: "that is no text", options: { token: ["t"] } },
  ])("takes no token, and says why: $situation", ({ options }) => {
    expect(problemsOf(raw({ targets: [bitbucket(options)] }))).toEqual([
      {
        path: "targets[0].token",
        wrong: "is not an option: no token of Bitbucket may administer users",
        right: "username and password of an administrator",
      },
    ]);
  });

  it("needs both, a token in their place or not", () => {
    expect(complaintsAbout(bitbucket({ token: "t", username: undefined, password: undefined }))).toEqual([
      "targets[0].token: is not an option: no token of Bitbucket may administer users",
      "targets[0].username: is missing",
      "targets[0].password: is missing",
    ]);
  });

  it("is not possible with a name that holds a colon, which would end it", () => {
    expect(complaintsAbout(bitbucket({ username: "a:b" }))).toEqual([
      'targets[0].username "a:b": does not have the right form',
    ]);
  });
});

describe("two targets in one place", () => {
  it.each([
    {
      situation: "a Jira and another one",
      targets: [jira(), jira({ name: "b", url: "https://b.example.com" })],
    },
    {
      situation: "products with one address before the context path",
      targets: [
        jira({ url: "https://x.example.com/jira" }),
        confluence({ url: "https://x.example.com/wiki" }),
      ],
    },
    {
      situation: "two user directories of one Bitbucket",
      targets: [
        bitbucket({ directoryName: "Internal" }),
        bitbucket({ name: "b", directoryName: "Corporate" }),
      ],
    },
    {
      situation: "a directory of one Bitbucket, and all of another",
      targets: [
        bitbucket({ directoryName: "Internal" }),
        bitbucket({ name: "b", url: "https://b.example.com" }),
      ],
    },
  ])("are fine: $situation", ({ targets }) => {
    expect(complaintsAbout(...targets)).toEqual([]);
  });

  it.each([
    {
      situation: "one Jira, written in two ways",
      targets: [jira(), jira({ name: "b", url: "https://JIRA.example.com:443//" })],
      wrong: ["targets[1]: is the same directory as targets[0]"],
    },
    {
      situation: "one Confluence",
      targets: [jira(), confluence(), confluence({ name: "b" })],
      wrong: ["targets[2]: is the same directory as targets[1]"],
    },
    {
      situation: "all of one Bitbucket",
      targets: [bitbucket(), bitbucket({ name: "b" })],
      wrong: ["targets[1]: is the same directory as targets[0]"],
    },
    {
      situation: "one directory of a Bitbucket",
      targets: [
        bitbucket({ directoryName: "Internal" }),
        bitbucket({ name: "b", directoryName: "INTERNAL" }),
      ],
      wrong: ["targets[1]: is the same directory as targets[0]"],
    },
    {
      situation: "a Bitbucket as a whole, and then a directory of it",
      targets: [bitbucket(), bitbucket({ name: "b", directoryName: "Internal" })],
      wrong: ["targets[0].directoryName: is missing, though targets[1] is a directory of the same Bitbucket"],
    },
    {
      situation: "a directory of a Bitbucket, and then the whole",
      targets: [bitbucket({ directoryName: "Internal" }), bitbucket({ name: "b" })],
      wrong: ["targets[1].directoryName: is missing, though targets[0] is a directory of the same Bitbucket"],
    },
  ])("are refused: $situation", ({ targets, wrong }) => {
    expect(complaintsAbout(...targets)).toEqual(wrong);
  });

  it("are not compared where an address is none", () => {
    expect(
      complaintsAbout(jira({ url: "jira" }), jira({ name: "b", url: "jira" }), bitbucket({ url: 7 })),
    ).toEqual([
      'targets[0].url "jira": is not the address of a web server',
      'targets[1].url "jira": is not the address of a web server',
      "targets[2].url 7: is a number; put it in quotes to make it a text",
    ]);
  });
});

describe("options of the products", () => {
  it.each([
    { target: jira({ listing: { groups: "jira-users" } }), wrong: "targets[0].listing.groups: is a text" },
    { target: jira({ listing: ["jira-users"] }), wrong: "targets[0].listing: is a list" },
    { target: jira({ listing: { groups: [""] } }), wrong: 'targets[0].listing.groups[0] "": is empty' },
    {
      target: jira({ onDisable: { projectLeader: "x" } }),
      wrong: "targets[0].onDisable.projectLeader: is not an option; did you mean projectLead?",
    },
    {
      target: jira({ onDisable: { projectLead: "" } }),
      wrong: 'targets[0].onDisable.projectLead "": is empty',
    },
    { target: jira({ licenseGroups: ["x"] }), wrong: "targets[0].licenseGroups: is not an option" },
    { target: confluence({ onDisable: {} }), wrong: "targets[0].onDisable: is not an option" },
    { target: bitbucket({ listing: {} }), wrong: "targets[0].listing: is not an option" },
    { target: bitbucket({ licenseGroups: [] }), wrong: "targets[0].licenseGroups: is an empty list" },
    { target: bitbucket({ licenseGroups: "x" }), wrong: "targets[0].licenseGroups: is a text" },
    { target: bitbucket({ notifyNewUsers: "yes" }), wrong: 'targets[0].notifyNewUsers "yes": is a text' },
    {
      target: bitbucket({ directoryName: 1 }),
      wrong: "targets[0].directoryName 1: is a number; put it in quotes to make it a text",
    },
  ])("are checked: $wrong", ({ target, wrong }) => {
    expect(complaintsAbout(target)).toEqual([wrong]);
  });
});
