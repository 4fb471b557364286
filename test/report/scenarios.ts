import type { Plan, PlannedOperation } from "../../src/model/plan.ts";
import type { Stage } from "../../src/report/words.ts";
import {
  because,
  change,
  DONE,
  disabled,
  droppedBy,
  enabled,
  failed,
  groupAdopted,
  groupCreated,
  groupNested,
  groupReleased,
  groupTakenOut,
  handedOver,
  imported,
  linked,
  memberAdded,
  memberRemoved,
  note,
  PLANNED,
  plan,
  planOf,
  skipped,
  targetPlan,
  updated,
  withAccess,
  withheld,
} from "../support/plans.ts";

export interface Scenario {
  /** Also the name of its snapshot. */
  readonly name: string;
  readonly stage: Stage;
  readonly plan: Plan;
}

const ADA = "4f1c1c52-6f0e-4f0a-9d3e-0b8f2f6d7a01";
const ADA_TOO = "9b2d7a30-15c4-4a68-8c55-7f6f1c2e3b02";

const notes = [
  note("collision", "ada", "two Entra users map to this username", [ADA, ADA_TOO]),
  note("missing-attribute", "meeting-room-4", "has no e-mail, which this directory needs"),
  note("protected", "admin", "named in protect.users"),
  note("protected", "svc-jira", "named in protect.users"),
  note("unmanaged", "local-admin", "neither created nor linked by usersync"),
  ...names(40, "old").map((name) => note("unmanaged", name, "neither created nor linked by usersync")),
];

const tenOperations = [
  imported("ada", PLANNED, { displayName: "Ada Lovelace", givenName: "Ada", familyName: "Lovelace" }),
  imported("grace", PLANNED, { displayName: "Grace Hopper" }),
  updated("bob", [change("username", "bob", "robert"), change("displayName", "Bob", "Robert Miller")]),
  updated("sinead", [change("email", "", "sinead@example.com")]),
  memberAdded("developers", "ada"),
  memberAdded("developers", "grace"),
  memberRemoved("developers", "carl"),
  memberAdded("jira-software-users", "ada", PLANNED, "default-group"),
  disabled("carl"),
  disabled("dora", PLANNED, "left-scope"),
];

const everyKind = [
  groupAdopted("everybody"),
  groupCreated("platform"),
  linked("zoe", "email"),
  linked("yann", "username"),
  imported("山田太郎", PLANNED, { displayName: "山田　太郎", email: "taro@example.com" }),
  imported("zoë", PLANNED, { displayName: "Zoe\u0308 Müller", email: "zoe@example.com" }),
  enabled("eve"),
  updated("bob", [change("givenName", "Bob", "Robert"), change("familyName", "Miller ", "Miller")]),
  memberAdded("platform", "zoë"),
  memberAdded("platform", "eve"),
  memberRemoved("platform", "bob"),
  memberAdded("everybody", "zoë", PLANNED, "default-group"),
  groupNested("everybody", "platform"),
  groupTakenOut("everybody", "sales"),
  handedOver("CORE (Core platform)", "carl", "project-office"),
  handedOver("CORE / Login", "carl", "project-office", PLANNED, "component"),
  disabled("carl", PLANNED, "disabled-in-source"),
  disabled("dora", PLANNED, "deleted-in-source"),
  disabled("emil", PLANNED, "left-scope"),
  groupReleased("sales"),
  groupReleased("builders", PLANNED, "renamed-in-source"),
];

const withheldOperations = [
  imported("ada"),
  memberRemoved("developers", "carl", withheld("incomplete-read")),
  memberRemoved("sales", "carl", withheld("limits.emptyGroup")),
  memberRemoved("sales", "dora", withheld("limits.emptyGroup")),
  ...names(130, "leaver").map((name) => disabled(name, withheld("limits.disable"), "left-scope")),
];

const afterARun = [
  imported("ada", DONE),
  imported("grace", failed("The directory refused the e-mail grace@example.com: another account has it.")),
  memberAdded("developers", "grace", skipped("The account was not created, so it cannot join a group.")),
  updated("bob", [change("email", "bob@example.com", "robert@example.com")], DONE),
  memberAdded("developers", "ada", DONE),
  memberRemoved("developers", "carl", DONE),
  memberRemoved("developers", "dora", failed("The directory answered 500 five times.", { code: "NETWORK" })),
  memberRemoved("developers", "emil", failed("The directory answered 500 five times.", { code: "NETWORK" })),
  disabled("carl", DONE),
];

const guarded = [
  imported("ada"),
  memberRemoved("sales", "carl", withheld("limits.removeMembers")),
  disabled("carl", withheld("limits.shrinkScope"), "left-scope"),
  disabled("dora", withheld("limits.shrinkScope"), "left-scope"),
];

const leaders = [
  disabled("carl", withheld("onDisable.projectLead")),
  handedOver("CORE / Login", "carl", "project-office", withheld("onDisable.projectLead"), "component"),
  handedOver("OPS (Operations)", "dora", "project-office", failed("Jira refused it.")),
  disabled("dora", skipped("Skipped, since OPS (Operations) could not be handed over to project-office.")),
  handedOver("HR (People)", "emil", "project-office", DONE),
  disabled("emil", DONE),
];

const guards = [
  {
    by: "limits.removeMembers",
    withheld: 1,
    message: "12 groups would lose more members than limits.removeMembers allows (20%).",
    allow: "removeMembers=9",
    details: names(12, "team").map((team) => `${team}: 9 of 10 members, where 2 may be removed`),
  },
  {
    by: "limits.shrinkScope",
    withheld: 2,
    message:
      "The config has changed, and 300 people are to have an active account here, after 812 on 2026-11-20: 512 fewer. limits.shrinkScope allows 81 (10%).",
    allow: "shrinkScope=512",
    details: ["source.users.filter: (not set) → \"department eq 'R&D'\""],
  },
  {
    by: "limits.disable",
    withheld: 2,
    message: "2 of 9 active accounts would be disabled; limits.disable allows 0 (10%).",
    allow: "disable=2",
    details: [],
  },
];

const links = [
  linked("zoe", "email"),
  linked("yann", "username"),
  linked("xena", "state"),
  linked("will", "by-hand", PLANNED, { from: ADA, to: ADA_TOO, reason: "by-hand" }),
  linked("vera", "by-hand", PLANNED, { from: ADA, to: "", reason: "by-hand" }),
];

const RULE = "source.users.where[0]";
const notRd = (department: string) => `department is "${department}"; wanted: one of "R&D", "IT"`;

/** A rule that drops 300 people, and two other settings that drop a few. */
const leftOut = [
  disabled("anton"),
  ...names(300, "sales").map((name) => droppedBy(RULE, name, notRd("Sales"))),
  droppedBy("source.users.guests", "wes_fabrikam.example", "guest"),
  droppedBy("source.users.exclude", "svc-build", "fits svc-*"),
  droppedBy("source.users.exclude", "svc-<test>", "fits svc-*"),
];

/** Everybody who is left out has a note, most with a reason of their own. */
const leftOutNotes = [
  note("protected", "admin", "named in protect.users"),
  ...names(100, "hire").map((name, index) =>
    note("excluded", name, `${notRd(`Unit ${index}`)} (${RULE})`, [`id-${name}`]),
  ),
  note("excluded", "svc-build", "fits svc-* (source.users.exclude)", ["id-svc-build"]),
  note("excluded", "olga", "disabled in Entra, and has no account here", ["id-olga"]),
];

const undone = [
  linked("ada", "by-hand", DONE, { from: ADA, to: "", reason: "undo" }),
  because(enabled("carl", DONE), "undo"),
  because(updated("bob", [change("displayName", "Robert", "Bob")], DONE), "undo"),
  updated("eve", [change("displayName", "Eve", "Eva")], DONE),
  because(memberAdded("sales", "carl", DONE), "undo"),
  because(disabled("grace", DONE), "undo"),
];

const diskFull = {
  code: "STATE_UNUSABLE",
  message: "The state file .usersync/state.db cannot be written: the disk is full.",
  fix: "Make room on the disk.",
};

const emptySource = {
  code: "INCOMPLETE_READ",
  message: "The source gave no users at all, but 300 accounts here belong to people of it.",
  fix: "Look at source.users.",
};

/** Plans that every format is shown with. */
export const SCENARIOS: readonly Scenario[] = [
  { name: "nothing to do", stage: "plan", plan: plan() },
  { name: "nothing to do but notes", stage: "plan", plan: planOf([], { notes }) },
  { name: "ten operations", stage: "plan", plan: planOf(tenOperations) },
  { name: "every kind", stage: "plan", plan: planOf(everyKind, { notes }) },
  {
    name: "withheld",
    stage: "plan",
    plan: planOf(withheldOperations, {
      incomplete: ['group "developers": page 2 of its members is missing'],
    }),
  },
  { name: "after a run", stage: "result", plan: planOf(afterARun) },
  {
    name: "stopped",
    stage: "result",
    plan: planOf([imported("ada", DONE), imported("grace"), disabled("carl")]),
  },
  {
    name: "nothing could be done",
    stage: "result",
    plan: planOf([imported("ada", failed("The directory refused the account."))]),
  },
  {
    name: "two directories, one unread",
    stage: "plan",
    plan: plan({
      complete: false,
      targets: [targetPlan({ operations: [imported("ada")] }), unread("crowd")],
    }),
  },
  {
    name: "no directory could be read",
    stage: "plan",
    plan: plan({ complete: false, targets: [unread("crowd")] }),
  },
  {
    name: "a source that was not believed",
    stage: "result",
    plan: plan({ complete: false, targets: [targetPlan({ error: emptySource })] }),
  },
  {
    name: "in step but not proven",
    stage: "plan",
    plan: planOf(
      [],
      { incomplete: ['group "developers": page 2 of its members is missing'] },
      { complete: false },
    ),
  },
  {
    name: "accounts without a flag",
    stage: "plan",
    plan: planOf([
      withAccess(imported("grace"), "stash-users"),
      withAccess(enabled("eve"), "stash-users", "build"),
      enabled("fay"),
      {
        ...disabled("bob"),
        access: { groups: ["stash-users"], permission: "PROJECT_CREATE" },
      } as PlannedOperation,
      withAccess(disabled("carl", PLANNED, "left-scope"), "stash-users"),
    ]),
  },
  {
    name: "left out by the scope",
    stage: "plan",
    plan: planOf(leftOut.slice(0, 8).concat(leftOut.slice(-3)), {
      notes: leftOutNotes.slice(0, 30).concat(leftOutNotes.slice(-2)),
    }),
  },
  {
    name: "left out and withheld",
    stage: "plan",
    plan: planOf([imported("ada"), ...leftOut.map((one) => ({ ...one, ...withheld("limits.disable") }))], {
      notes: leftOutNotes,
      tripped: [
        {
          by: "limits.disable",
          withheld: leftOut.length,
          message: `${leftOut.length} of 812 active accounts would be disabled; limits.disable allows 81 (10%).`,
          allow: "disable=304",
          details: [],
        },
      ],
    }),
  },
  { name: "guards", stage: "plan", plan: planOf(guarded, { tripped: guards }) },
  {
    name: "leads",
    stage: "result",
    plan: planOf(leaders, {
      tripped: [
        {
          by: "onDisable.projectLead",
          withheld: 2,
          message:
            'onDisable.projectLead names "pm", which is no account here. 1 account that leads projects is not disabled.',
          details: [],
        },
      ],
      notes: [
        note(
          "unsupported",
          "carl",
          'is not disabled, since it leads projects: onDisable.projectLead names "pm", which is no account here',
        ),
      ],
    }),
  },
  { name: "links of every kind", stage: "plan", plan: planOf(links) },
  { name: "an undone run", stage: "result", plan: planOf(undone, {}, { run: 43 }) },
  {
    name: "not recorded",
    stage: "result",
    plan: planOf([imported("ada", DONE)], {}, { run: 44, unrecorded: diskFull }),
  },
  { name: "ten thousand", stage: "plan", plan: planOf(tenThousand()) },
];

/** A first import: 9,000 people, 900 of them into groups, and 100 who left. */
export function tenThousand(): readonly PlannedOperation[] {
  return [
    ...names(9000, "user").map((name) => imported(name)),
    ...names(900, "user").map((name, index) => memberAdded(`team-${index % 30}`, name)),
    ...names(100, "leaver").map((name) => disabled(name)),
  ];
}

export function names(count: number, prefix: string): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}-${String(index + 1).padStart(4, "0")}`);
}

function unread(name: string) {
  return targetPlan({
    name,
    type: "crowd",
    read: { users: 0, groups: 0, memberships: 0 },
    error: {
      code: "SIGN_IN_FAILED",
      message:
        "Crowd refused the application usersync. The password is wrong, or this address may not use it.",
      fix: "Set the password in Crowd under Applications, usersync, Details, and CROWD_APPLICATION_PASSWORD to the same.",
    },
  });
}
