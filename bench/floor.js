// The floor: a bare program that fetches the pages which a run of usersync has to fetch, with the same
// concurrency, and parses them. Nothing that reads these directories can cost less.
import { request } from "undici";

const { at, target, concurrency } = JSON.parse(process.argv[2]);
const began = performance.now();
/** Headers and addresses are spelled as usersync spells them: the servers know a page again by these. */
const accept = "application/json";

async function text(url, headers) {
  const answer = await request(url, { headers });
  return await answer.body.text();
}
const json = async (url, headers) => JSON.parse(await text(url, headers));

async function inParallel(items, work) {
  const queue = items.values();
  const results = [];
  const worker = async () => {
    for (const item of queue) results.push(await work(item));
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return results;
}

async function follow(url, headers) {
  const items = [];
  for (let next = url; next !== undefined; ) {
    const page = await json(next, headers);
    items.push(...page.value);
    next = page["@odata.nextLink"];
  }
  return items;
}

async function graph() {
  const headers = { accept, authorization: `Bearer ${at.graph.token}`, "accept-language": "en-US" };
  const base = `${at.graph.url}/v1.0`;
  const select =
    "$select=id,userPrincipalName,accountEnabled,userType,displayName,givenName,mail,surname&$top=999";
  const groups = async () => {
    const all = await follow(`${base}/groups?$select=id,displayName,visibility&$top=999`, headers);
    return await inParallel(all, ({ id }) =>
      follow(`${base}/groups/${id}/members?$select=id,userPrincipalName&$top=999`, headers),
    );
  };
  return await Promise.all([follow(`${base}/users?${select}`, headers), groups()]);
}

async function cloud() {
  const headers = { accept, authorization: `Bearer ${at.cloud.token}` };
  const base = `${at.cloud.url}/scim/directory/${at.cloud.directoryId}`;
  const list = async (what) => {
    const page = (startIndex) => json(`${base}/${what}?startIndex=${startIndex}&count=100`, headers);
    const first = await page(1);
    const starts = [];
    for (let start = 101; start <= first.totalResults; start += 100) starts.push(start);
    return [first, ...(await inParallel(starts, page))];
  };
  return [await list("Users"), await list("Groups")];
}

async function crowd() {
  const secret = Buffer.from(`${at.crowd.application}:${at.crowd.password}`).toString("base64");
  const headers = { accept, authorization: `Basic ${secret}` };
  const base = `${at.crowd.url}/rest/usermanagement/1`;
  const pages = [];
  for (let start = 0; ; start += 1000) {
    const page = await json(
      `${base}/search?entity-type=user&start-index=${start}&max-results=1000&expand=user%2Cattributes`,
      headers,
    );
    pages.push(page);
    if (page.users.length < 1000) break;
  }
  return [pages, await text(`${base}/group/membership`, { ...headers, accept: "application/xml" })];
}

const kept = await Promise.all([graph(), target === "cloud" ? cloud() : crowd()]);
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
process.send({
  wall: performance.now() - began,
  cpu: (userCPUTime + systemCPUTime) / 1000,
  memory: maxRSS / 1024,
  kept: kept.length,
});
process.disconnect();
