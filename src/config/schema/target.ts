import * as z from "zod";
import { connectionShape } from "./connection.ts";
import { list, secret, section, text, typed } from "./option.ts";
import { bitbucket, confluence, jira } from "./products.ts";
import { sharedOptions } from "./shared-options.ts";
import { webAddress } from "./web-address.ts";

export const ATLASSIAN_API = "https://api.atlassian.com";

const verifiedDomain = text({
  meaning: "A domain, in any case.",
  right: "a domain such as example.com, without @ and *",
  pattern: /^[^\s@*.]+(?:\.[^\s@*.]+)+$/,
});

const atlassianCloud = section({
  type: z.literal("atlassian-cloud"),
  ...sharedOptions,
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
    example: ATLASSIAN_API,
  }).prefault(ATLASSIAN_API),
  // Atlassian publishes no limit for this API, so the default is a careful one.
  ...connectionShape({ requestsPerSecond: 20, maxResponseMegabytes: 64 }),
});

const crowd = section({
  type: z.literal("crowd"),
  ...sharedOptions,
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

const TYPES = ["atlassian-cloud", "crowd", "jira", "confluence", "bitbucket"] as const;

/** A directory to keep in step. */
export const target = z.discriminatedUnion("type", [atlassianCloud, crowd, jira, confluence, bitbucket], {
  error: typed(TYPES),
});
