import type {
  Cloud,
  Config,
  ConnectionConfig,
  CredentialConfig,
  MappingConfig,
  ProductCredentials,
  SourceConfig,
  StateConfig,
  TargetConfig,
} from "./config.ts";
import { type ConfigContext, fromDirectory } from "./context.ts";
import type { ParsedConfig } from "./schema/config-schema.ts";
import { USUAL_USERNAME } from "./schema/mapping.ts";
import { merged, type Overrides } from "./schema/overriding.ts";

/** Where Graph is in each of Microsoft's clouds. */
const GRAPH_URLS: Readonly<Record<Cloud, string>> = {
  global: "https://graph.microsoft.com",
  "us-gov": "https://graph.microsoft.us",
  "us-gov-dod": "https://dod-graph.microsoft.us",
  china: "https://microsoftgraph.chinacloudapi.cn",
};

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const MEGABYTE = 1024 * 1024;

type ParsedSource = ParsedConfig["source"];
type ParsedTarget = ParsedConfig["targets"][number];

export interface Surroundings {
  readonly context: ConfigContext;
  readonly warnings: readonly string[];
}

/** From options as admins write them to a config as the stages use it. Everything was checked before. */
export function toConfig(parsed: ParsedConfig, { context, warnings }: Surroundings): Config {
  const { jitterSeconds, ...schedule } = parsed.schedule;
  return {
    source: toSource(parsed.source, context),
    targets: parsed.targets.map((target) => toTarget(target, parsed, context)),
    schedule: { ...schedule, jitter: jitterSeconds * SECOND },
    ...toRecords(parsed, context),
    warnings,
    path: context.path,
  };
}

/** Where a run is recorded and what is logged. */
export function toRecords(
  { state, audit, log }: Pick<ParsedConfig, "state" | "audit" | "log">,
  context: ConfigContext,
): Pick<Config, "state" | "audit" | "log"> {
  return {
    log,
    state: toState(state.url, context),
    audit: audit.file === undefined ? {} : { file: fromDirectory(context, audit.file) },
  };
}

function toState(place: StateConfig, context: ConfigContext): StateConfig {
  return place.type === "file" ? { ...place, path: fromDirectory(context, place.path) } : place;
}

function toSource(source: ParsedSource, context: ConfigContext): SourceConfig {
  if (source.type === "file") return { ...source, path: fromDirectory(context, source.path) };
  const { type, tenantId, cloud, users, groups } = source;
  return {
    type,
    tenantId,
    cloud,
    graphUrl: source.graphUrl ?? GRAPH_URLS[cloud],
    credential: toCredential(source.credential, context),
    users,
    groups,
    connection: toConnection(source, context),
    timeLimit: source.timeLimitMinutes * MINUTE,
  };
}

function toCredential(
  credential: Extract<ParsedSource, { type: "entra" }>["credential"],
  context: ConfigContext,
): CredentialConfig {
  if (credential.type === "client-certificate") {
    return { ...credential, certificatePath: fromDirectory(context, credential.certificatePath) };
  }
  if (credential.type !== "workload-identity" || credential.tokenFilePath === undefined) return credential;
  return { ...credential, tokenFilePath: fromDirectory(context, credential.tokenFilePath) };
}

function toTarget(target: ParsedTarget, shared: ParsedConfig, context: ConfigContext): TargetConfig {
  const common = {
    name: target.name,
    mapping: mergedMapping(shared.mapping, target.mapping),
    operations: merged(shared.operations, target.operations),
    limits: merged(shared.limits, target.limits),
    protect: merged(shared.protect, target.protect),
    connection: toConnection(target, context),
  };
  switch (target.type) {
    case "atlassian-cloud": {
      const { type, url, directoryId, token, verifiedDomains } = target;
      const domains = verifiedDomains === undefined ? {} : { verifiedDomains };
      return { ...common, type, url, directoryId, token, ...domains };
    }
    case "crowd": {
      const { type, url, application, password } = target;
      return { ...common, type, url, application, password };
    }
    case "jira": {
      const { type, url, listing, onDisable } = target;
      return { ...common, type, url, listing, onDisable, credentials: toCredentials(target) };
    }
    case "confluence": {
      const { type, url, listing } = target;
      return { ...common, type, url, listing, credentials: toCredentials(target) };
    }
    case "bitbucket": {
      const { type, url, username, password, directoryName, licenseGroups, notifyNewUsers } = target;
      const named = directoryName === undefined ? {} : { directoryName };
      const credentials = { username, password };
      return { ...common, type, url, credentials, licenseGroups, notifyNewUsers, ...named };
    }
  }
}

interface SignInOptions {
  readonly token?: string;
  readonly username?: string;
  readonly password?: string;
}

/** A rule has made sure that there is the one or the other. */
function toCredentials({ token, username = "", password = "" }: SignInOptions): ProductCredentials {
  return token === undefined ? { username, password } : { token };
}

function mergedMapping(shared: MappingConfig, own: Overrides<MappingConfig> = {}): MappingConfig {
  const { username, guestUsername, groupName, defaultGroups, ...lists } = own;
  return {
    ...merged(shared, lists),
    username: merged(shared.username, username),
    ...(guestUsername && { guestUsername: merged(shared.guestUsername ?? USUAL_USERNAME, guestUsername) }),
    groupName: merged(shared.groupName, groupName),
    defaultGroups: merged(shared.defaultGroups, defaultGroups),
  };
}

interface ConnectionOptions {
  readonly concurrency: number;
  readonly requestsPerSecond: number;
  readonly timeoutSeconds: number;
  readonly maxWaitSeconds: number;
  readonly maxResponseMegabytes: number;
  readonly caFile?: string;
}

function toConnection(options: ConnectionOptions, context: ConfigContext): ConnectionConfig {
  const { concurrency, requestsPerSecond, caFile } = options;
  return {
    concurrency,
    requestsPerSecond,
    timeout: options.timeoutSeconds * SECOND,
    maxWait: options.maxWaitSeconds * SECOND,
    maxResponseSize: options.maxResponseMegabytes * MEGABYTE,
    ...(caFile === undefined ? {} : { ca: context.readText(fromDirectory(context, caFile)) }),
  };
}
