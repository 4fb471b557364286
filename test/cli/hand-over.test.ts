import { describe, expect, it } from "vitest";
import type { JiraState } from "../../src/sandbox/jira/jira-state.ts";
import { openJira, TOKEN } from "../target/open-jira.ts";
import { NEW_STATE, openOffice, person } from "./office.ts";

/** Eve leads a project and a component of it, and is to be disabled. */
async function open(projectLead = "office") {
  const jira = await openJira({
    seed: {
      users: [
        { key: "JIRAUSER1", name: "ada", displayName: "Ada", email: "ada@example.com" },
        { key: "JIRAUSER2", name: "eve", displayName: "Eve", email: "eve@example.com" },
        { key: "JIRAUSER3", name: "office", displayName: "Project office", email: "office@example.com" },
      ],
      projects: [
        { key: "CORE", name: "Core platform", lead: "eve", components: [{ name: "Login", lead: "eve" }] },
        { key: "OPS", name: "Operations", lead: "ada" },
      ],
    },
  });
  const office = await openOffice({
    people: [person(1, "ada"), person(2, "eve", { accountEnabled: false })],
  });
  await office.write(
    "usersync.config.yaml",
    `source: { type: file, path: people.json }
log: { level: warn }
mapping:
  username: { from: userPrincipalName, replace: [{ regex: '(.*)@.*', with: '$1' }] }
limits: { disable: none }
targets:
  - name: jira
    type: jira
    url: ${jira.url}
    token: \${CROWD_PASSWORD}
    onDisable: { projectLead: ${projectLead}, componentLead: office }
`,
  );
  return {
    jira,
    run: (...argv: string[]) => office.run(argv, { env: { CROWD_PASSWORD: TOKEN } }),
    async [Symbol.asyncDispose]() {
      await office[Symbol.asyncDispose]();
      await jira[Symbol.asyncDispose]();
    },
  };
}

const leadsOf = ({ projects }: JiraState) =>
  projects.flatMap(({ key, lead, components }) => [
    `${key}: ${lead?.name}`,
    ...components.map((component) => `${key} / ${component.name}: ${component.lead?.name}`),
  ]);
const BEFORE = ["CORE: eve", "CORE / Login: eve", "OPS: ada"];
const AFTER = ["CORE: office", "CORE / Login: office", "OPS: ada"];
const isActive = ({ users }: JiraState, name: string) =>
  [...users.values()].find((user) => user.name === name)?.active;

describe("who leads projects in Jira", () => {
  it("hands them over before being disabled, once, and has them back after an undo", async () => {
    await using scene = await open();
    const { state } = scene.jira;

    const plan = await scene.run("plan");
    const first = await scene.run("run");
    const writes = scene.jira.writes().length;
    const second = await scene.run("run");

    expect(plan.stdout).toContain("» CORE (Core platform)  eve  → office  disabled in Entra");
    expect(first).toMatchObject({ code: 0, stderr: expect.stringMatching(NEW_STATE) });
    expect(first.stdout).toContain("2 leads handed over, 1 disabled.");
    expect(leadsOf(state)).toEqual(AFTER);
    expect(isActive(state, "eve")).toBe(false);
    expect(second.code).toBe(0);
    expect(scene.jira.writes()).toHaveLength(writes);

    const undone = await scene.run("undo", "1", "--yes");
    const history = await scene.run("history", "3");

    expect(undone.stderr).toBe("");
    expect(undone.code).toBe(0);
    expect(leadsOf(state)).toEqual(BEFORE);
    expect(isActive(state, "eve")).toBe(true);
    expect(history.stdout).toContain("» hand over CORE (Core platform): office → eve (takes run 1 back)");
  });

  it("hands over what a saved plan says, as far as it still is so", async () => {
    await using scene = await open();
    const { state } = scene.jira;

    await scene.run("plan", "--out", "plan.json");
    const [core] = state.projects;
    // Somebody gives the project to Ada meanwhile.
    if (core !== undefined) core.lead = state.users.get("JIRAUSER1");
    const applied = await scene.run("apply", "plan.json");

    expect(applied.stdout).toContain('neither "eve" nor "office" leads CORE (Core platform)');
    expect(applied.code).toBe(3);
    expect(leadsOf(state)).toEqual(["CORE: ada", "CORE / Login: office", "OPS: ada"]);
    expect(isActive(state, "eve")).toBe(false);
  });

  it("is not disabled while nobody takes over", async () => {
    await using scene = await open("nobody");

    const { code, stdout } = await scene.run("run");

    expect(code).toBe(4);
    expect(stdout).toContain('onDisable.projectLead names "nobody", which is no account here.');
    expect(leadsOf(scene.jira.state)).toEqual(BEFORE);
    expect(isActive(scene.jira.state, "eve")).toBe(true);
  });
});
