import type { EntraConfig } from "../../config/config.ts";
import type { Finding } from "../../model/finding.ts";
import { isObject } from "../to-person.ts";
import { checkGroups } from "./check-groups.ts";
import { checkPermissions } from "./check-permissions.ts";
import type { Graph } from "./graph/open-graph.ts";
import { howToGrant, USER_READ } from "./permissions.ts";
import { selectUsers } from "./read/links.ts";
import { readClaims, type TokenClaims } from "./sign-in/token-claims.ts";
import type { TokenSupply } from "./sign-in/token-supply.ts";
import { toFinding } from "./to-finding.ts";

export interface CheckInput {
  readonly config: EntraConfig;
  readonly graph: Graph;
  readonly tokens: TokenSupply;
  readonly properties: readonly string[];
  readonly signal: AbortSignal;
}

/**
 * Signs in, looks through the permissions in the token, looks the configured groups up and asks for one user.
 *
 * @throws UsersyncError only when it is stopped.
 */
export async function checkEntra(input: CheckInput): Promise<readonly Finding[]> {
  try {
    const claims = readClaims(await input.tokens.current(input.signal));
    const permissions = checkPermissions(input.config, claims);
    // Without the permissions each group would fail for the reason that was just given.
    const isAllowed = permissions.every(({ level }) => level !== "problem");
    const [reading, tenant, groups] = await Promise.all([
      checkReading(input),
      findTenant(input),
      isAllowed ? checkGroups(input.config, input.graph, input.signal) : [],
    ]);
    const isProven = input.config.credential.type !== "access-token" || reading.level === "ok";
    return [isProven ? signedIn(claims, tenant) : UNPROVEN, ...permissions, ...groups, reading];
  } catch (error) {
    return [toFinding("sign-in", error, input.signal)];
  }
}

/** A token that the config holds ready was not made by signing in: only an answer shows that it is good. */
const UNPROVEN: Finding = {
  level: "warning",
  subject: "sign-in",
  message:
    "The config holds a token. Whether it is good is not known, since Microsoft Graph gave no users for it.",
};

function signedIn(claims: TokenClaims | undefined, tenant: string | undefined): Finding {
  const who = claims?.appId === undefined ? "" : ` as application ${claims.appId}`;
  const id = claims?.tenantId;
  const where = [tenant, id && (tenant === undefined ? id : `(${id})`)].filter(Boolean).join(" ");
  const until = claims?.expiresAt === undefined ? "" : `, until ${new Date(claims.expiresAt).toISOString()}`;
  const message = `Signed in to Microsoft Graph${who}${where === "" ? "" : ` in tenant ${where}`}${until}.`;
  return { level: "ok", subject: "sign-in", message };
}

/** One request with the very properties that a run asks for, so that a misspelled one shows here. */
async function checkReading({ config, graph, properties, signal }: CheckInput): Promise<Finding> {
  const subject = "reading users";
  try {
    const link = `/users?${selectUsers(properties)}&$top=1`;
    const { value } = await graph.get({ link, what: "the list of users", signal });
    const [user] = Array.isArray(value) ? value : [];
    if (isObject(user) && typeof user["userPrincipalName"] !== "string") return blankUsers(subject, config);
    return {
      level: "ok",
      subject,
      message: "Microsoft Graph gives users with the properties that the mapping uses.",
    };
  } catch (error) {
    return toFinding(subject, error, signal);
  }
}

function blankUsers(subject: string, { credential }: EntraConfig): Finding {
  return {
    level: "problem",
    subject,
    message: "Microsoft Graph gives users without their names.",
    fix: howToGrant(USER_READ, credential),
  };
}

/** The tenant's name is a courtesy: that the app may not read it is no finding. */
async function findTenant({ graph, signal }: CheckInput): Promise<string | undefined> {
  try {
    const link = "/organization?$select=id,displayName";
    const { value } = await graph.get({ link, what: "the tenant", signal });
    const [tenant] = Array.isArray(value) ? value : [];
    const name = isObject(tenant) ? tenant["displayName"] : undefined;
    return typeof name === "string" ? name : undefined;
  } catch {
    return undefined;
  }
}
