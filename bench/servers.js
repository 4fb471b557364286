// The servers of a benchmark, in a process of their own: a Graph tenant of the asked size and one directory,
// either in step with it or empty. Answers over IPC: the addresses at the start, the requests seen on demand.
import { parse } from "yaml";
import { toCompany } from "../dist/sandbox/company.js";
import { generateTenant, syncedContent } from "../dist/sandbox/generate-tenant.js";
import { startSandbox } from "../dist/sandbox/sandbox.js";
import { keepAnswers } from "./keep-answers.js";

const { users, groups, membersPerGroup, nested, latency, target, scenario } = JSON.parse(process.argv[2]);

const tenant = generateTenant({ users, groups, membersPerGroup, nested });
/** When the first request of a run arrived: what came before is the start of the program. */
let first;
const keepers = [];
const sandbox = await startSandbox({
  directories: [target],
  latency,
  prepare: (_, app) => {
    app.addHook("onRequest", async () => {
      first ??= Date.now();
    });
    if (scenario === "no-op") keepers.push(keepAnswers(app));
  },
  company: scenario === "no-op" ? toCompany(tenant, { [target]: syncedContent(tenant) }) : { tenant },
});
const traffics = [sandbox.graph.traffic, sandbox[target].traffic];

const counted = () => {
  const sent = traffics.flatMap(({ requests }) => requests);
  const seen = [...sent, ...traffics.flatMap(({ batched }) => batched)];
  return {
    first,
    total: sent.length,
    // What is looked for and not there yet is no refusal.
    refused: seen.filter(({ status }) => status >= 400 && status !== 404).length,
    made: keepers.reduce((sum, keeper) => sum + keeper.made(), 0),
  };
};

const ANSWERS = {
  count: () => ({ counted: counted() }),
  /** Forgets what was seen. What only prepares a run need not wait. */
  clear({ hurry = false }) {
    for (const traffic of traffics) {
      traffic.clear();
      traffic.latency = hurry ? 0 : latency;
    }
    first = undefined;
    for (const keeper of keepers) keeper.reset();
    return { cleared: true };
  },
};

process.on("message", (message) => process.send(ANSWERS[message.ask](message)));
process.on("disconnect", () => process.exit(0));

// Of the sandbox's own config only the address and what one signs in with: the mapping is that of the benchmark.
const [{ mapping: _, onDisable: __, ...config }] = parse(sandbox.configText).targets;
process.send({ at: { graph: { url: sandbox.graph.url, token: sandbox.graph.token }, target: config } });
