// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references are among what is tested.
import { describe, expect, it } from "vitest";
import { secretsOf } from "../../src/config/secrets-of.ts";
import {
  bitbucket,
  cloud,
  confluence,
  context,
  crowd,
  errorOf,
  jira,
  parse,
  problemsOf,
  raw,
  source,
} from "./config-builder.ts";

const CANARY = "canary-7f3a";
const MISTAKE = { limits: { disable: "1000%" } };

/** Every place where a secret may stand, by right or by mistake. */
const PLACES: readonly { readonly place: string; readonly config: Readonly<Record<string, unknown>> }[] = [
  {
    place: "the client secret",
    config: raw({ source: source({ credential: { type: "client-secret", clientSecret: CANARY } }) }),
  },
  {
    place: "a misspelled option",
    config: raw({ source: source({ credential: { type: "client-secret", clientSecrets: CANARY } }) }),
  },
  { place: "the credential itself", config: raw({ source: source({ credential: CANARY }) }) },
  {
    place: "the password of the certificate",
    config: raw({
      source: source({ credential: { type: "client-certificate", certificatePassword: CANARY } }),
    }),
  },
  {
    place: "the access token",
    config: raw({ source: source({ credential: { type: "access-token", token: [CANARY] } }) }),
  },
  {
    place: "the SCIM token, of the wrong type",
    config: raw({ targets: [cloud({ token: { value: CANARY } })] }),
  },
  { place: "the SCIM token, with a line break", config: raw({ targets: [cloud({ token: `${CANARY}\n` })] }) },
  { place: "the Crowd password", config: raw({ targets: [crowd({ password: CANARY, url: 1 })] }) },
  { place: "a token where no token belongs", config: raw({ targets: [crowd({ token: CANARY })] }) },
  {
    place: "a token of Jira, beside a password",
    config: raw({ targets: [jira({ token: CANARY, password: CANARY })] }),
  },
  { place: "a token of Jira, as a list", config: raw({ targets: [jira({ token: [CANARY] })] }) },
  {
    place: "a password of Confluence without a username",
    config: raw({ targets: [confluence({ token: undefined, password: CANARY })] }),
  },
  {
    place: "a password of Confluence, as a number",
    config: raw({ targets: [confluence({ username: "u", password: 1, token: CANARY })] }),
  },
  {
    place: "a token for Bitbucket, which takes none",
    config: raw({ targets: [bitbucket({ token: CANARY })] }),
  },
  {
    place: "a password of Bitbucket, over two lines",
    config: raw({ targets: [bitbucket({ password: `${CANARY}\n` })] }),
  },
  {
    place: "a password of Bitbucket, misspelled",
    config: raw({ targets: [bitbucket({ passwort: CANARY })] }),
  },
  { place: "a target", config: raw({ targets: [CANARY] }) },
  { place: "a section", config: raw({ protect: CANARY }) },
  {
    place: "an address, as a password",
    config: raw({ targets: [crowd({ url: `https://ada:${CANARY}@crowd.example.com` })] }),
  },
  {
    place: "an address over http, as a password",
    config: raw({ targets: [crowd({ url: `http://ada:${CANARY}@crowd.example.com` })] }),
  },
  {
    place: "an address, as a parameter",
    config: raw({ targets: [crowd({ url: `https://crowd.example.com?key=${CANARY}` })] }),
  },
  {
    place: "a reference of an unknown form",
    config: raw({ targets: [crowd({ password: `\${${CANARY}!}` })] }),
  },
  { place: "a default of a reference", config: raw({ targets: [crowd({ url: `\${URL:-${CANARY}}` })] }) },
  { place: "a variable behind an address", config: raw({ targets: [crowd({ url: "${CANARY}" })] }) },
  { place: "a variable behind a switch", config: raw({ operations: { import: "${CANARY}" } }) },
  { place: "a variable behind a limit", config: raw({ limits: { import: "${CANARY}" } }) },
  {
    place: "a variable behind a name",
    config: raw({ targets: [cloud({ name: "${CANARY}!" }), crowd({ name: "${CANARY}!" })] }),
  },
  {
    place: "a variable behind a name that is there twice",
    config: raw({ targets: [jira({ name: "${CANARY}" }), confluence({ name: "${CANARY}" })] }),
  },
  { place: "a variable inside a longer text", config: raw({ source: source({ tenantId: "x/${CANARY}" }) }) },
  { place: "a file behind an address", config: raw({ targets: [crowd({ url: "${file:canary}" })] }) },
  { place: "a file that is no certificate", config: raw({ targets: [crowd({ caFile: "canary" })] }) },
];

describe("a secret", () => {
  it.each(PLACES)("never enters an error: $place", ({ config }) => {
    const place = context({ env: { CANARY }, files: { "/etc/usersync/canary": CANARY } });

    const error = errorOf({ ...config, ...(config["limits"] === undefined ? MISTAKE : {}) }, place);

    const everything = [
      error.message,
      error.why,
      error.fix,
      error.stack,
      JSON.stringify(error.problems),
    ].join("\n");
    expect(everything).not.toContain(CANARY);
    expect(JSON.stringify(error.cause ?? null)).not.toContain(CANARY);
  });

  it("is only hidden, not forgotten: its option is named", () => {
    expect(problemsOf(raw({ targets: [crowd({ password: "a\nb" })] }))).toEqual([
      {
        path: "targets[0].password",
        wrong: "does not have the right form",
        right: "the password of the application, in one line",
      },
    ]);
  });
});

describe("secretsOf", () => {
  it("finds every secret, also in the forms in which it travels", () => {
    const targets = [cloud({ token: "to ken" }), crowd({ password: "pä" })];

    const secrets = secretsOf(parse(raw({ targets })));

    expect(secrets).toEqual([
      "source-secret",
      "to ken",
      "pä",
      "to%20ken",
      "p%C3%A4",
      Buffer.from("usersync:pä").toString("base64"),
    ]);
  });

  it("finds tokens and passwords of the products, these also as HTTP Basic", () => {
    const targets = [
      jira({ token: "jira token" }),
      jira({ name: "j", url: "https://j.example.com", token: undefined, username: "ada", password: "j/p" }),
      confluence({ token: "confluence-token" }),
      bitbucket({ password: "bitbucket-password" }),
    ];

    const secrets = secretsOf(parse(raw({ source: { type: "file", path: "x" }, targets })));

    expect(secrets).toEqual([
      "jira token",
      "j/p",
      "confluence-token",
      "bitbucket-password",
      "jira%20token",
      "j%2Fp",
      Buffer.from("ada:j/p").toString("base64"),
      Buffer.from("usersync:bitbucket-password").toString("base64"),
    ]);
  });

  it.each([
    { credential: { type: "access-token", token: "graph-token" }, secrets: ["graph-token"] },
    { credential: { type: "azure-cli" }, secrets: [] },
    { credential: { type: "default" }, secrets: [] },
    { credential: { type: "managed-identity" }, secrets: [] },
    { credential: { type: "workload-identity" }, secrets: [] },
  ])("of a source with $credential.type", ({ credential, secrets }) => {
    expect(secretsOf(parse(raw({ source: source({ credential }) })))).toEqual([...secrets, "cloud-secret"]);
  });

  it("of a certificate with and without password", () => {
    const files = { "/etc/usersync/c.pem": "-----BEGIN CERTIFICATE-----\n-----BEGIN RSA PRIVATE KEY-----" };
    const credential = { type: "client-certificate", clientId: "a", certificatePath: "c.pem" };
    const secretsWith = (options: object) =>
      secretsOf(
        parse(raw({ source: source({ credential: { ...credential, ...options } }) }), context({ files })),
      );

    expect(secretsWith({ certificatePassword: "pem-secret" })).toEqual(["pem-secret", "cloud-secret"]);
    expect(secretsWith({})).toEqual(["cloud-secret"]);
  });

  it("of a file as source: only those of the targets", () => {
    expect(secretsOf(parse(raw({ source: { type: "file", path: "x" } })))).toEqual(["cloud-secret"]);
  });
});

describe("a secret in plain text", () => {
  const env = { SECRET: "from-the-environment" };

  it("in a file that others can read gives a warning with both ways out", () => {
    const { warnings } = parse(
      raw({ targets: [cloud(), crowd({ password: "${SECRET}" })] }),
      context({ env, exposed: true }),
    );

    expect(warnings).toEqual([
      "source.credential.clientSecret, targets[0].token stand in plain text in /etc/usersync/usersync.config.yaml, which other accounts of this machine can read. Run `chmod 600 /etc/usersync/usersync.config.yaml`, or write ${NAME} there and set the environment variable NAME.",
    ]);
  });

  it.each([
    { situation: "in a file of one's own", options: { exposed: false } },
    {
      situation: "in a script, which may have got it from anywhere",
      options: { exposed: true, path: "/a/usersync.config.mjs" },
    },
    { situation: "in a TypeScript file", options: { exposed: true, path: "/a/usersync.config.ts" } },
  ])("$situation gives none", ({ options }) => {
    expect(parse(raw(), context(options)).warnings).toEqual([]);
  });

  it("that only looks like a reference gives one", () => {
    const place = context({ exposed: true });

    expect(
      parse(
        raw({ source: { type: "file", path: "x" }, targets: [cloud({ token: "$${no-reference}" })] }),
        place,
      ).warnings,
    ).toHaveLength(1);
  });
});

describe("a secret that is an ordinary word", () => {
  it("gives a warning that lists every place, from references too", () => {
    const { warnings } = parse(
      raw({ targets: [cloud({ token: "none" }), crowd({ password: "${PASSWORD}" })] }),
      context({ env: { PASSWORD: "wrong" } }),
    );

    expect(warnings).toEqual([
      "targets[0].token, targets[1].password have fewer than 8 characters. No real secret is that short, so they are not hidden in what usersync prints. Put in the key or password that the other side issued.",
    ]);
  });

  it("is named with its option where it stands in an address, of which nothing is shown", () => {
    const state = { url: "postgres://sync:tiny@db.example.com/usersync" };
    const { warnings } = parse(raw({ targets: [cloud({})], state }), context({}));

    expect(warnings).toEqual([
      "state.url (the password in it) has fewer than 8 characters. No real secret is that short, so it is not hidden in what usersync prints. Put in the key or password that the other side issued.",
    ]);
  });
});
