import type { Finding } from "../../model/finding.ts";
import { type DefaultGroupSettings, defaultGroupFindings } from "../default-groups.ts";
import { lookAt, problemOf } from "../findings.ts";
import type { CrowdClient } from "./client.ts";
import { crowdKey } from "./to-model.ts";
import { hasAttributes, type WireUser } from "./wire.ts";

export interface Checking {
  readonly client: Pick<CrowdClient, "ping" | "listUsers" | "getGroup" | "listGroups">;
  readonly config: DefaultGroupSettings;
  readonly signal: AbortSignal;
}

/** Signs in, reads users, looks for the default groups, and says what cannot be known without writing. */
export async function checkCrowd(checking: Checking): Promise<readonly Finding[]> {
  const { client, signal } = checking;
  try {
    await client.ping(signal);
  } catch (error) {
    return [problemOf("sign-in", error)];
  }
  const signedIn: Finding = {
    level: "ok",
    subject: "sign-in",
    message: "Crowd accepts the application and its password.",
  };
  try {
    const users = await client.listUsers(0, signal);
    const groups = await lookAt("mapping.defaultGroups", () => defaultGroups(checking));
    return [
      ...[signedIn, usersFinding(users), ...attributeFindings(users), ...groups],
      ...[directoryFinding(users), WRITES],
    ];
  } catch (error) {
    return [signedIn, problemOf("users", error)];
  }
}

const WRITES: Finding = {
  level: "info",
  subject: "permissions",
  message: "Whether the application may create and modify users and groups shows only when it does.",
  fix: "In Crowd open Applications > the application > Permissions, and see that Add and Modify are allowed for users and groups.",
};

/** The first page of all groups will do to find the one that was meant. */
function defaultGroups({ client, config, signal }: Checking): Promise<readonly Finding[]> {
  return defaultGroupFindings(config, {
    called: "Crowd",
    isThere: async (name) => (await client.getGroup(name, signal)) !== undefined,
    someNames: async () => (await client.listGroups(0, signal)).map(({ name }) => name),
  });
}

function usersFinding(users: readonly WireUser[]): Finding {
  const message =
    users.length === 0
      ? "The application sees no users."
      : `The application reads users, such as ${users[0]?.name}.`;
  if (users.length > 0) return { level: "ok", subject: "users", message };
  const fix =
    "If the directory is not empty, map it to the application: Applications > the application > Directories & groups.";
  return { level: "warning", subject: "users", message, fix };
}

function attributeFindings(users: readonly WireUser[]): readonly Finding[] {
  if (users.every(hasAttributes)) return [];
  return [
    {
      level: "problem",
      subject: "attributes",
      message:
        "Crowd lists users without their attributes, and usersync keeps there to whom an account belongs.",
      fix: "Look whether a proxy in front of Crowd drops the parameter expand.",
    },
  ];
}

/** The API names no directory. Two of them show only by a name that comes twice, or in the keys of the users. */
function directoryFinding(users: readonly WireUser[]): Finding {
  const fix =
    "In Crowd open Applications > the application > Directories & groups, and leave exactly one directory there.";
  const twice = firstTwice(users.map(({ name }) => crowdKey(name)));
  if (twice !== undefined) {
    const message = `The user ${twice} comes twice: the application seems to be mapped to more than one directory.`;
    return { level: "problem", subject: "directory", message, fix };
  }
  const directories = new Set(
    users.map(({ key }) => (typeof key === "string" ? /^(\d+):/.exec(key)?.[1] : undefined)),
  );
  if (directories.size > 1) {
    const message = `The keys of the users speak of ${directories.size} directories behind the application.`;
    return { level: "warning", subject: "directory", message, fix };
  }
  const message =
    "Crowd does not tell how many directories are behind the application. With more than one, writes may go to the wrong one.";
  return { level: "info", subject: "directory", message, fix };
}

function firstTwice(names: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return names.find((name) => seen.size === seen.add(name).size);
}
