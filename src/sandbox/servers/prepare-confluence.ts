import { CONFLUENCE_9_4 } from "../confluence/confluence-profile.ts";
import { confluenceServer } from "../confluence/confluence-server.ts";
import {
  type ConfluenceSeed,
  type ConfluenceState,
  createConfluenceState,
} from "../confluence/confluence-state.ts";
import type { Prepared } from "./prepared.ts";
import { SYNC_ACCOUNT } from "./sync-account.ts";

export interface ConfluenceParts {
  readonly state: ConfluenceState;
  readonly token: string;
}

const TOKEN = "sandbox-confluence-token";
const LOGIN = { username: SYNC_ACCOUNT.name, password: "sandbox-confluence-password", tokens: [TOKEN] };

/** A Confluence of the first version that can do everything, with an administrator for usersync besides the seed. */
export function prepareConfluence(seed: ConfluenceSeed = {}): Prepared<ConfluenceParts> {
  const { name, displayName: fullName, email } = SYNC_ACCOUNT;
  const { users = [], groups = [] } = seed;
  const state = createConfluenceState({
    ...seed,
    users: [{ name, fullName, email }, ...users],
    groups: [{ name: "confluence-administrators", members: [name] }, ...groups],
  });
  return {
    app: confluenceServer({ state, logins: [LOGIN], profile: CONFLUENCE_9_4 }),
    contextPath: "",
    parts: { state, token: TOKEN },
    targetLines: (url) => [
      "type: confluence",
      `url: ${url}`,
      `token: ${TOKEN} # a personal access token; or username and password`,
      "mapping:",
      "  defaultGroups: { new: [confluence-users] } # what gives a new account its licence",
    ],
  };
}
