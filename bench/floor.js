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

/** Pages one after the other, each saying where the next one is. */
async function follow(url, headers, { items = "value", next }) {
  const all = [];
  for (let place = url; place !== undefined; ) {
    const page = await json(place, headers);
    all.push(...page[items]);
    place = next(page);
  }
  return all;
}

function chunksOf(items, size) {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) =>
    items.slice(at * size, (at + 1) * size),
  );
}

const basic = (name, password) => `Basic ${Buffer.from(`${name}:${password}`).toString("base64")}`;
const linked = { next: (page) => page["@odata.nextLink"] };

const graph = () => {
  const headers = { accept, authorization: `Bearer ${at.graph.token}`, "accept-language": "en-US" };
  const base = `${at.graph.url}/v1.0`;
  const select =
    "$select=id,userPrincipalName,accountEnabled,userType,displayName,givenName,mail,surname&$top=999";
  const groups = follow(`${base}/groups?$select=id,displayName,visibility&$top=999`, headers, linked);
  const firstPages = async (part) => {
    const requests = part.map(({ id: group }, at) => ({
      id: String(at + 1),
      method: "GET",
      url: `/groups/${group}/members?$select=id,userPrincipalName&$top=999`,
    }));
    const body = JSON.stringify({ requests });
    const sent = { method: "POST", headers: { ...headers, "content-type": "application/json" }, body };
    const answer = await request(`${base}/$batch`, sent);
    return JSON.parse(await answer.body.text()).responses.map((one) => one.body);
  };
  const members = groups.then((all) =>
    inParallel(chunksOf(all, 20), async (part) =>
      Promise.all(
        (await firstPages(part)).map(async (page) => {
          const later = linked.next(page);
          return later === undefined
            ? page.value
            : [...page.value, ...(await follow(later, headers, linked))];
        }),
      ),
    ),
  );
  const users = follow(`${base}/users?${select}`, headers, linked);
  const names = groups.then((all) => all.map(({ displayName }) => displayName.replace(/^atl-/, "")));
  return { names, all: Promise.all([users, members]) };
};

const DIRECTORIES = {
  async cloud({ url, directoryId, token }) {
    const headers = { accept, authorization: `Bearer ${token}` };
    const base = `${url}/scim/directory/${directoryId}`;
    const list = async (what) => {
      const page = (startIndex) => json(`${base}/${what}?startIndex=${startIndex}&count=100`, headers);
      const first = await page(1);
      const starts = [];
      for (let start = 101; start <= first.totalResults; start += 100) starts.push(start);
      return [first, ...(await inParallel(starts, page))];
    };
    return [await list("Users"), await list("Groups")];
  },
  async crowd({ url, application, password }) {
    const headers = { accept, authorization: basic(application, password) };
    const base = `${url}/rest/usermanagement/1`;
    const page = (start) =>
      `${base}/search?entity-type=user&start-index=${start}&max-results=1000&expand=user%2Cattributes`;
    let start = 0;
    const next = ({ users }) => {
      start += 1000;
      return users.length < 1000 ? undefined : page(start);
    };
    const users = await follow(page(0), headers, { items: "users", next });
    return [users, await text(`${base}/group/membership`, { ...headers, accept: "application/xml" })];
  },
  async jira({ url, token }, names) {
    const headers = { accept, authorization: `Bearer ${token}` };
    const base = `${url}/rest/api/2`;
    const self = await json(`${base}/myself`, headers);
    await json(`${base}/serverInfo`, headers);
    const list = (cursor = "") => `${base}/user/list?maxResults=2000${cursor}`;
    const users = follow(list(), headers, {
      items: "values",
      next: ({ nextCursor }) => nextCursor && list(`&cursor=${nextCursor}`),
    });
    const members = inParallel(await names, (name) => {
      const query = `groupname=${name}&includeInactiveUsers=true`;
      const page = (start) => `${base}/group/member?${query}&startAt=${start}&maxResults=50`;
      const next = ({ isLast, startAt }) => (isLast ? undefined : page(startAt + 50));
      return follow(page(0), headers, { items: "values", next });
    });
    return [self, await users, await members];
  },
  async confluence({ url, token }, names) {
    const headers = { accept, authorization: `Bearer ${token}` };
    const base = `${url}/rest/api`;
    const self = await json(`${base}/user/current?expand=status`, headers);
    const list = (path) => {
      const page = (start) => `${base}/${path}?start=${start}&limit=200&expand=status`;
      const next = ({ start, size }) => (size < 200 ? undefined : page(start + size));
      return follow(page(0), headers, { items: "results", next });
    };
    const users = list("user/list");
    return [self, await users, await inParallel(await names, (name) => list(`group/${name}/member`))];
  },
  async bitbucket({ url, username, password }, names) {
    const headers = { accept, authorization: basic(username, password) };
    const base = `${url}/rest/api/latest/admin`;
    const list = (path, query = "") => {
      const page = (start) => `${base}/${path}?${query}start=${start}&limit=1000`;
      const next = ({ isLastPage, nextPageStart }) => (isLastPage ? undefined : page(nextPageStart));
      return follow(page(0), headers, { items: "values", next });
    };
    const membersOf = (group) => list("groups/more-members", `context=${group}&`);
    const grants = await list("permissions/groups");
    const users = [
      list("users"),
      list("permissions/users"),
      ...grants.map(({ group }) => membersOf(group.name)),
    ];
    const wanted = await names;
    return [await Promise.all(users), await list("groups"), await inParallel(wanted, membersOf)];
  },
};

const { names, all } = graph();
const kept = await Promise.all([all, DIRECTORIES[target](at.target, names)]);
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
process.send({
  wall: performance.now() - began,
  cpu: (userCPUTime + systemCPUTime) / 1000,
  memory: maxRSS / 1024,
  kept: kept.length,
});
process.disconnect();
