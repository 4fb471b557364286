import { dirname, isAbsolute, relative } from "node:path";
import type {
  Config,
  Limit,
  LimitsConfig,
  MappingConfig,
  SourceConfig,
  TargetConfig,
  UsernameMapping,
} from "../config/config.ts";
import { conditionText } from "../model/condition.ts";
import type { Rewrite } from "../model/rewrite.ts";
import type { Scope } from "../model/scope.ts";
import { canonicalDigest } from "./canonical-digest.ts";

/** What decides a plan, by path: `source.users.from` → `"all"`. Values are JSON, for people to compare. */
export type Settings = Readonly<Record<string, string>>;

/**
 * Everything in a config that decides the plan for one of its targets; equal settings and equal reads
 * make equal plans. Paths and values are those of the config file, with what the target overrides put in.
 *
 * Named one by one, so that a new option with a secret in it cannot slip in. How a server is reached and
 * signed in to decides nothing and is left out, and so are schedule, log and state.
 */
export function settingsOf(config: Config, target: TargetConfig): Settings {
  return { ...sourceSettings(config), ...targetSettings(target) };
}

/**
 * SHA-256 in hex over the settings of all targets.
 *
 * @param config As it was loaded: with all its targets, and before `--allow` lifted a limit for one run.
 */
export function configDigest(config: Config): string {
  return canonicalDigest(allSettings(config));
}

/** The settings of all targets, those of a target under `targets.<name>`. */
export function allSettings(config: Config): Settings {
  const own = config.targets.flatMap((target) =>
    Object.entries(targetSettings(target)).map(([path, value]) => [`targets.${target.name}.${path}`, value]),
  );
  return { ...sourceSettings(config), ...Object.fromEntries(own) };
}

/** What a directory is called in the state, whatever the config calls it: `crowd https://crowd.example.com/crowd usersync`. */
export function identityOf(target: TargetConfig): string {
  switch (target.type) {
    case "atlassian-cloud":
      return [target.type, target.url, target.directoryId].join(" ");
    case "crowd":
      return [target.type, target.url, target.application].join(" ");
    case "jira":
    case "confluence":
      return [target.type, target.url].join(" ");
    case "bitbucket":
      return [target.type, target.url, target.directoryName ?? ""].join(" ").trimEnd();
  }
}

function sourceSettings({ source, path }: Config): Settings {
  return flatten("source", shownSource(source, path));
}

/** A file is named from the folder of the config, which may lie elsewhere on another machine. */
function shownSource(source: SourceConfig, configPath: string): object {
  switch (source.type) {
    case "entra": {
      const { type, tenantId, cloud, graphUrl, users, groups } = source;
      return { type, tenantId, cloud, graphUrl, users: shownScope(users), groups };
    }
    case "file": {
      const { type, users } = source;
      const near = relative(dirname(configPath), source.path);
      const isNear = !near.startsWith("..") && !isAbsolute(near);
      return { type, users: shownScope(users), path: isNear ? near.replaceAll("\\", "/") : source.path };
    }
  }
}

/** Rules hold functions; their texts tell them apart. */
function shownScope<Users extends Scope>({ where, ...users }: Users): object {
  return { ...users, where: where.map(conditionText) };
}

function targetSettings(target: TargetConfig): Settings {
  return {
    ...flatten("", shownTarget(target)),
    ...flatten("mapping", shownMapping(target.mapping)),
    ...flatten("operations", target.operations),
    ...flatten("limits", shownLimits(target.limits)),
    ...flatten("protect", target.protect),
  };
}

function shownTarget(target: TargetConfig): object {
  switch (target.type) {
    case "atlassian-cloud": {
      const { type, url, directoryId, verifiedDomains } = target;
      return { type, url, directoryId, verifiedDomains };
    }
    case "crowd": {
      const { type, url, application } = target;
      return { type, url, application };
    }
    case "jira": {
      const { type, url, listing, onDisable } = target;
      return { type, url, listing, onDisable };
    }
    case "confluence": {
      const { type, url, listing } = target;
      return { type, url, listing };
    }
    case "bitbucket": {
      const { type, url, directoryName, licenseGroups, notifyNewUsers } = target;
      return { type, url, directoryName, licenseGroups, notifyNewUsers };
    }
  }
}

function shownMapping({ username, guestUsername, groupName, ...lists }: MappingConfig): object {
  const { map, replace, ...around } = groupName;
  return {
    ...lists,
    username: shownUsername(username),
    ...(guestUsername && { guestUsername: shownUsername(guestUsername) }),
    // One value, since a name with a dot in it would look like a path.
    "groupName.map": Object.entries(map).map(shownEntry).sort(),
    "groupName.replace": replace.map(shownRewrite),
    groupName: around,
  };
}

function shownUsername({ from, replace, case: letters }: UsernameMapping): object {
  return { from, replace: replace.map(shownRewrite), case: letters };
}

/** As it is usually written: a list only where there are several names. */
function shownEntry([from, names]: [string, readonly string[]]): readonly unknown[] {
  return [from, names.length === 1 ? names[0] : names];
}

const shownRewrite = (rewrite: Rewrite) => ({ regex: rewrite.regex, with: rewrite.with });

function shownLimits(limits: LimitsConfig): object {
  return Object.fromEntries(
    Object.entries(limits).map(([name, limit]: [string, Limit | string]) => [
      name,
      typeof limit === "string" ? limit : limitText(limit),
    ]),
  );
}

/** As an admin writes it: `10%`, `25`, `10% or 25`. */
function limitText(limit: Exclude<Limit, "none">): string {
  const share = "share" in limit ? [`${Number((limit.share * 100).toPrecision(12))}%`] : [];
  const count = "count" in limit ? [String(limit.count)] : [];
  return [...share, ...count].join(" or ");
}

/** Sections become paths; everything else, lists too, becomes a value. */
function flatten(path: string, value: object): Settings {
  const flat: Record<string, string> = {};
  for (const [key, part] of Object.entries(value) as [string, unknown][]) {
    const own = path === "" ? key : `${path}.${key}`;
    if (typeof part === "object" && part !== null && !Array.isArray(part)) {
      Object.assign(flat, flatten(own, part));
    } else if (part !== undefined) flat[own] = JSON.stringify(part);
  }
  return flat;
}
