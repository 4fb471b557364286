import { describe } from "vitest";
import type { OperationKind } from "../src/model/operation.ts";
import { bitbucketContent, confluenceContent, jiraContent } from "./support/directory-contents.ts";
import { describeFaultMatrix } from "./support/fault-matrix.ts";
import { rememberTinyLinks } from "./support/remember-tiny-links.ts";
import { tinyCompany } from "./support/tiny-company.ts";

const KINDS: readonly OperationKind[] = [
  ...(["create-group", "import", "link", "enable", "update"] as const),
  ...(["add-member", "remove-member", "disable"] as const),
];

/** A third of the requests of all three in a case, so each product has a sandbox of its own. */
describe("jira", () => {
  describeFaultMatrix({
    directories: ["jira"],
    company: tinyCompany,
    remember: rememberTinyLinks,
    contentOf: ({ jira }) => jiraContent(jira).join("\n"),
    servers: [{ name: "jira", writes: ["POST", "PUT", "DELETE"] }],
    kinds: [...KINDS, "hand-over"],
    stride: 20,
  });
});

describe("confluence", () => {
  describeFaultMatrix({
    directories: ["confluence"],
    company: tinyCompany,
    remember: rememberTinyLinks,
    contentOf: ({ confluence }) => confluenceContent(confluence).join("\n"),
    servers: [{ name: "confluence", writes: ["POST", "PUT", "DELETE"] }],
    kinds: KINDS,
    stride: 20,
  });
});

describe("bitbucket", () => {
  describeFaultMatrix({
    directories: ["bitbucket"],
    company: tinyCompany,
    remember: rememberTinyLinks,
    contentOf: ({ bitbucket }) => bitbucketContent(bitbucket).join("\n"),
    servers: [{ name: "bitbucket", writes: ["POST", "PUT", "DELETE"] }],
    kinds: KINDS,
    stride: 20,
  });
});
