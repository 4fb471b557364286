import type { CredentialConfig } from "../../../config/config.ts";
import type { ErrorCode, Explanation } from "../../../errors.ts";
import { isObject } from "../../to-person.ts";
import { howToGrant, permissionOf } from "../permissions.ts";
import type { GraphCall } from "./graph-call.ts";
import { GraphRefusal } from "./graph-refusal.ts";
import { mentionRequest, type RawAnswer } from "./raw-answer.ts";

const LONGEST_QUOTE = 300;

/** The error for an answer with a 4xx status that is not worth repeating. */
export function refusal(answer: RawAnswer, call: GraphCall, credential: CredentialConfig): GraphRefusal {
  const said = readError(answer);
  const quote = said.message === "" ? "" : ` Graph says: ${said.message}`;
  const [code, { what, why, fix }] = isAboutConfig(answer.status, said.code, call)
    ? ["CONFIG_INVALID" as const, notUnderstood(answer.status, call)]
    : explain(answer.status, call, credential);
  return new GraphRefusal(
    code,
    { what: `${what}${mentionRequest(answer)}`, why: `${why}${quote}`, fix },
    { status: answer.status, graphCode: said.code },
  );
}

function explain(status: number, call: GraphCall, credential: CredentialConfig): [ErrorCode, Explanation] {
  switch (status) {
    case 401:
      return [
        "SIGN_IN_FAILED",
        {
          what: `Microsoft Graph did not accept the token when asked for ${call.what}.`,
          why: "The token is expired, revoked, or meant for another cloud or tenant.",
          fix:
            credential.type === "access-token"
              ? "Get a new token and put it into source.credential.token."
              : "Check source.cloud, source.tenantId and source.graphUrl. `usersync check` shows for whom the token is.",
        },
      ];
    case 403: {
      const permission = permissionOf(call.url);
      return [
        "PERMISSION_MISSING",
        {
          what: `Microsoft Graph refused to give ${call.what}.`,
          why: `The permission ${permission.name} is needed to ${permission.purpose}.`,
          fix: howToGrant(permission, credential),
        },
      ];
    }
    case 404:
      return [
        "NOT_FOUND",
        {
          what: `Microsoft Graph does not know ${call.what}.`,
          why: "It was deleted, or never was in this tenant.",
          fix: "Check the ids and names in source.users and source.groups, and source.tenantId.",
        },
      ];
    default:
      return [
        "REFUSED",
        {
          what: `Microsoft Graph refused the request for ${call.what} with status ${status}.`,
          why: "It does not understand part of the request, or where the listing stood.",
          fix: "Start the run again. If it stays like this, report it with the request-id.",
        },
      ];
  }
}

/**
 * Whether the config has put something into the request that Graph does not understand. Asking again would
 * not mend that. A later page was asked for in Graph's own words, and an expired one is not the config's fault.
 */
function isAboutConfig(status: number, graphCode: string, { url, isNextPage }: GraphCall): boolean {
  if (isNextPage || graphCode === "Directory_ExpiredPageToken") return false;
  if (status !== 400 && status !== 501) return false;
  return isForApplication(url) || propertiesIn(url).includes("accountEnabled");
}

function notUnderstood(status: number, { url, what }: GraphCall): Explanation {
  const fix = isForApplication(url)
    ? "Put the Application (client) ID of the enterprise application into source.users.application."
    : fixUserRequest(url);
  return {
    what: `Microsoft Graph refused the request for ${what} with status ${status}.`,
    why: "It does not understand part of the request. Nothing was written.",
    fix,
  };
}

function fixUserRequest(url: string): string {
  const properties = `Check the user properties that mapping.* uses: ${propertiesIn(url).join(", ")}.`;
  if (!new URL(url).searchParams.has("$filter")) return properties;
  return `${properties} Check source.users.filter too: operators that need Graph's advanced queries (ne, not, endsWith) cannot be used there.`;
}

function isForApplication(url: string): boolean {
  return new URL(url).pathname.includes("/servicePrincipals");
}

/** Names of the properties that the request asks for. */
function propertiesIn(url: string): readonly string[] {
  return new URL(url).searchParams.get("$select")?.split(",") ?? [];
}

function readError(answer: RawAnswer): { code: string; message: string } {
  const error = errorIn(answer);
  if (!isObject(error)) return { code: "", message: "" };
  return { code: printable(error["code"]), message: printable(error["message"]) };
}

function errorIn(answer: RawAnswer): unknown {
  try {
    const body: unknown = answer.parse();
    return isObject(body) ? body["error"] : undefined;
  } catch {
    return undefined;
  }
}

/** Text of the server that may stand in a terminal. */
function printable(value: unknown): string {
  if (typeof value !== "string") return "";
  const text = value.replace(/\p{C}+/gu, " ").trim();
  return text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text;
}
