// The servers of a benchmark, in a process of their own: a Graph tenant of the asked size and one directory,
// either in step with it or empty. Answers over IPC: the addresses at the start, the requests seen on demand.
import { toCrowdSeed, toScimSeed } from "../dist/sandbox/company.js";
import { generateTenant, syncedContent } from "../dist/sandbox/generate-tenant.js";
import { startSandbox } from "../dist/sandbox/sandbox.js";
import { keepAnswers } from "./keep-answers.js";

const { users, groups, membersPerGroup, latency, target, scenario } = JSON.parse(process.argv[2]);

const tenant = generateTenant({ users, groups, membersPerGroup });
const nothing = { accounts: [], groups: [] };
const content = scenario === "no-op" ? syncedContent(tenant) : nothing;
/** When the first request of a run arrived: what came before is the start of the program. */
let first;
const keepers = [];
const sandbox = await startSandbox({
  latency,
  prepare: (_, app) => {
    app.addHook("onRequest", async () => {
      first ??= Date.now();
    });
    if (scenario === "no-op") keepers.push(keepAnswers(app));
  },
  company: {
    tenant,
    cloud: toScimSeed(target === "cloud" ? content : nothing),
    crowd: toCrowdSeed(target === "crowd" ? content : nothing),
  },
});

const counted = () => {
  const seen = [...sandbox.graph.traffic.requests, ...sandbox[target].traffic.requests];
  return {
    first,
    total: seen.length,
    refused: seen.filter(({ status }) => status >= 400).length,
    made: keepers.reduce((sum, keeper) => sum + keeper.made(), 0),
  };
};

process.on("message", (message) => {
  if (message === "count") process.send({ counted: counted() });
  if (message === "clear") {
    sandbox.graph.traffic.clear();
    sandbox[target].traffic.clear();
    first = undefined;
    for (const keeper of keepers) keeper.reset();
    process.send({ cleared: true });
  }
});
process.on("disconnect", () => process.exit(0));
process.send({
  at: {
    graph: { url: sandbox.graph.url, token: sandbox.graph.token },
    cloud: { url: sandbox.cloud.url, directoryId: sandbox.cloud.directoryId, token: sandbox.cloud.token },
    crowd: {
      url: sandbox.crowd.url,
      application: sandbox.crowd.application,
      password: sandbox.crowd.password,
    },
  },
});
