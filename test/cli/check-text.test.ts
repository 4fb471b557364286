import { createColors } from "picocolors";
import { describe, expect, it } from "vitest";
import { type CheckDocument, checkText } from "../../src/cli/print/check-text.ts";
import type { Finding } from "../../src/model/finding.ts";

const LAYOUT = { colors: createColors(false), width: 80 };

const ok = (subject: string, message: string, ...names: readonly string[]): Finding => ({
  level: "ok",
  subject,
  message,
  ...(names.length === 0 ? {} : { items: names.map((name) => ({ name })) }),
});

function checked(parts: Readonly<Record<string, readonly Finding[]>>, warnings: readonly string[] = []) {
  return {
    format: "usersync-check/1",
    ok: true,
    config: { path: "/etc/usersync/usersync.config.yaml", warnings },
    checks: Object.entries(parts).map(([name, findings]) => ({ name, type: name, findings })),
  } satisfies CheckDocument;
}

const FIX = { fix: "Correct `licenseGroups` of this target." };
const WARNING: Finding = { level: "warning", subject: "directory", message: "Not told.", fix: "Look." };
const PROBLEM: Finding = { level: "problem", subject: "sign-in", message: "Refused.", fix: "Set it." };

describe("the text of a check", () => {
  it("reads well with ten groups, in a narrow window too", async () => {
    const teams = ["design", "editors", "finance", "legal", "platform", "Release Managers", "support"];
    const text = checkText(
      checked({
        entra: [ok("sign-in", "Entra accepts the credential.")],
        jira: [
          ok("sign-in", "Jira accepts the credentials of usersync."),
          {
            level: "ok",
            subject: "licences",
            message: "Groups that grant a licence:",
            items: [
              ...["jira-software-users", ...teams].map((name) => ({ name, remark: "Jira Software" })),
              { name: "jira-servicedesk-users", remark: "Jira Service Management" },
              {
                name: "a-group-with-a-name-that-is-longer-than-the-window-is-wide-and-is-not-broken-all-the-same",
              },
            ],
          },
          WARNING,
          {
            level: "info",
            subject: "listing.groups",
            message: "Not used: this version lists all its accounts.",
          },
        ],
        bitbucket: [
          {
            level: "problem",
            subject: "directory",
            message: "Bitbucket has no user directory Corporate. It has:",
            items: [
              { name: "Bitbucket Internal Directory", remark: "INTERNAL" },
              { name: "Corporate LDAP", remark: "LDAP" },
            ],
            fix: "Correct `directoryName` of this target.",
          },
        ],
      }),
      { ...LAYOUT, width: 72 },
    );

    await expect(`${text}\n`).toMatchFileSnapshot("./check/many-findings.txt");
  });

  it("lets no name reach the terminal with control characters in it", () => {
    const text = checkText(checked({ jira: [ok("licences", "Groups:", "a\u001b[31mb")] }), LAYOUT);

    expect(text).not.toContain("\u001b");
    expect(text).toMatch(/^ {4}- a.+b$/m);
  });

  it.each([
    {
      situation: "what no setting changes",
      parts: { jira: [{ ...WARNING, level: "info" as const }] },
      last: "Everything is in order. Next: usersync plan",
    },
    { situation: "nothing", parts: { jira: [] }, last: "Everything is in order. Next: usersync plan" },
    {
      situation: "warnings in two directories",
      parts: { jira: [WARNING], crowd: [ok("x", "Fine.")], confluence: [WARNING, WARNING] },
      last: "Ready, with 3 warnings (jira, confluence). Next: usersync plan",
    },
    {
      situation: "problems and warnings",
      parts: { jira: [PROBLEM, WARNING], confluence: [PROBLEM] },
      last: "2 problems (jira, confluence), 1 warning (jira). Nothing was changed.",
    },
    { situation: "one problem", parts: { jira: [PROBLEM] }, last: "1 problem (jira). Nothing was changed." },
  ])("ends with where to look: $situation", ({ parts, last }) => {
    expect(checkText(checked(parts), LAYOUT).split("\n").at(-1)).toBe(last);
  });

  it("counts the warnings about the config, and puts names before the fix", () => {
    const finding = { ...ok("licences", "Groups:", "stash-users"), ...FIX };

    expect(checkText(checked({ bitbucket: [finding] }, ["A secret is in plain text."]), LAYOUT)).toBe(
      `/etc/usersync/usersync.config.yaml
  ✓ config: Every setting is valid.
  ! config: A secret is in plain text.

bitbucket
  ✓ licences: Groups:
    - stash-users
    Fix  Correct \`licenseGroups\` of this target.

Ready, with 1 warning (config). Next: usersync plan`,
    );
  });
});
