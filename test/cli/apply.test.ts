import { chmod, stat } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findUser } from "../../src/sandbox/crowd/crowd-state.ts";
import { linkedTo, NEW_STATE, type Office, type OfficeOptions, openOffice, person, team } from "./office.ts";

/** Ada is to be imported, Bob renamed, Eve disabled; Zoe is in step. */
const OFFICE: OfficeOptions = {
  people: [person(1, "ada"), person(2, "bob"), person(3, "eve", { accountEnabled: false }), person(4, "zoe")],
  users: [
    account(2, "bob", { displayName: "Robert" }),
    account(3, "eve"),
    account(4, "zoe"),
    { name: "stranger" },
  ],
  more: "limits: { disable: none }\n",
};

function account(number: number, name: string, overrides: object = {}) {
  const first = name.charAt(0).toUpperCase() + name.slice(1);
  const names = { displayName: first, firstName: name, lastName: "Example", email: `${name}@example.com` };
  return { name, ...names, ...linkedTo(number), ...overrides };
}

async function planned(office: Office, ...more: readonly string[]): Promise<void> {
  const { code } = await office.run(["plan", "--json", "--out", "plan.json", ...more]);
  expect([0, 4]).toContain(code);
  office.traffic.clear();
}

async function applied(office: Office, ...more: readonly string[]) {
  const { code, stdout } = await office.run(["apply", "plan.json", "--json", ...more]);
  const [target] = (JSON.parse(stdout) as Document).targets;
  const steps = target.operations.map(
    ({ kind, user, group, status }) => `${kind} ${user?.username ?? group?.name}: ${status}`,
  );
  return { code, steps, target };
}

interface Document {
  readonly targets: readonly [
    {
      readonly operations: readonly Step[];
      readonly notes: readonly { readonly subject: string; readonly reason: string }[];
    },
  ];
}

interface Step {
  readonly kind: string;
  readonly user?: { readonly username: string };
  readonly group?: { readonly name: string };
  readonly status: string;
  readonly error?: { readonly code: string; readonly message: string };
}

describe("usersync apply", () => {
  it("does all that the plan says, and leaves nothing to do", async () => {
    await using office = await openOffice(OFFICE);
    await planned(office);

    const first = await office.run(["apply", "plan.json"]);
    const next = await office.run(["plan", "--detailed-exitcode"]);

    expect(first).toMatchObject({ code: 0, stderr: expect.stringMatching(NEW_STATE) });
    expect(first.stdout).toMatch(/Run 1: usersync history 1 shows it, usersync undo 1 takes it back/);
    expect(first.stdout).toMatch(/Done: 1 imported, 1 updated, 1 disabled\.\n$/);
    expect(findUser(office.crowd, "bob")?.displayName).toBe("Bob");
    expect(next.code).toBe(0);
  });

  it("looks at what the plan touches, and lists no directory", async () => {
    await using office = await openOffice(OFFICE);
    await planned(office);

    await applied(office);

    const read = office.traffic.requests.filter(({ method }) => method === "GET");
    const asked = new Set(read.map(({ query }) => /username=(\w+)/.exec(query)?.[1]));
    expect([...asked].sort()).toEqual(["ada", "bob", "eve"]);
    expect(read.some(({ path }) => path.endsWith("/search"))).toBe(false);
  });

  it("takes what is so already as done, and sends nothing for it", async () => {
    await using office = await openOffice(OFFICE);
    await planned(office);
    await office.run(["run"]);
    office.traffic.clear();

    const { code, steps } = await applied(office);

    expect({ code, steps }).toEqual({
      code: 0,
      steps: ["import ada: done", "update bob: done", "disable eve: done"],
    });
    expect(office.traffic.requests.every(({ method }) => method === "GET")).toBe(true);
  });

  it("leaves a stale operation out with the reason, does the rest, and ends with 3", async () => {
    await using office = await openOffice(OFFICE);
    await planned(office);
    Object.assign(findUser(office.crowd, "bob") ?? {}, { displayName: "Bobby" });
    await office.employ([person(1, "ada"), person(2, "bob"), person(3, "eve"), person(4, "zoe")]);

    const { code, steps, target } = await applied(office);

    expect({ code, steps }).toEqual({
      code: 3,
      steps: ["import ada: done", "update bob: skipped", "disable eve: skipped"],
    });
    expect(target.operations.flatMap(({ error }) => error ?? [])).toMatchObject([
      { code: "STALE", message: expect.stringContaining('the display name is "Bobby" meanwhile') },
      { code: "STALE", message: expect.stringContaining("the person is enabled in Entra again") },
    ]);
    expect(findUser(office.crowd, "bob")?.displayName).toBe("Bobby");
  });

  it("adds nothing, whoever has come since", async () => {
    await using office = await openOffice(OFFICE);
    await planned(office);
    await office.employ([...(OFFICE.people ?? []), person(5, "newcomer")]);

    const { steps } = await applied(office);

    expect(steps).toHaveLength(3);
    expect(findUser(office.crowd, "newcomer")).toBeUndefined();
  });

  it("has nothing to do for a plan without operations", async () => {
    await using office = await openOffice({ people: [person(4, "zoe")], users: [account(4, "zoe")] });
    await planned(office);

    const { code, stdout } = await office.run(["apply", "plan.json"]);

    expect({ code, sent: office.traffic.requests }).toEqual({ code: 0, sent: [] });
    expect(stdout).toContain("No changes.");
  });
});

describe("a part of a plan", () => {
  const HELD: OfficeOptions = {
    people: [person(1, "ada"), person(3, "eve", { accountEnabled: false }), person(4, "zoe")],
    users: [account(3, "eve"), account(4, "zoe")],
    groups: [{ name: "devs", members: ["eve", "zoe"] }],
    sourceGroups: [team(9, "devs", [4])],
  };

  it("leaves withheld what a limit has withheld, and ends with 4", async () => {
    await using office = await openOffice(HELD);
    await planned(office);

    const { code, steps } = await applied(office);

    expect({ code, steps }).toMatchObject({
      code: 4,
      steps: [
        "adopt-group devs: done",
        "import ada: done",
        "remove-member eve: withheld",
        "disable eve: withheld",
      ],
    });
  });

  it("does with --approve what was withheld of that kind, and no other", async () => {
    await using office = await openOffice(HELD);
    await planned(office);

    const { code, steps } = await applied(office, "--approve", "disable");

    expect({ code, steps }).toMatchObject({
      code: 4,
      steps: [
        "adopt-group devs: done",
        "import ada: done",
        "remove-member eve: withheld",
        "disable eve: done",
      ],
    });
    expect(findUser(office.crowd, "eve")?.active).toBe(false);
  });

  it("does with --only-kinds these kinds only, and says how much it left out", async () => {
    await using office = await openOffice(HELD);
    await planned(office);

    const { code, steps, target } = await applied(
      office,
      ...["--only-kinds", "remove-member, disable", "--approve", "disable,remove-member"],
    );

    expect({ code, steps }).toEqual({ code: 0, steps: ["remove-member eve: done", "disable eve: done"] });
    expect(target.notes).toContainEqual(
      expect.objectContaining({
        subject: "import",
        reason: "1 operation of this kind left out (--only-kinds)",
      }),
    );
  });

  it.each(["--only-kinds", "--approve"])("%s refuses a kind that there is not", async (option) => {
    await using office = await openOffice(HELD);
    await planned(office);

    const { code, stderr } = await office.run(["apply", "plan.json", option, "disable,unlink"]);

    expect({ code, sent: office.traffic.requests }).toEqual({ code: 1, sent: [] });
    expect(stderr).toMatch(/Kinds are .*link, import, enable, update, add-member,/);
  });

  it.each([
    { option: "--only-kinds", kinds: "imports", meant: "import" },
    { option: "--approve", kinds: "disabled,import,remove-members", meant: "disable, remove-member" },
  ])("$option names the kind that was meant by $kinds", async ({ option, kinds, meant }) => {
    await using office = await openOffice(HELD);
    await planned(office);

    const { stderr } = await office.run(["apply", "plan.json", option, kinds]);

    expect(stderr).toContain(`Did you mean ${meant}?`);
  });

  it("warns of a plan file that others can write to, and names the way to close it", async () => {
    await using office = await openOffice(OFFICE);
    await planned(office);
    const file = join(office.folder, "plan.json");
    const made = (await stat(file)).mode & 0o777;

    const own = await office.run(["apply", "plan.json", "--only-kinds", "import"]);
    await chmod(file, 0o664);
    const open = await office.run(["apply", "plan.json", "--only-kinds", "update"]);

    expect(made).toBe(0o600);
    expect(own.stderr).not.toContain("chmod");
    expect({ code: open.code, stderr: open.stderr }).toMatchObject({
      code: 0,
      stderr: expect.stringContaining("Run `chmod go-w plan.json`"),
    });
  });
});
