import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { UsersyncError } from "../../errors.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import { EXIT } from "../exit-code.ts";
import { assertNew, writeNewFile } from "../print/output-file.ts";
import type { Session } from "../session.ts";
import type { GlobalOptions } from "../settings/open-settings.ts";
import { whileListening } from "../world/stop-signals.ts";

export interface SandboxOptions extends GlobalOptions {
  /** Of the first server; the others take the next ones. Absent: any free ports. */
  readonly port?: number;
  readonly out?: string;
  readonly force?: boolean;
}

/** `usersync sandbox`: leaves the servers of the demo running until it is stopped. */
export async function sandbox(session: Session, options: SandboxOptions): Promise<number> {
  const { screen, world } = session;
  const { port, out } = options;
  const place = { cwd: world.cwd, force: options.force === true };
  if (out !== undefined) await assertNew(out, place);
  const servers = await startOn(port);
  const folder = out === undefined ? await mkdtemp(join(tmpdir(), "usersync-sandbox-")) : undefined;
  const path = resolve(world.cwd, out ?? join(folder ?? "", "usersync.config.yaml"));
  try {
    await writeNewFile(path, servers.configText, place);
    await whileListening(session, ({ now }) => {
      screen.print(instructions(path));
      return untilAborted(now);
    });
    return EXIT.done;
  } finally {
    await servers.close();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }
}

async function startOn(port: number | undefined): Promise<Sandbox> {
  const { startSandbox } = await import("../../sandbox/sandbox.ts");
  const { SERVER_NAMES } = await import("../../sandbox/servers/servers.ts");
  if (port === undefined) return startSandbox();
  const last = port + SERVER_NAMES.length - 1;
  try {
    const ports = Object.fromEntries(SERVER_NAMES.map((name, place) => [name, port + place]));
    return await startSandbox({ ports });
  } catch (cause) {
    throw new UsersyncError("USAGE", {
      what: `The servers could not be started on the ports ${port} to ${last}.`,
      why: cause instanceof Error ? cause.message : String(cause),
      fix: `Give --port the first of ${SERVER_NAMES.length} free ports in a row, or leave it out for any free ones.`,
      cause,
    });
  }
}

function instructions(path: string): string {
  return [
    "Six servers run on this machine: Microsoft Graph, an Atlassian Cloud directory, Crowd, Jira, Confluence",
    "and Bitbucket.",
    `Their config: ${path}`,
    "",
    "In another terminal:",
    `  usersync plan --config ${path}`,
    `  usersync run --config ${path}`,
    "",
    "Ctrl-C stops them, and what was changed is forgotten.",
  ].join("\n");
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((done) => signal.addEventListener("abort", () => done(), { once: true }));
}
