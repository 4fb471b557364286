import * as z from "zod";
import { connectionShape } from "./connection.ts";
import { flag, list, secret, section, text } from "./option.ts";
import { sharedOptions } from "./shared-options.ts";
import { webAddress } from "./web-address.ts";

interface Product {
  readonly name: string;
  /** Where it might be. */
  readonly example: string;
  /** What the variables in the examples begin with. */
  readonly prefix: string;
  /** The global permission that usersync needs there, as an admin finds it. */
  readonly right: string;
}

const shape = ({ name, example }: Product) => ({
  ...sharedOptions,
  url: webAddress({
    meaning: `${name}'s address, with its context path where it has one. Http only on loopback. The state knows the directory by it: with another address, people find their accounts anew, by username and e-mail.`,
    shape: "with-path",
    http: "on-loopback",
    example,
  }),
});

const username = ({ name, right }: Product, remark: string) =>
  text({
    meaning: `Username of an account with the global permission *${right}* in ${name}, best one for usersync alone. ${remark}`,
    right: "a username, without a colon",
    // HTTP Basic ends the name at the first colon.
    pattern: /^[^:]+$/,
    example: "usersync",
  });

const password = ({ prefix }: Product) =>
  secret({
    meaning: "Password of that account.",
    right: "the password of the account",
    example: `\${${prefix}_PASSWORD}`,
  });

interface TokenProduct extends Product {
  /** The version that personal access tokens came with. */
  readonly since: string;
}

const tokenOrPassword = (product: TokenProduct) => ({
  token: secret({
    meaning: `Personal access token of an account with the global permission *${product.right}*, made in the profile of that account (${product.name} ${product.since} and newer). Either this, or \`username\` and \`password\`.`,
    right: "a personal access token",
    example: `\${${product.prefix}_TOKEN}`,
  }).exactOptional(),
  username: username(product, "Where there is no `token`.").exactOptional(),
  password: password(product).exactOptional(),
});

const groupName = text({ meaning: "A group of the directory.", right: "the name of a group" });

const listing = (meaning: string, example: string) =>
  section(
    {
      groups: list(groupName, { meaning, right: "a list of group names", example: [example] }).prefault([]),
    },
    { meaning: "How accounts are found on servers that do not list all of them." },
  ).prefault({});

const successor = (what: string) =>
  text({
    meaning: `Username of an active account. It takes over the ${what} of whoever is disabled. Without it, nothing is handed over.`,
    right: "the username of an account that stays",
    example: "project-office",
  }).exactOptional();

const connection = connectionShape({ requestsPerSecond: "none", maxResponseMegabytes: 64 });

const JIRA = {
  name: "Jira",
  example: "https://jira.example.com",
  prefix: "JIRA",
  right: "Jira Administrators",
  since: "8.14",
};

export const jira = section({
  type: z.literal("jira"),
  ...shape(JIRA),
  ...tokenOrPassword(JIRA),
  listing: listing(
    "Groups whose members, those of nested groups among them, are all the accounts that usersync is to know, such as the groups that grant a licence. Needed where Jira does not list all its accounts: before Jira 10 when it has 1000 or more, in Jira 10.0 to 10.2 and early versions of 10.3 when it has 100 or more. `usersync check` says whether that is so. Nobody is disabled as long as accounts may be missing.",
    "jira-software-users",
  ),
  onDisable: section(
    { projectLead: successor("projects"), componentLead: successor("components") },
    { meaning: "What is done before an account is disabled." },
  ).prefault({}),
  ...connection,
});

const CONFLUENCE = {
  name: "Confluence",
  example: "https://confluence.example.com",
  prefix: "CONFLUENCE",
  right: "Confluence Administrator",
  since: "7.9",
};

export const confluence = section({
  type: z.literal("confluence"),
  ...shape(CONFLUENCE),
  ...tokenOrPassword(CONFLUENCE),
  listing: listing(
    "Groups whose members are all the accounts that usersync is to know, such as the groups that grant a licence. Needed before Confluence 8.4, which does not list its accounts: without it nobody is disabled there.",
    "confluence-users",
  ),
  ...connection,
});

const BITBUCKET = {
  name: "Bitbucket",
  example: "https://bitbucket.example.com",
  prefix: "BITBUCKET",
  right: "Admin",
};

export const bitbucket = section({
  type: z.literal("bitbucket"),
  ...shape(BITBUCKET),
  username: username(BITBUCKET, "There is no `token`: those of Bitbucket may not administer users."),
  password: password(BITBUCKET),
  directoryName: text({
    meaning:
      "Name of the user directory to keep in step, as Bitbucket and `usersync check` show it. Accounts of other directories are not looked at; without it, all are. New accounts are made in the first directory that Bitbucket may write to, whatever stands here. Set it from the start: like `url`, it is what the state knows the directory by.",
    right: "the name of a user directory",
    example: "Bitbucket Internal Directory",
  }).exactOptional(),
  licenseGroups: list(groupName, {
    meaning:
      "Groups that let people in, since Bitbucket knows no disabled accounts: a new account is put into them, and so is one that is enabled when nobody remembers what was taken away from it. `usersync check` prints the groups that have a global permission. They need not stand under `mapping.defaultGroups`, and `protect.groups` does not keep anybody out of them.",
    right: "a list of group names",
    example: ["stash-users", "developers"],
  })
    .min(1, { error: () => "at least one group that lets people in, such as stash-users" })
    .prefault(["stash-users"]),
  notifyNewUsers: flag({
    meaning:
      "Whether Bitbucket sends new people an e-mail with which they set a password. Otherwise they get a random one that nobody knows, for those who sign in through single sign-on.",
    example: true,
  }).prefault(false),
  ...connection,
});
