import { describe, expect, it } from "vitest";
import { removeUser } from "../src/sandbox/crowd/crowd-state.ts";
import { type Sandbox, startSandbox } from "../src/sandbox/sandbox.ts";
import { describePlan, syncWith } from "./support/sync-sandbox.ts";
import { tinyCompany } from "./support/tiny-company.ts";

const DIRECTORIES = ["cloud", "crowd"] as const;
type Directory = (typeof DIRECTORIES)[number];

/** Deletes an account or a group at the directory itself, as an admin does. */
const DELETE: Readonly<Record<Directory, (sandbox: Sandbox<Directory>, object: Gone) => void>> = {
  cloud({ cloud: { directory } }, { user, group }) {
    const account = directory.users.findByUserName(user ?? "");
    if (account !== undefined) {
      directory.groups.forget(account.id);
      directory.users.remove(account);
    }
    const found = directory.groups.all().find(({ displayName }) => displayName === group);
    if (found !== undefined) directory.groups.remove(found);
  },
  crowd({ crowd: { state } }, { user, group }) {
    const account = state.users.get(user ?? "");
    if (account !== undefined) removeUser(state, account);
    state.groups.delete(group ?? "");
  },
};

interface Gone {
  readonly user?: string;
  readonly group?: string;
}

interface Case extends Gone {
  readonly what: string;
  /** What was about it and had become needless. */
  readonly done: readonly string[];
  /** What could not be done without it. All others are done. */
  readonly failed: readonly string[];
}

const CASES: readonly Case[] = [
  {
    what: "an account that is to be disabled",
    user: "eve",
    done: ["remove-member eve", "disable eve"],
    failed: [],
  },
  {
    what: "an account that is to be renamed and added to a group",
    user: "cleo.old",
    done: [],
    failed: ["update cleo.old", "add-member cleo.old"],
  },
  {
    what: "an account that is to be enabled and added to a group",
    user: "dan",
    done: [],
    failed: ["enable dan", "add-member dan"],
  },
  {
    what: "an account that is to be linked",
    user: "finn",
    done: [],
    failed: ["link finn", "add-member finn"],
  },
  {
    what: "a group that is to get and to lose members",
    group: "dev",
    done: ["remove-member eve", "remove-member gone"],
    failed: ["add-member bob", "add-member cleo.old", "add-member dan"],
  },
];

describe.each(["cloud", "crowd"] as const)("%s", (name) => {
  it.each(CASES)(
    "story 15: $what is gone by then: that alone fails, and the next run heals it",
    async ({ done, failed, ...gone }) => {
      await using opened = await openSandbox(name, gone);

      const lines = describePlan(await opened.run()).filter((line) => line.startsWith(`${name}: `));

      const open = lines.filter((line) => !line.endsWith(": done"));
      expect(open.map((line) => line.replace(/^\w+: (.*): (?:failed|skipped)$/, "$1"))).toEqual(failed);
      for (const one of done) expect(lines).toContain(`${name}: ${one}: done`);
      expect(describePlan(await opened.run()).filter((line) => !line.endsWith(": done"))).toEqual([]);
      expect(describePlan(await opened.run())).toEqual([]);
    },
  );
});

/** A sandbox in which something vanishes between the reading and the first write to it. */
async function openSandbox(name: Directory, gone: Gone) {
  let isOver = false;
  const sandbox: Sandbox<Directory> = await startSandbox({
    directories: DIRECTORIES,
    company: tinyCompany(),
    prepare(server, app) {
      app.addHook("onRequest", async ({ method }) => {
        if (server !== name || method === "GET" || isOver) return;
        isOver = true;
        DELETE[name](sandbox, gone);
      });
    },
  });
  const text = sandbox.configText.replaceAll(
    /^( +)(disable|removeMembers|removeMembersTotal): \d+%/gm,
    "$1$2: none",
  );
  return {
    run: () => syncWith(text, { dryRun: false }),
    [Symbol.asyncDispose]: () => sandbox.close(),
  };
}
