import { jiraServer } from "../jira/jira-server.ts";
import { createJiraState, type JiraSeed, type JiraState } from "../jira/jira-state.ts";
import type { Prepared } from "./prepared.ts";
import { SYNC_ACCOUNT } from "./sync-account.ts";

export interface JiraParts {
  readonly state: JiraState;
  readonly token: string;
}

const TOKEN = "sandbox-jira-token";
const LOGIN = { username: SYNC_ACCOUNT.name, password: "sandbox-jira-password", tokens: [TOKEN] };
const CONTEXT_PATH = "/jira";

/** A Jira that is not at the root of its server, with an administrator for usersync besides the seed. */
export function prepareJira({ users = [], groups = [], ...seed }: JiraSeed = {}): Prepared<JiraParts> {
  const administrators = { name: "jira-administrators", members: [SYNC_ACCOUNT.name] };
  const state = createJiraState({
    ...seed,
    users: [SYNC_ACCOUNT, ...users],
    groups: [administrators, ...groups],
  });
  return {
    app: jiraServer({ state, logins: [LOGIN], contextPath: CONTEXT_PATH }),
    contextPath: CONTEXT_PATH,
    parts: { state, token: TOKEN },
    targetLines: (url) => [
      "type: jira",
      `url: ${url}`,
      `token: ${TOKEN} # a personal access token; or username and password`,
      "mapping:",
      "  defaultGroups: { new: [jira-software-users] } # what gives a new account its licence",
      "onDisable:",
      "  projectLead: admin # leads the projects of whoever is disabled",
    ],
  };
}
