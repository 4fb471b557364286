import type { CrowdConfig } from "../../config/config.ts";
import { checkPatience } from "../../http/patience.ts";
import type { Capabilities } from "../../model/capabilities.ts";
import { FIELDS } from "../../model/desired.ts";
import type { Account, DirectoryGroup, DirectorySnapshot } from "../../model/directory-snapshot.ts";
import { applyEach } from "../apply-each.ts";
import type { ApplyResult, DirectoryReadOptions, Target } from "../target.ts";
import type { TargetParts } from "../target-parts.ts";
import { type AccountNames, createAccountNames } from "./account-names.ts";
import { checkCrowd } from "./check.ts";
import { type CrowdClient, createCrowdClient } from "./client.ts";
import { lookAgain } from "./look-again.ts";
import type { MembershipDump } from "./parse-memberships.ts";
import { readGroupNames } from "./read-group-names.ts";
import { readMembers } from "./read-members.ts";
import { readAccounts } from "./read-users.ts";
import { crowdKey } from "./to-model.ts";
import { CROWD_WRITERS } from "./writers.ts";

const CAPABILITIES: Capabilities = {
  link: "directory",
  fields: FIELDS,
  email: "shared",
  requiresEmail: false,
  username: { maxLength: 255, forbidden: [] },
  reservedGroups: [],
  nesting: "mirror",
  membersPerRequest: 1,
};

/** Crowd Data Center, through the directory behind one of its applications. */
export function crowdTarget(config: CrowdConfig, parts: TargetParts): Target {
  const client = createCrowdClient(config, parts);
  const names = createAccountNames();
  const nesting = config.mapping.nesting === "mirror";
  return {
    capabilities: CAPABILITIES,
    concurrency: config.connection.concurrency,
    read(options) {
      names.clear();
      return readDirectory(client, nesting, options);
    },
    look: (touched, signal) => lookAgain({ client, names, nesting, signal }, touched),
    async apply(batch, signal) {
      const results = await applyEach(batch, CROWD_WRITERS, { client, names, signal });
      return results.map((result, index) =>
        batch[index]?.kind === "import" ? withLastingId(result, names) : result,
      );
    },
    check(signal) {
      const patience = checkPatience(config.connection);
      return checkCrowd({ client: createCrowdClient(config, { ...parts, patience }), config, signal });
    },
  };
}

/** Whoever took a name that was freed in this run is known by that name afterwards. */
function withLastingId(result: ApplyResult, { nameOf }: AccountNames): ApplyResult {
  if (result.status !== "done" || result.targetId === undefined) return result;
  const lastingId = nameOf(result.targetId);
  return lastingId === result.targetId ? result : { ...result, lastingId };
}

/** Users and memberships at the same time; when one of them fails, the other is given up. */
async function readDirectory(
  client: CrowdClient,
  nesting: boolean,
  options: DirectoryReadOptions,
): Promise<DirectorySnapshot> {
  const { groups, listGroups, onRead } = options;
  const giveUp = new AbortController();
  const signal = AbortSignal.any([options.signal, giveUp.signal]);
  try {
    const [accounts, memberships, groupNames] = await Promise.all([
      readAccounts(client, signal, onRead),
      readMembers(client, groups, { nesting, signal }),
      listGroups === true ? readGroupNames(client, signal) : undefined,
    ]);
    onRead?.({ what: "groups", count: memberships.length });
    return {
      accounts: [...accounts.values()],
      groups: memberships.map((group) => toGroup(group, accounts)),
      ...(groupNames !== undefined && { groupNames }),
    };
  } finally {
    giveUp.abort();
  }
}

/** Members whom the list of users does not know live in another directory: nothing is known of them. */
function toGroup(
  { name, users, groups }: MembershipDump,
  accounts: ReadonlyMap<string, Account>,
): DirectoryGroup {
  const members = new Set(users.flatMap((user) => accounts.get(crowdKey(user))?.id ?? []));
  return { id: name, name, members: [...members], ...(groups !== undefined && { children: groups }) };
}
