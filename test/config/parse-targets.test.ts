// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references are among what is tested.
import { describe, expect, it } from "vitest";
import { cloud, complaintsOf, context, crowd, parse, problemsOf, raw, source } from "./config-builder.ts";

describe("targets", () => {
  it("take the shared sections, and override them option by option", () => {
    const replace = [{ regex: "@.*", with: "" }];
    const shared = {
      mapping: {
        username: { from: "mail", replace },
        groupName: { map: { a: "b", c: "d" }, replace },
        email: ["mail"],
      },
      limits: { disable: 5, import: 10 },
      operations: { disable: false },
      protect: { users: ["root"] },
    };
    const own = {
      mapping: { username: { case: "keep" }, groupName: { map: { e: "f" } }, defaultGroups: { new: ["x"] } },
      limits: { disable: "none" },
      operations: { disable: true, import: false },
      protect: { groups: [] },
    };

    const [first, second] = parse(raw({ ...shared, targets: [cloud(own), crowd()] })).targets;

    expect(first).toMatchObject({
      mapping: {
        username: { from: "mail", replace: [{ regex: "@.*" }], case: "keep" },
        groupName: { map: { e: ["f"] }, replace: [{ regex: "@.*" }] },
        defaultGroups: { all: [], new: ["x"] },
        email: ["mail"],
      },
      limits: { disable: "none", import: { count: 10 }, removeMembers: { share: 0.2 } },
      operations: { disable: true, import: false, update: true },
      protect: { users: ["root"], groups: [] },
    });
    expect(first?.mapping.groupName.map).toEqual({ e: ["f"] });
    expect(second).toMatchObject({
      mapping: {
        username: { from: "mail", case: "lower" },
        groupName: { map: { a: ["b"], c: ["d"] } },
        defaultGroups: { new: [] },
      },
      limits: { disable: { count: 5 } },
      operations: { disable: false, import: true },
      protect: { users: ["root"] },
    });
  });

  it.each([
    { situation: "no list", options: { targets: undefined }, wrong: ["targets: is missing"] },
    { situation: "an empty list", options: { targets: [] }, wrong: ["targets: is an empty list"] },
    {
      situation: "a section instead of a list",
      options: { targets: cloud() },
      wrong: ["targets: is a section"],
    },
    {
      situation: "a kind that is not known",
      options: { targets: [{ name: "jira", type: "jira-cloud" }] },
      wrong: ['targets[0].type "jira-cloud": is not known'],
    },
    { situation: "no kind", options: { targets: [{ name: "a" }] }, wrong: ["targets[0].type: is missing"] },
    {
      situation: "a name in upper case",
      options: { targets: [cloud({ name: "Cloud" })] },
      wrong: ['targets[0].name "Cloud": does not have the right form'],
    },
    {
      situation: "one name twice",
      options: { targets: [cloud(), crowd({ name: "cloud" })] },
      wrong: ['targets[1].name "cloud": is the name of targets[0] too'],
    },
    {
      situation: "one SCIM directory twice",
      options: { targets: [cloud(), cloud({ name: "b" })] },
      wrong: ["targets[1]: is the same directory as targets[0]"],
    },
    {
      situation: "one SCIM directory twice, once with the default address written out",
      options: { targets: [cloud(), cloud({ name: "b", url: "https://api.atlassian.com/" })] },
      wrong: ["targets[1]: is the same directory as targets[0]"],
    },
    {
      situation: "one Crowd twice",
      options: { targets: [crowd(), crowd({ name: "b", url: "https://CROWD.example.com/crowd/" })] },
      wrong: ["targets[1]: is the same directory as targets[0]"],
    },
    {
      situation: "an application with a colon",
      options: { targets: [crowd({ application: "a:b" })] },
      wrong: ['targets[0].application "a:b": does not have the right form'],
    },
    {
      situation: "a directory id that leads elsewhere",
      options: { targets: [cloud({ directoryId: "../x" })] },
      wrong: ['targets[0].directoryId "../x": does not have the right form'],
    },
    {
      situation: "a number for a secret",
      options: { targets: [crowd({ password: 123456 })] },
      wrong: ["targets[0].password: is a number; put it in quotes to make it a text"],
    },
    {
      situation: "a secret over two lines",
      options: { targets: [crowd({ password: "a\nb" })] },
      wrong: ["targets[0].password: does not have the right form"],
    },
    {
      situation: "an empty secret",
      options: { targets: [cloud({ token: "" })] },
      wrong: ["targets[0].token: is empty"],
    },
    {
      situation: "an empty list of domains",
      options: { targets: [cloud({ verifiedDomains: [] })] },
      wrong: ["targets[0].verifiedDomains: is an empty list"],
    },
    {
      situation: "a text instead of a list of domains",
      options: { targets: [cloud({ verifiedDomains: "example.com" })] },
      wrong: ["targets[0].verifiedDomains: is a text"],
    },
    {
      situation: "what is no domain",
      options: { targets: [cloud({ verifiedDomains: ["*.example.com", "@example.com", "com", "a..b"] })] },
      wrong: [
        'targets[0].verifiedDomains[0] "*.example.com": does not have the right form',
        'targets[0].verifiedDomains[1] "@example.com": does not have the right form',
        'targets[0].verifiedDomains[2] "com": does not have the right form',
        'targets[0].verifiedDomains[3] "a..b": does not have the right form',
      ],
    },
    {
      situation: "verified domains for Crowd",
      options: { targets: [crowd({ verifiedDomains: ["example.com"] })] },
      wrong: ["targets[0].verifiedDomains: is not an option"],
    },
    {
      situation: "an override of a whole section by a text",
      options: { targets: [cloud({ limits: "none" })] },
      wrong: ["targets[0].limits: is a text"],
    },
    {
      situation: "an unknown key in an override",
      options: { targets: [cloud({ limits: { disabel: 1 } })] },
      wrong: ["targets[0].limits.disabel: is not an option; did you mean disable?"],
    },
  ])("refuses $situation", ({ options, wrong }) => {
    expect(complaintsOf(raw(options))).toEqual(wrong);
  });

  it("may name the domains that the organization has verified", () => {
    const verifiedDomains = ["example.com", "müller.example"];

    const [first, second] = parse(raw({ targets: [cloud({ verifiedDomains }), crowd()] })).targets;

    expect(first).toMatchObject({ verifiedDomains });
    expect(second).not.toHaveProperty("verifiedDomains");
  });

  it("may be one Crowd for two applications", () => {
    expect(problemsOf(raw({ targets: [crowd(), crowd({ name: "b", application: "other" })] }))).toEqual([]);
  });
});

describe("connections", () => {
  it("are in milliseconds and bytes, with numbers from references", () => {
    const options = {
      concurrency: "${C}",
      requestsPerSecond: "${R}",
      timeoutSeconds: 5,
      maxWaitSeconds: "0",
      maxResponseMegabytes: 1,
      caFile: "ca.pem",
    };
    const ca = "-----BEGIN CERTIFICATE-----\nx\n";
    const place = context({ env: { C: "9", R: "0.5" }, files: { "/etc/usersync/ca.pem": ca } });

    for (const { connection } of parse(raw({ targets: [cloud(options), crowd(options)] }), place).targets) {
      expect(connection).toEqual({
        concurrency: 9,
        requestsPerSecond: 0.5,
        timeout: 5000,
        maxWait: 0,
        maxResponseSize: 1024 ** 2,
        ca,
      });
    }
  });

  it.each([
    { options: { concurrency: 0 }, wrong: "targets[0].concurrency 0: is too small" },
    { options: { concurrency: 65 }, wrong: "targets[0].concurrency 65: is too large" },
    { options: { concurrency: 1.5 }, wrong: "targets[0].concurrency 1.5: is a fraction" },
    { options: { concurrency: "four" }, wrong: 'targets[0].concurrency "four": is a text' },
    { options: { requestsPerSecond: 0 }, wrong: "targets[0].requestsPerSecond 0: is no number above 0" },
    {
      options: { requestsPerSecond: "fast" },
      wrong: 'targets[0].requestsPerSecond "fast": is no number above 0',
    },
    { options: { maxResponseMegabytes: 501 }, wrong: "targets[0].maxResponseMegabytes 501: is too large" },
    {
      options: { caFile: "nowhere.pem" },
      wrong: "targets[0].caFile: names /etc/usersync/nowhere.pem, which does not exist",
    },
    {
      options: { caFile: "text" },
      wrong: "targets[0].caFile: names /etc/usersync/text, which is not such a file",
    },
    {
      options: { url: "http://api.example" },
      wrong: 'targets[0].url "http://api.example": is http, which would carry the secret in the clear',
    },
    { options: { url: 7 }, wrong: "targets[0].url 7: is a number; put it in quotes to make it a text" },
  ])("refuse $options", ({ options, wrong }) => {
    const place = context({ files: { "/etc/usersync/text": "hello" } });

    expect(complaintsOf(raw({ targets: [cloud(options)] }), place)).toEqual([wrong]);
  });

  it.each([
    { reference: "${COMPANY_CA:-}", situation: "a default of nothing" },
    { reference: "${COMPANY_CA}", situation: "an empty variable" },
    { reference: "${file:empty}", situation: "an empty file" },
  ])("need no caFile: $situation counts as not set, with the defaults of others", ({ reference }) => {
    const options = { caFile: reference, concurrency: reference, requestsPerSecond: reference };
    const place = context({ env: { COMPANY_CA: "" }, files: { "/etc/usersync/empty": "" } });
    const config = raw({ source: source({ caFile: reference }), targets: [cloud(options)] });

    const parsed = parse(config, place);

    expect(parsed.targets).toEqual(parse(raw()).targets);
    expect(parsed.source).toEqual(parse(raw()).source);
  });

  it("need what is required: a reference that leaves it empty is a problem, called so", () => {
    const config = raw({ targets: [cloud({ token: "${TOKEN}", directoryId: "${DIRECTORY:-}" })] });

    expect(complaintsOf(config, context({ env: { TOKEN: "" } }))).toEqual([
      "targets[0].directoryId: is empty",
      "targets[0].token: is empty",
    ]);
  });

  it("refuse a certificate without its key", () => {
    const credential = { type: "client-certificate", clientId: "a", certificatePath: "cert.pem" };
    const place = context({ files: { "/etc/usersync/cert.pem": "-----BEGIN CERTIFICATE-----" } });

    expect(complaintsOf(raw({ source: source({ credential }) }), place)).toEqual([
      "source.credential.certificatePath: names /etc/usersync/cert.pem, which is not such a file",
    ]);
  });
});
