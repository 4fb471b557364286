import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { main } from "../../src/cli/main.ts";
import { crowdServer } from "../../src/sandbox/crowd/crowd-server.ts";
import { type CrowdSeed, type CrowdState, createCrowdState } from "../../src/sandbox/crowd/crowd-state.ts";
import { installFaults, type Traffic } from "../../src/sandbox/faults.ts";
import { type FakeWorld, type FakeWorldOptions, fakeWorld } from "./fake-world.ts";
import { typist } from "./typist.ts";

/** A folder with a config and a file source, and a Crowd server that the config points to. */
export interface Office extends AsyncDisposable {
  readonly folder: string;
  readonly crowd: CrowdState;
  readonly traffic: Traffic;
  /** Runs the program there. */
  run(argv: readonly string[], options?: FakeWorldOptions): Promise<Ran>;
  /** The same, while the test keeps hold of the outside. */
  start(argv: readonly string[], options?: FakeWorldOptions): { outside: FakeWorld; ended: Promise<Ran> };
  /** The same at a terminal, where somebody answers the questions with these keys. */
  answer(argv: readonly string[], ...keys: readonly string[]): Promise<Ran>;
  /** From now on these are the people whom the source gives, and these its groups. */
  employ(people: readonly object[], groups?: readonly object[]): Promise<void>;
  /** Puts another text in place of one in the config. */
  reconfigure(from: string, to: string): Promise<void>;
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
  /** Groups of the source, all of which are kept in step. */
  readonly sourceGroups?: readonly object[];
  /** Whether groups that Crowd has already are taken over unasked. Default: they are. */
  readonly adopts?: boolean;
  /** Lines of YAML after the usual config. */
  readonly more?: string;
}

/** The password is taken from this variable. */
const PASSWORD = { CROWD_PASSWORD: "correct-horse-battery" };

/** All that the first run says on stderr. */
export const NEW_STATE = /^\{"level":"warn".*"A new state was made in [^\n]*\}\n$/;

export async function openOffice(options: OfficeOptions = {}): Promise<Office> {
  const { people = [], sourceGroups = [], adopts = true, more = "", ...seed } = options;
  const folder = await mkdtemp(join(tmpdir(), "usersync-test-"));
  const crowd = createCrowdState(seed);
  const server = crowdServer({ state: crowd, application: "usersync", password: PASSWORD.CROWD_PASSWORD });
  const traffic = installFaults(server);
  const url = `${await server.listen({ host: "127.0.0.1", port: 0 })}/crowd`;
  const employ: Office["employ"] = (users, groups = []) =>
    writeFile(join(folder, "people.json"), JSON.stringify({ users, groups }));
  await employ(people, sourceGroups);
  const config = join(folder, "usersync.config.yaml");
  await writeFile(config, `${configText(url, adopts)}${more}`);

  const start: Office["start"] = (argv, world = {}) => {
    const env = { ...PASSWORD, ...world.env };
    const outside = fakeWorld({ argv, cwd: folder, ...world, env });
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
    run: (argv, world) => start(argv, world).ended,
    answer(argv, ...keys) {
      const typing = typist(keys);
      const { outside, ended } = start(argv, {
        tty: true,
        columns: 200,
        env: { NO_COLOR: "1" },
        stdin: typing.stdin,
      });
      typing.watch(outside.world.stderr);
      return ended;
    },
    employ,
    async reconfigure(from, to) {
      const text = await readFile(config, "utf8");
      if (!text.includes(from)) throw new Error(`The config does not say ${from}.`);
      await writeFile(config, text.replace(from, to));
    },
    write: (file, text) => writeFile(join(folder, file), text),
    read: (file) => readFile(join(folder, file), "utf8"),
    async [Symbol.asyncDispose]() {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function configText(url: string, adopts: boolean): string {
  return `source:
  type: file
  path: people.json
log: { level: warn }
mapping:
  username: { from: userPrincipalName, replace: [{ regex: '(.*)@.*', with: '$1' }] }
${adopts ? '  groups: [{ name: "*", adopt: always }]\n' : ""}targets:
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

/** A group as Graph answers it, with its members. */
export function team(number: number, name: string, members: readonly number[]): object {
  return { id: objectId(number), displayName: name, members: members.map(objectId) };
}

/** What the link of an account in Crowd looks like. */
export function linkedTo(number: number) {
  return { attributes: { "usersync.sourceId": [objectId(number)] } };
}

export function objectId(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
}
