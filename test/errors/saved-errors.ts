import { toDocument } from "../../src/report/json/to-document.ts";
import { bounds, known, read, saved, VERSION } from "../saved/saved-plans.ts";
import { DONE, disabled, imported, planOf } from "../support/plans.ts";
import type { Provocations } from "./provoke.ts";

const small = planOf([known(imported("ada"))]);

export const SAVED_ERRORS: Provocations = {
  "a saved plan that is no JSON": () => read("--- a/plan\n+++ b/plan"),
  "a saved plan of a later format": () => read('{ "format": "usersync-plan/2" }'),
  "a plan that was printed": () => read(JSON.stringify(toDocument(small))),
  "a result in place of a plan": () =>
    read(JSON.stringify(toDocument(planOf([known(imported("ada", DONE))])))),
  "a plan of another version": () => read(saved(small, bounds({}, "1.1.0")), bounds({}, VERSION)),
  "a plan of another config": () => read(saved(small), bounds({ limits: { disable: "50%" } })),
  "a plan that was edited": () => read(saved(small).replaceAll('"ada"', '"eva"')),
  "a plan with a mistake in it": () => read(saved(small).replace('"import",', '"improt",')),
  "a plan of a directory that was not read": () => {
    const error = { code: "NETWORK", message: "Crowd does not answer." };
    return read(saved(planOf([], { name: "crowd", type: "crowd", error }, { complete: false })));
  },
  "a forged plan": () => {
    const within = bounds({ protect: { users: ["admin"] } });
    return read(saved(planOf([known(disabled("admin"))]), within), within);
  },
};
