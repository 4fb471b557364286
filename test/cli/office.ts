import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { main } from "../../src/cli/main.ts";
import { crowdServer } from "../../src/sandbox/crowd/crowd-server.ts";
import { type CrowdSeed, type CrowdState, createCrowdState } from "../../src/sandbox/crowd/crowd-state.ts";
import { installFaults, type Traffic } from "../../src/sandbox/faults.ts";
import { type FakeWorld, type FakeWorldOptions, fakeWorld } from "./fake-world.ts";

/** A folder with a config and a file source, and a Crowd server that the config points to. */
export interface Office extends AsyncDisposable {
  readonly folder: string;
  readonly crowd: CrowdState;
  readonly traffic: Traffic;
  /** Runs the program there. */
  run(argv: readonly string[], options?: FakeWorldOptions): Promise<Ran>;
  /** The same, while the test keeps hold of the outside. */
  start(argv: readonly string[], options?: FakeWorldOptions): { outside: FakeWorld; ended: Promise<Ran> };
  write(file: string, text: string): Promise<void>;
  read(file: string): Promise<string>;
}

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface OfficeOptions extends CrowdSeed {
  readonly people?: readonly object[];
  /** Lines of YAML after the usual config. */
  readonly more?: string;
}

/** The password is taken from this variable. */
const PASSWORD = { CROWD_PASSWORD: "correct-horse-battery" };

export async function openOffice({ people = [], more = "", ...seed }: OfficeOptions = {}): Promise<Office> {
  const folder = await mkdtemp(join(tmpdir(), "usersync-test-"));
  const crowd = createCrowdState(seed);
  const server = crowdServer({ state: crowd, application: "usersync", password: PASSWORD.CROWD_PASSWORD });
  const traffic = installFaults(server);
  const url = `${await server.listen({ host: "127.0.0.1", port: 0 })}/crowd`;
  await writeFile(join(folder, "people.json"), JSON.stringify({ users: people, groups: [] }));
  await writeFile(join(folder, "usersync.config.yaml"), `${configText(url)}${more}`);

  const start: Office["start"] = (argv, options = {}) => {
    const env = { ...PASSWORD, ...options.env };
    const outside = fakeWorld({ argv, cwd: folder, ...options, env });
    const ended = main(outside.world).then((code) => ({
      code,
      stdout: outside.stdout(),
      stderr: outside.stderr(),
    }));
    return { outside, ended };
  };
  return {
    folder,
    crowd,
    traffic,
    start,
    run: (argv, options) => start(argv, options).ended,
    write: (file, text) => writeFile(join(folder, file), text),
    read: (file) => readFile(join(folder, file), "utf8"),
    async [Symbol.asyncDispose]() {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function configText(url: string): string {
  return `source:
  type: file
  path: people.json
log: { level: warn }
mapping:
  username: { from: userPrincipalName, replace: [{ regex: '(.*)@.*', with: '$1' }] }
targets:
  - name: crowd
    type: crowd
    url: ${url}
    application: usersync
    password: \${CROWD_PASSWORD}
`;
}

/** A user as Graph answers it. The number makes the object id. */
export function person(number: number, name: string, overrides: object = {}): object {
  return {
    id: objectId(number),
    userPrincipalName: `${name}@example.com`,
    mail: `${name}@example.com`,
    displayName: name.charAt(0).toUpperCase() + name.slice(1),
    givenName: name,
    surname: "Example",
    accountEnabled: true,
    userType: "Member",
    ...overrides,
  };
}

export function objectId(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
}
