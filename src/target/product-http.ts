import type { BitbucketConfig, ConfluenceConfig, JiraConfig, ProductCredentials } from "../config/config.ts";
import { contextPathFix } from "../http/entrance.ts";
import type { ExplainRefusal } from "../http/explain-answer.ts";
import { createHttpClient, type HttpClient } from "../http/http-client.ts";
import type { ClientParts } from "./target-parts.ts";

/** What differs between the products of the Data Center. */
export interface Product {
  /** As people call it: `Jira`. */
  readonly called: string;
  /** Below the address of the config: `/rest/api/2`. */
  readonly api: string;
  /** A call that every version has, below that. */
  readonly entrance: string;
  /** What follows the context path in a browser: `/secure or /login`. */
  readonly pages: string;
  /** Where personal access tokens are, below the avatar. Default: `Profile`. */
  readonly tokenMenu?: string;
  /** What to do about a 403. */
  readonly permissionFix: string;
  /** What some of its refusals mean. */
  readonly explain?: ExplainRefusal;
}

type ProductConfig = JiraConfig | ConfluenceConfig | BitbucketConfig;

/**
 * A client for Jira, Confluence or Bitbucket Data Center: signed in, with the header that their guard
 * against forged requests wants, and with an explanation for accounts that are locked behind a CAPTCHA.
 *
 * After some failed sign-ins these servers ask an account for a CAPTCHA, and then refuse the right
 * password too. So the first refusal ends the run, and whoever reads sends one request alone first.
 */
export function createProductHttp(
  { name, url, credentials, connection }: ProductConfig,
  { called, api, entrance, pages, tokenMenu = "Profile", permissionFix, explain }: Product,
  parts: ClientParts,
): HttpClient {
  const { authorization, secrets } = signInWith(credentials);
  return createHttpClient({
    ...parts,
    name,
    connection,
    baseUrl: `${url}${api}`,
    authorization,
    fixes: { signIn: signInFix(called, tokenMenu, credentials), permission: permissionFix },
    entrance: {
      of: called,
      path: entrance,
      fix: contextPathFix(pages, `https://host/${called.toLowerCase()}`),
    },
    explain: (answer) => captchaOf(called, answer) ?? explain?.(answer),
    headers: { "x-atlassian-token": "no-check" },
    secrets,
  });
}

function signInWith(credentials: ProductCredentials) {
  if ("token" in credentials) {
    const { token } = credentials;
    return { authorization: `Bearer ${token}`, secrets: [token] };
  }
  const { username, password } = credentials;
  const basic = Buffer.from(`${username}:${password}`, "utf8").toString("base64");
  return { authorization: `Basic ${basic}`, secrets: [password, basic] };
}

function signInFix(called: string, tokenMenu: string, credentials: ProductCredentials): string {
  return "token" in credentials
    ? `Set \`token\` to a personal access token that has not run out: in ${called}, the avatar > ${tokenMenu} > Personal access tokens.`
    : `Set \`username\` and \`password\` to those of a user in ${called}, and sign in once in a browser with them.`;
}

/** Seraph, the sign-in of these products, says in headers why it refuses. */
function captchaOf(called: string, { status, headers }: Parameters<ExplainRefusal>[0]) {
  if (status !== 401 && status !== 403) return undefined;
  const reasons = `${headers["x-authentication-denied-reason"] ?? ""} ${headers["x-seraph-loginreason"] ?? ""}`;
  if (!/CAPTCHA|AUTHENTICATION_DENIED/.test(reasons)) return undefined;
  return {
    code: "SIGN_IN_FAILED",
    why: `After too many failed sign-ins ${called} wants a CAPTCHA from this account, and refuses the right password too.`,
    fix: `Sign in to ${called} once in a browser as this account and solve the CAPTCHA, or let an administrator reset its failed logins. Then correct the credentials here before the next run.`,
  } as const;
}
