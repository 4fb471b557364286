import { bitbucketServer } from "../bitbucket/bitbucket-server.ts";
import {
  type BitbucketSeed,
  type BitbucketState,
  createBitbucketState,
} from "../bitbucket/bitbucket-state.ts";
import type { Prepared } from "./prepared.ts";
import { SYNC_ACCOUNT } from "./sync-account.ts";

export interface BitbucketParts {
  readonly state: BitbucketState;
  readonly username: string;
  readonly password: string;
}

const LOGIN = { username: SYNC_ACCOUNT.name, password: "sandbox-bitbucket-password" };

/** A Bitbucket with an administrator for usersync besides the seed. */
export function prepareBitbucket({ users = [], ...seed }: BitbucketSeed = {}): Prepared<BitbucketParts> {
  const state = createBitbucketState({
    ...seed,
    users: [{ ...SYNC_ACCOUNT, permission: "ADMIN" }, ...users],
  });
  return {
    app: bitbucketServer({ state, logins: [LOGIN] }),
    contextPath: "",
    parts: { ...LOGIN, state },
    targetLines: (url) => [
      "type: bitbucket",
      `url: ${url}`,
      `username: ${LOGIN.username} # a token cannot administer users here`,
      `password: ${LOGIN.password}`,
      "licenseGroups: [stash-users] # what lets an account in; taken away from whoever is disabled",
    ],
  };
}
