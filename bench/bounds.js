// The fewest requests, and the least time, that a run can need: pages that have to be read and changes that
// have to be made, with the given latency and as many requests at a time as the config allows.
import { groupSizes } from "./group-sizes.js";

const GRAPH_PAGE = 999;
/** Listings that Graph begins with one request, and such requests that usersync has under way at a time. */
const GRAPH_BATCH = { listings: 20, atOnce: 4 };

const pages = (items, size) => Math.max(1, Math.ceil(items / size));
/** For lists that say neither how many there are nor which page is the last: a full one is followed by another. */
const openPages = (items, size) => Math.floor(items / size) + 1;
const sum = (numbers) => numbers.reduce((all, one) => all + one, 0);

/**
 * What reading each directory takes. `requests` are all of them; `users` and `groups` are the longest chains of
 * requests that wait for each other, for the accounts and, once the source has named them, for the groups.
 *
 * `users` are what the directory holds, and `held` its groups, by the members of each; so many `groups` are wanted.
 * `turns` tells in how many turns requests go out that need not wait for each other.
 */
const READ = {
  cloud({ users, held, turns }) {
    const listing = pages(users, 100);
    const groups = pages(held.length, 100);
    return { requests: listing + groups, users: 1 + turns(listing - 1), groups: 1 + turns(groups - 1) };
  },
  crowd({ users }) {
    const listing = openPages(users, 1000);
    return { requests: listing + 1, users: listing, groups: 1 };
  },
  // Who is signed in and which version it is come first. A group that is not there takes a request, too.
  jira({ users, groups, held, turns }) {
    const listing = pages(users + SELF, 2000);
    const groupPages = sum(held.map((members) => pages(members, 50))) + (groups - held.length);
    return { requests: 2 + listing + groupPages, users: 2 + listing, groups: turns(groupPages) };
  },
  // Who is signed in comes first; whether accounts can be updated is asked beside the list.
  confluence({ users, groups, held, turns }) {
    const listing = openPages(users + SELF, 200);
    const groupPages = sum(held.map((members) => openPages(members, 200))) + (groups - held.length);
    return { requests: 2 + listing + groupPages, users: 1 + listing, groups: turns(groupPages) };
  },
  // The groups that let people in come first, then who is in them, beside the list of users and those who are
  // let in by themselves. Which of the wanted groups are there is one more list.
  bitbucket({ users, held, turns }) {
    const listing = pages(users + SELF, 1000);
    const licensed = pages(users, 1000);
    const groupPages = sum(held.map((members) => pages(members, 1000)));
    return {
      requests: 3 + listing + licensed + groupPages,
      users: 1 + Math.max(listing, licensed),
      groups: 1 + turns(groupPages),
    };
  },
};

/** The account that usersync signs in with. */
const SELF = 1;

/**
 * What making one account takes, and how many members go into a group with one request. Bitbucket: create,
 * replace the password that stood in the address, find out the id, let it in.
 */
const WRITE = {
  cloud: { account: 1, members: 100 },
  crowd: { account: 1, members: 1 },
  jira: { account: 1, members: 1 },
  confluence: { account: 1, members: 1 },
  bitbucket: { account: 4, members: 100 },
};

export const TARGETS = Object.keys(READ);

export function boundsOf(size) {
  const { users, groups, target, scenario, latency, concurrency } = size;
  const isImport = scenario === "import";
  const turns = (requests) => Math.ceil(requests / concurrency);

  const graph = readingGraph(size);

  const sizes = groupSizes(size);
  const holds = isImport ? { users: 0, held: [] } : { users, held: sizes };
  const read = READ[target]({ ...holds, groups, turns });
  const write = isImport ? writing({ users, sizes, turns }, WRITE[target]) : NOTHING;

  return {
    requests: graph.requests + read.requests + write.requests,
    wall: (Math.max(graph.turns, read.users) + read.groups + write.turns) * latency,
  };
}

/** The first pages of the groups go in batches, one where it is alone; the later ones go by themselves. */
function readingGraph({ users, groups, membersPerGroup, concurrency }) {
  const userPages = pages(users, GRAPH_PAGE);
  const groupPages = pages(groups, GRAPH_PAGE);
  const batches = Math.ceil(groups / GRAPH_BATCH.listings);
  const latePages = pages(Math.min(membersPerGroup, users), GRAPH_PAGE) - 1;
  const memberTurns =
    Math.ceil(batches / Math.min(concurrency, GRAPH_BATCH.atOnce)) +
    Math.ceil((groups * latePages) / concurrency);
  return {
    requests: userPages + groupPages + batches + groups * latePages,
    turns: Math.max(userPages, groupPages + memberTurns),
  };
}

const NOTHING = { requests: 0, turns: 0 };

function writing({ users, sizes, turns }, costs) {
  const groups = sizes.length;
  const memberships = sum(sizes.map((members) => pages(members, costs.members)));
  return {
    requests: users * costs.account + groups + memberships,
    turns: turns(groups) + turns(users) * costs.account + turns(memberships),
  };
}
