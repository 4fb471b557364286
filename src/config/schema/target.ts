import * as z from "zod";
import { connectionShape } from "./connection.ts";
import { mapping } from "./mapping.ts";
import { flag, list, secret, section, text, typed } from "./option.ts";
import { overriding } from "./overriding.ts";
import { limits, operations, protect } from "./policy.ts";
import { webAddress } from "./web-address.ts";

const shared = {
  name: text({
    meaning: "What this directory is called in plans, reports and `--only`. Each target has its own.",
    right: "lower-case letters, digits and hyphens",
    pattern: /^[a-z0-9-]+$/,
    example: "cloud",
  }),
  mapping: overriding(mapping, { meaning: "Options of `mapping` that differ for this target." }),
  operations: overriding(operations, { meaning: "Options of `operations` that differ for this target." }),
  limits: overriding(limits, { meaning: "Options of `limits` that differ for this target." }),
  protect: overriding(protect, { meaning: "Options of `protect` that differ for this target." }),
};

const verifiedDomain = text({
  meaning: "A domain, in any case.",
  right: "a domain such as example.com, without @ and *",
  pattern: /^[^\s@*.]+(?:\.[^\s@*.]+)+$/,
});

const atlassianCloud = section({
  type: z.literal("atlassian-cloud"),
  ...shared,
  directoryId: text({
    meaning:
      "Id of the directory. Atlassian Administration > Security > Identity providers; it ends the SCIM base URL.",
    right: "the id at the end of the SCIM base URL",
    pattern: /^[\w-]+$/,
    example: "5f6c2a0e-1111-2222-3333-444444444444",
  }),
  token: secret({
    meaning: "The directory's SCIM API key (not the organisation's API key).",
    right: "the SCIM API key of the directory",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a reference.
    example: "${ATLASSIAN_SCIM_TOKEN}",
  }),
  verifiedDomains: list(verifiedDomain, {
    meaning:
      "Domains that the organization has verified. When set, whoever's e-mail is in another domain is neither imported nor changed, since Atlassian may unlink such an account. Sub-domains count only when listed.",
    right: "a list of domains such as example.com; without the option, any domain",
    example: ["example.com", "example.org"],
  })
    .min(1, { error: () => "a list of domains such as example.com; without the option, any domain" })
    .exactOptional(),
  url: webAddress({
    meaning: "Where Atlassian's API is. Http only on loopback.",
    shape: "with-path",
    http: "on-loopback",
    example: "https://api.atlassian.com",
  }).prefault("https://api.atlassian.com"),
  // Atlassian publishes no limit for this API, so the default is a careful one.
  ...connectionShape({ requestsPerSecond: 20, maxResponseMegabytes: 64 }),
});

const crowd = section({
  type: z.literal("crowd"),
  ...shared,
  url: webAddress({
    meaning: "Crowd's address with its context path. Http only on loopback.",
    shape: "with-path",
    http: "on-loopback",
    example: "https://crowd.example.com/crowd",
  }),
  application: text({
    meaning: "Name of the application that Crowd knows usersync as. Crowd > Applications.",
    right: "the name of an application in Crowd, without a colon",
    // HTTP Basic ends the name at the first colon.
    pattern: /^[^:]+$/,
    example: "usersync",
  }),
  password: secret({
    meaning: "Password of that application (not a person's).",
    right: "the password of the application",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a reference.
    example: "${CROWD_APPLICATION_PASSWORD}",
  }),
  // All memberships come in one answer.
  ...connectionShape({ requestsPerSecond: "none", maxResponseMegabytes: 256 }),
});

const product = (name: string, example: string) => ({
  ...shared,
  url: webAddress({
    meaning: `${name}'s address, with its context path where it has one. Http only on loopback.`,
    shape: "with-path",
    http: "on-loopback",
    example,
  }),
});

const username = (name: string) =>
  text({
    meaning: `Username of an administrator of ${name} that is there for usersync alone.`,
    right: "a username, without a colon",
    // HTTP Basic ends the name at the first colon.
    pattern: /^[^:]+$/,
    example: "usersync",
  });

const password = secret({
  meaning: "Password of that user.",
  right: "the password of the user",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a reference.
  example: "${ATLASSIAN_PASSWORD}",
});

const tokenOrPassword = (name: string) => ({
  token: secret({
    meaning: `Personal access token of an administrator of ${name}. Instead of \`username\` and \`password\`.`,
    right: "a personal access token",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a reference.
    example: "${ATLASSIAN_TOKEN}",
  }).exactOptional(),
  username: username(name).exactOptional(),
  password: password.exactOptional(),
});

const groupName = text({ meaning: "A group of the directory.", right: "the name of a group" });

/** For servers that do not list all accounts. */
const listing = (groups: string) =>
  section(
    {
      groups: list(groupName, {
        meaning: groups,
        right: "a list of group names",
        example: ["jira-software-users"],
      }).prefault([]),
    },
    { meaning: "How accounts are found on servers that do not list all of them." },
  ).prefault({});

const leader = (what: string) =>
  text({
    meaning: `Username of whoever is to lead the ${what} of somebody who is disabled. Without it they keep their lead.`,
    right: "the username of an account that stays",
    example: "project-office",
  }).exactOptional();

const jira = section({
  type: z.literal("jira"),
  ...product("Jira", "https://jira.example.com"),
  ...tokenOrPassword("Jira"),
  listing: listing(
    "Groups whose members are all the accounts that usersync is to know, such as those that give a licence. Needed where Jira cannot list accounts: with more than 1000 of them before Jira 10, and in Jira 10.0 to 10.2 and the first of 10.3.",
  ),
  onDisable: section(
    { projectLead: leader("projects"), componentLead: leader("components") },
    { meaning: "What is done before an account is disabled." },
  ).prefault({}),
  ...connectionShape({ requestsPerSecond: "none", maxResponseMegabytes: 64 }),
});

const confluence = section({
  type: z.literal("confluence"),
  ...product("Confluence", "https://confluence.example.com"),
  ...tokenOrPassword("Confluence"),
  listing: listing(
    "Groups whose members are all the accounts that usersync is to know, such as confluence-users. Needed before Confluence 8.4, which cannot list accounts.",
  ),
  ...connectionShape({ requestsPerSecond: "none", maxResponseMegabytes: 64 }),
});

const bitbucket = section({
  type: z.literal("bitbucket"),
  ...product("Bitbucket", "https://bitbucket.example.com"),
  username: username("Bitbucket"),
  password,
  directoryName: text({
    meaning:
      "Name of the user directory that usersync keeps in step, as Bitbucket shows it. Accounts of other directories are not looked at. Without it: all accounts.",
    right: "the name of a user directory",
    example: "Bitbucket Internal Directory",
  }).exactOptional(),
  licenseGroups: list(groupName, {
    meaning:
      "Groups with a licence that a new account is put into, and one that is enabled without anybody remembering what it had.",
    right: "a list of group names",
    example: ["stash-users"],
  })
    .min(1, { error: () => "at least one group with a licence, such as stash-users" })
    .prefault(["stash-users"]),
  notifyNewUsers: flag({
    meaning:
      "Whether Bitbucket sends new people an e-mail with which they set their password. Otherwise they get a random one that nobody knows.",
  }).prefault(false),
  ...connectionShape({ requestsPerSecond: "none", maxResponseMegabytes: 64 }),
});

const TYPES = ["atlassian-cloud", "crowd", "jira", "confluence", "bitbucket"] as const;

/** A directory to keep in step. */
export const target = z.discriminatedUnion("type", [atlassianCloud, crowd, jira, confluence, bitbucket], {
  error: typed(TYPES),
});
