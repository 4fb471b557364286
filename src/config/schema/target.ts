import * as z from "zod";
import { connectionShape } from "./connection.ts";
import { mapping } from "./mapping.ts";
import { list, secret, section, text, typed } from "./option.ts";
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

/** A directory to keep in step. */
export const target = z.discriminatedUnion("type", [atlassianCloud, crowd], {
  error: typed(["atlassian-cloud", "crowd"]),
});
