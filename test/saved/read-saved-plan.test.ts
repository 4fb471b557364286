import { describe, expect, it } from "vitest";
import { UsersyncError } from "../../src/errors.ts";
import type { PlannedOperation } from "../../src/model/plan.ts";
import { toDocument } from "../../src/report/json/to-document.ts";
import { cloud, crowd, jira, source } from "../config/config-builder.ts";
import {
  DONE,
  disabled,
  failed,
  groupNested,
  groupTakenOut,
  handedOver,
  imported,
  memberAdded,
  PLANNED,
  planOf,
  targetPlan,
} from "../support/plans.ts";
import { bounds, type Editable, forged, fullPlan, known, read, saved } from "./saved-plans.ts";

/** Why a file is refused: what, and why. */
function refusalOf(text: string, within = bounds()): string {
  try {
    read(text, within);
  } catch (error) {
    if (!(error instanceof UsersyncError)) throw error;
    expect(error.code).toBe("PLAN_REFUSED");
    return `${error.message} ${error.why}`;
  }
  throw new Error("The plan was taken.");
}

function edited(edit: (document: Editable) => unknown, text = saved(fullPlan())): string {
  const document = JSON.parse(text);
  edit(document);
  return JSON.stringify(document);
}

describe("a saved plan", () => {
  it("comes back as it was", () => {
    expect(read(saved(fullPlan()))).toEqual(fullPlan());
  });

  it("may be laid out anew, with its keys in another order", () => {
    const backwards = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(backwards);
      if (typeof value !== "object" || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([key, part]) => [key, backwards(part)]),
      );
    };

    const text = JSON.stringify(backwards(JSON.parse(saved(fullPlan()))));

    expect(read(text)).toEqual(fullPlan());
  });

  it("fits a config whose secrets are new, and whose log and state are elsewhere", () => {
    const targets = [cloud({ token: "rotated" }), crowd({ password: "rotated" })];
    const within = bounds({ targets, state: { url: "none" }, log: { level: "debug" } });

    expect(read(saved(fullPlan()), within)).toEqual(fullPlan());
  });

  it("comes back with what it hands over", () => {
    const onDisable = { projectLead: "Project-Office", componentLead: "lead" };
    const within = bounds({ targets: [jira({ onDisable })] });
    const plan = planOf(
      [
        handedOver("CORE (Core platform)", "ada", "project-office"),
        handedOver("CORE / Login", "ada", "lead", PLANNED, "component"),
        disabled("ada"),
      ].map(known),
      { name: "jira", type: "jira" },
    );

    expect(read(saved(plan, within), within)).toEqual(plan);
  });

  it("has an end after which nothing may come", () => {
    expect(refusalOf(saved(fullPlan()).slice(0, -10))).toContain("only the beginning of it");
  });
});

describe("refused as a whole is", () => {
  it.each([
    { situation: "an empty file", text: "", why: "It is not JSON" },
    { situation: "a list", text: "[]", why: "JSON of another kind" },
    { situation: "JSON of something else", text: '{"format":"terraform/1"}', why: "JSON of another kind" },
    { situation: "null", text: "null", why: "JSON of another kind" },
    {
      situation: "a later format",
      text: edited((document) => {
        document.format = "usersync-plan/2";
      }),
      why: "Its format is usersync-plan/2; this version applies usersync-plan/1.",
    },
    {
      situation: "a plan that was printed",
      text: JSON.stringify(toDocument(planOf([known(imported("ada"))]))),
      why: "is a plan that was printed, not saved.",
    },
    {
      situation: "a result",
      text: JSON.stringify(toDocument(planOf([known(imported("ada", DONE))]))),
      why: "is the result of a run, not a saved plan.",
    },
    {
      situation: "a plan without targets that is none",
      text: '{"format":"usersync-plan/1"}',
      why: "is a plan that was printed",
    },
    {
      situation: "a plan of another version",
      text: saved(fullPlan(), bounds({}, "1.2.4")),
      why: "plan.json was made by usersync 1.2.4; this is 1.2.3.",
    },
    {
      situation: "a version as long as a book",
      text: edited((document) => {
        document.saved.version = "9".repeat(1000);
      }),
      why: `${"9".repeat(40)}…; this is 1.2.3.`,
    },
    {
      situation: "a plan of another config",
      text: saved(
        fullPlan(),
        bounds({ source: source({ users: { guests: "include" } }), limits: { disable: "50%" } }),
      ),
      why: "These settings differ: source.users.guests, targets.cloud.limits.disable, targets.crowd.limits.disable.",
    },
    {
      situation: "a plan of a config with one target more",
      text: saved(
        fullPlan(),
        bounds({ targets: [cloud(), crowd(), crowd({ name: "other", application: "other" })] }),
      ),
      why: "These settings differ: targets.other (not in the config).",
    },
    {
      situation: "a config digest that its settings do not make",
      text: edited((document) => {
        document.saved.config = `sha256:${"0".repeat(64)}`;
      }),
      why: "Its digest of the config does not fit the settings beside it.",
    },
    {
      situation: "a binding that lacks a part",
      text: edited((document) => {
        delete document.saved.digest;
      }),
      why: "At saved.digest: ",
    },
  ])("$situation", ({ text, why }) => {
    expect(refusalOf(text)).toContain(why);
  });

  it.each([
    {
      edit: "an operation taken out",
      change: (document: Editable) => document.targets[0].operations.pop(),
    },
    {
      edit: "a name written over",
      change: (document: Editable) => {
        document.targets[0].operations[9].user.username = "boss";
      },
    },
    {
      edit: "a withheld operation let through",
      change: (document: Editable) => {
        const operation = document.targets[0].operations[8];
        operation.status = "planned";
        delete operation.withheldBy;
      },
    },
    {
      edit: "another order",
      change: (document: Editable) => document.targets[0].operations.reverse(),
    },
    {
      edit: "a summary made to look small",
      change: (document: Editable) => {
        document.targets[0].summary.disable = 0;
      },
    },
    {
      edit: "another time",
      change: (document: Editable) => {
        document.createdAt = "2026-11-24T00:00:00.000Z";
      },
    },
  ])("a file edited by hand: $edit", ({ change }) => {
    expect(refusalOf(edited(change))).toContain(
      "What it says does not fit its digest, for which spaces and line ends do not count.",
    );
  });

  it.each([
    {
      what: "one whose directory could not be read",
      target: { error: { code: "NETWORK", message: "No answer." } },
      why: "cloud: No answer.",
    },
    { what: "one that only says so", target: {}, why: "It does not say what was not read." },
  ])("an incomplete plan: $what", ({ target, why }) => {
    const incomplete = planOf([known(imported("ada"))], target, { complete: false });

    expect(refusalOf(saved(incomplete))).toContain(why);
  });

  it("an incomplete plan that calls itself complete", () => {
    const plan = planOf([known(disabled("ada"))], { incomplete: ["page 2 is missing"] }, { complete: true });

    expect(refusalOf(saved(plan))).toContain("It does not say what was not read.");
  });
});

describe("a saved plan that nests groups", () => {
  const nesting = [
    groupNested("team", "crew"),
    { ...groupTakenOut("team", "sales"), onlyAfter: ["cloud:add-group:team:crew"] } as PlannedOperation,
  ];
  const plan = planOf(nesting, { name: "crowd", type: "crowd" });
  const configOf = (mapping: object, protect: object = {}) =>
    bounds({ targets: [crowd({ mapping, protect })] });

  it("comes back as it was", () => {
    const config = configOf({ nesting: "mirror" });

    expect(read(saved(plan, config), config).targets[0]?.operations).toEqual(nesting);
  });

  it.each([
    {
      situation: "flattens groups",
      config: configOf({}),
      why: "is about nested groups, though mapping.nesting is flatten",
    },
    {
      situation: "protects the nested one",
      config: configOf({ nesting: "mirror" }, { groups: ["crew"] }),
      why: "touches a group that protect.groups names",
    },
  ])("is refused by a config that $situation", ({ config, why }) => {
    expect(refusalOf(saved(plan, config), config)).toContain(why);
  });
});

describe("a hostile file with a digest that fits", () => {
  const forge = (edit: (document: Editable) => unknown) => forged(saved(fullPlan()), edit);

  it.each([
    {
      attack: "a summary that lies",
      edit: (d: Editable) => {
        d.targets[0].summary.disable = 0;
      },
      why: "does not fit its digest",
    },
    {
      attack: "a key that names a prototype",
      edit: (d: Editable) => {
        Object.defineProperty(d, "__proto__", { value: { polluted: true }, enumerable: true });
      },
      why: "Unrecognized key",
    },
    {
      attack: "a constructor",
      edit: (d: Editable) => {
        d.targets[0].operations[0].constructor = {};
      },
      why: "At targets[0].operations[0]: Unrecognized key",
    },
    {
      attack: "a huge number",
      edit: (d: Editable) => {
        d.targets[0].read.users = 1e300;
      },
      why: "At targets[0].read.users: ",
    },
    {
      attack: "a fraction",
      edit: (d: Editable) => {
        d.targets[0].read.users = 0.5;
      },
      why: "At targets[0].read.users: ",
    },
    {
      attack: "a person by a wrong id",
      edit: (d: Editable) => {
        d.targets[0].operations[3].user.sourceId = "../users";
      },
      why: "no object id of Entra, a GUID in lower case",
    },
    {
      attack: "an id that is no text",
      edit: (d: Editable) => {
        d.targets[0].operations[9].user.targetId = { $ne: "" };
      },
      why: "At targets[0].operations[9].user.targetId: ",
    },
    {
      attack: "an account without an id",
      edit: (d: Editable) => {
        delete d.targets[0].operations[9].user.targetId;
      },
      why: "At targets[0].operations[9].user.targetId: ",
    },
    {
      attack: "an operation that does not exist",
      edit: (d: Editable) => {
        d.targets[0].operations[9].kind = "delete";
      },
      why: "At targets[0].operations[9].kind: ",
    },
    {
      attack: "a field that does not exist",
      edit: (d: Editable) => {
        d.targets[0].operations[5].changes[0].field = "password";
      },
      why: "changes[0].field: ",
    },
    {
      attack: "a link that an update changes",
      edit: (d: Editable) => {
        d.targets[0].operations[5].changes[0].field = "link";
      },
      why: "changes[0].field: ",
    },
    {
      attack: "a time that is none",
      edit: (d: Editable) => {
        d.createdAt = "yesterday";
      },
      why: "At createdAt: ",
    },
    {
      attack: "two operations of one id",
      edit: (d: Editable) => {
        d.targets[1].operations.push(d.targets[1].operations[0]);
        d.targets[1].summary.disable = 2;
      },
      why: "Two operations of target crowd have one id.",
    },
    {
      attack: "a target twice",
      edit: (d: Editable) => d.targets.push(d.targets[1]),
      why: "It holds a target twice.",
    },
    {
      attack: "a target that the config lacks",
      edit: (d: Editable) => {
        d.targets[1].name = "other";
      },
      why: "The config has no target other of type crowd.",
    },
    {
      attack: "a target of another type",
      edit: (d: Editable) => {
        d.targets[1].type = "atlassian-cloud";
      },
      why: "The config has no target crowd of type atlassian-cloud.",
    },
  ])("is refused: $attack", ({ edit, why }) => {
    expect(refusalOf(forge(edit))).toContain(why);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  const nobodyElse = { protect: { users: ["boss", "svc-*"], groups: ["site-admins"] } };

  it.each([
    {
      attack: "disables a protected account",
      operation: disabled("SVC-backup"),
      why: "whom protect.users names",
    },
    { attack: "imports a protected name", operation: imported("boss"), why: "whom protect.users names" },
    {
      attack: "adds to a protected group",
      operation: memberAdded("site-admins", "ada"),
      why: "protect.groups names",
    },
    {
      attack: "holds an outcome",
      operation: disabled("ada", DONE),
      why: "has an outcome, which a plan has not",
    },
    {
      attack: "holds a failure",
      operation: disabled("ada", failed("No.")),
      why: "has an outcome, which a plan has not",
    },
  ])("is refused when it $attack", ({ operation, why }) => {
    const text = saved(planOf([known(operation)]), bounds(nobodyElse));

    expect(refusalOf(text, bounds(nobodyElse))).toContain(`In target cloud, an operation`);
    expect(refusalOf(text, bounds(nobodyElse))).toContain(why);
  });

  it.each([
    { attack: "another project lead", onDisable: { projectLead: "office" }, of: "project" as const },
    {
      attack: "a component lead where none is named",
      onDisable: { projectLead: "eve" },
      of: "component" as const,
    },
  ])("is refused when it makes somebody $attack", ({ onDisable, of }) => {
    const within = bounds({ targets: [jira({ onDisable })] });
    const target = { name: "jira", type: "jira" };
    const text = saved(planOf([known(handedOver("CORE", "ada", "eve", PLANNED, of))], target), within);

    expect(refusalOf(text, within)).toContain("hands over to somebody whom onDisable does not name");
  });

  it("is refused when it hands over where nobody leads anything", () => {
    const text = saved(planOf([known(handedOver("CORE", "ada", "eve"))]));

    expect(refusalOf(text)).toContain("hands over to somebody whom onDisable does not name");
  });

  it("is refused when it does what the config switched off", () => {
    const off = bounds({ operations: { disable: false } });

    expect(refusalOf(saved(planOf([known(disabled("ada"))]), off), off)).toContain(
      "does what operations.disable forbids",
    );
  });

  it.each([
    { adopt: "ask", status: "planned", isRefused: true },
    { adopt: "ask", status: "withheld", isRefused: false },
    { adopt: "always", status: "planned", isRefused: false },
    { adopt: "never", status: "withheld", isRefused: true },
  ] as const)("that takes over a group ($status) under adopt: $adopt: refused $isRefused", (one) => {
    const config = bounds({ mapping: { groups: [{ name: "d*", adopt: one.adopt }] } });
    const outcome =
      one.status === "planned"
        ? { status: one.status }
        : { status: one.status, withheldBy: "mapping.groups.adopt" };
    const operation: PlannedOperation = {
      id: "cloud:adopt-group:dev",
      kind: "adopt-group",
      group: { name: "dev", targetId: "dev" },
      sources: [{ id: "1", name: "Dev" }],
      reason: "exists-in-target",
      ...outcome,
    };
    const text = saved(planOf([operation]), config);

    if (one.isRefused) {
      expect(refusalOf(text, config)).toContain("takes over a group without the leave of mapping.groups");
    } else expect(read(text, config).targets[0]?.operations).toEqual([operation]);
  });

  it("nested beyond all measure is refused, and breaks nothing", () => {
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;

    expect(refusalOf(deep)).toContain("JSON of another kind");
    expect(refusalOf(saved(fullPlan()).replace('"notes": [', `"notes": [${deep},`))).toContain("notes[0]");
  });

  it("holding nothing at all is taken: there is nothing to do", () => {
    expect(read(saved(planOf([]))).targets).toEqual([targetPlan()]);
  });
});
