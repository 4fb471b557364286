import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import type { FakeWorldOptions } from "./fake-world.ts";
import { openOffice } from "./office.ts";

const CANARY = 'canary-7f3a/"x\\y&<z>';
const PIECES = [
  "canary-7f3a",
  Buffer.from(`usersync:${CANARY}`).toString("base64"),
  Buffer.from(CANARY).toString("base64"),
];

/** Answers every request with an error that repeats whatever it was sent, in each form that comes to mind. */
async function openParrot(): Promise<{ url: string; server: Server }> {
  const server = createServer((request, response) => {
    const credential = request.headers.authorization ?? "";
    const plain = Buffer.from(credential.replace(/^\w+ /, ""), "base64").toString();
    const message = `${credential} ${plain} ${CANARY} ${encodeURIComponent(CANARY)}`;
    response.writeHead(403, { "content-type": "application/json", "x-echo": encodeURIComponent(CANARY) });
    response.end(
      JSON.stringify({ reason: message, message, detail: message, error: { code: message, message } }),
    );
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

const source = (url: string) => `source:
  type: entra
  tenantId: contoso.example
  graphUrl: ${url}
  credential: { type: access-token, token: "\${CANARY}" }
`;
const fileSource = `source: { type: file, path: people.json }
`;
const targets = (url: string) => `targets:
  - { name: cloud, type: atlassian-cloud, url: "${url}", directoryId: 33333333-2222-4333-8444-555555555555, token: "\${CANARY}" }
  - { name: crowd, type: crowd, url: "${url}/crowd", application: usersync, password: "\${CANARY}" }
  - { name: jira, type: jira, url: "${url}/jira", token: "\${CANARY}" }
  - { name: confluence, type: confluence, url: "${url}/wiki", username: usersync, password: "\${CANARY}" }
  - { name: bitbucket, type: bitbucket, url: "${url}/git", username: usersync, password: "\${CANARY}" }
`;
const inPlainText = (text: string) => text.replaceAll(`"\${CANARY}"`, JSON.stringify(CANARY));

const LEVELS = ["debug", "info", "warn", "error", "silent"];
/** Each of them for each config: many runs, which a busy machine takes its time for. */
const COMMANDS = [
  ["plan"],
  ["plan", "--json"],
  ["plan", "--format", "html"],
  ["plan", "--format", "markdown"],
  ["run"],
  ["run", "--json", "--report", "run.html"],
  ["check"],
  ["check", "--json"],
];

describe("story 41: a secret", () => {
  it.each(["json", "pretty"].flatMap((format) => LEVELS.map((level) => ({ format, level }))))(
    "appears in no output with logs as $format at level $level, wherever it stands",
    async ({ format, level }) => {
      const { url, server } = await openParrot();
      await using office = await openOffice();
      const log = `log: { format: ${format} }\n`;
      const configs = [
        source(url) + targets(url),
        fileSource + targets(url),
        inPlainText(fileSource + targets(url)),
      ];
      const outputs: string[] = [];
      for (const config of configs) {
        await office.write("usersync.config.yaml", config + log);
        for (const command of COMMANDS) {
          outputs.push(await outputOf([...command, "--log-level", level], { env: { CANARY } }));
        }
      }
      await new Promise((closed) => server.close(closed));

      async function outputOf(argv: readonly string[], options: FakeWorldOptions): Promise<string> {
        const { code, stdout, stderr } = await office.run(argv, options);
        expect(code).toBe(1);
        const report =
          argv.includes("--report") && configs.length > 1
            ? await office.read("run.html").catch(() => "")
            : "";
        return stdout + stderr + report;
      }
      const all = outputs.join("\n");
      expect(all.length).toBeGreaterThan(1000);
      expect(PIECES.filter((piece) => all.includes(piece))).toEqual([]);
    },
    60_000,
  );

  it("appears in no list of what is wrong with a config", async () => {
    await using office = await openOffice();
    await office.write(
      "usersync.config.yaml",
      inPlainText(`${source("ftp://x")}${targets("nonsense")}tokn: ${JSON.stringify(CANARY)}\n`),
    );

    const { code, stdout, stderr } = await office.run(["plan", "--json", "--log-level", "debug"]);

    expect(code).toBe(1);
    expect(PIECES.filter((piece) => (stdout + stderr).includes(piece))).toEqual([]);
  });
});
