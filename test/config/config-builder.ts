import type { Config } from "../../src/config/config.ts";
import type { ConfigContext } from "../../src/config/context.ts";
import { parseConfig } from "../../src/config/parse-config.ts";
import { ConfigError, type Problem } from "../../src/config/problem.ts";

type Options = Readonly<Record<string, unknown>>;

/** A valid source. Tests name only what they are about. */
export function source(options: Options = {}): Options {
  return {
    type: "entra",
    tenantId: "contoso.onmicrosoft.com",
    credential: { type: "client-secret", clientId: "app", clientSecret: "source-secret" },
    ...options,
  };
}

export function cloud(options: Options = {}): Options {
  return { name: "cloud", type: "atlassian-cloud", directoryId: "dir-1", token: "cloud-secret", ...options };
}

export function crowd(options: Options = {}): Options {
  return {
    name: "crowd",
    type: "crowd",
    url: "https://crowd.example.com/crowd",
    application: "usersync",
    password: "crowd-secret",
    ...options,
  };
}

export function jira(options: Options = {}): Options {
  return { name: "jira", type: "jira", url: "https://jira.example.com", token: "jira-secret", ...options };
}

export function confluence(options: Options = {}): Options {
  return {
    name: "confluence",
    type: "confluence",
    url: "https://confluence.example.com",
    token: "confluence-secret",
    ...options,
  };
}

export function bitbucket(options: Options = {}): Options {
  return {
    name: "bitbucket",
    type: "bitbucket",
    url: "https://bitbucket.example.com",
    username: "usersync",
    password: "bitbucket-secret",
    ...options,
  };
}

export function raw(options: Options = {}): Options {
  return { source: source(), targets: [cloud()], ...options };
}

/** A place with the given files (by absolute path) and environment. */
export function context({
  files = {},
  ...options
}: Partial<Omit<ConfigContext, "readText">> & { readonly files?: Readonly<Record<string, string>> } = {}) {
  const readText = (path: string): string => {
    const text = files[path];
    if (text === undefined) throw Object.assign(new Error(`no ${path}`), { code: "ENOENT" });
    return text;
  };
  return {
    path: "/etc/usersync/usersync.config.yaml",
    directory: "/etc/usersync",
    env: {},
    readText,
    ...options,
  };
}

export function parse(value: unknown, place: ConfigContext = context()): Config {
  return parseConfig(value, place);
}

export function errorOf(value: unknown, place: ConfigContext = context()): ConfigError {
  try {
    parseConfig(value, place);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error("The config was accepted.");
}

/** What is wrong, as `path value: wrong` lines. */
export function complaintsOf(value: unknown, place: ConfigContext = context()): string[] {
  return problemsOf(value, place).map(
    ({ path, value: shown, wrong }) => `${path}${shown === undefined ? "" : ` ${shown}`}: ${wrong}`,
  );
}

/** Empty when the config is fine. */
export function problemsOf(value: unknown, place: ConfigContext = context()): readonly Problem[] {
  try {
    parseConfig(value, place);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}
