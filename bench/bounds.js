// The fewest requests, and the least time, that a run can need: pages that have to be read and changes that
// have to be made, with the given latency and as many requests at a time as the config allows.

const GRAPH_PAGE = 999;
const SCIM_PAGE = 100;
const CROWD_PAGE = 1000;
const SCIM_MEMBERS = 100;

const pages = (items, size) => Math.max(1, Math.ceil(items / size));
/** Crowd tells no total: a last page that is full leads to one more request. */
const crowdPages = (items) => Math.floor(items / CROWD_PAGE) + 1;

export function boundsOf({ users, groups, membersPerGroup, target, scenario, latency, concurrency }) {
  const perGroup = Math.min(membersPerGroup, users);
  const isImport = scenario === "import";
  const inDirectory = isImport ? 0 : users;
  const turns = (requests) => Math.ceil(requests / concurrency);

  const userPages = pages(users, GRAPH_PAGE);
  const memberPages = groups * pages(perGroup, GRAPH_PAGE);
  const graph = { requests: userPages + 1 + memberPages, turns: Math.max(userPages, 1 + turns(memberPages)) };

  const scimPages = pages(inDirectory, SCIM_PAGE);
  const scimGroups = pages(isImport ? 0 : groups, SCIM_PAGE);
  const read =
    target === "cloud"
      ? {
          requests: scimPages + scimGroups,
          users: 1 + turns(scimPages - 1),
          groups: 1 + turns(scimGroups - 1),
        }
      : { requests: crowdPages(inDirectory) + 1, users: crowdPages(inDirectory), groups: 1 };

  const memberRequests = groups * (target === "cloud" ? pages(perGroup, SCIM_MEMBERS) : perGroup);
  const write = isImport
    ? {
        requests: users + groups + memberRequests,
        turns: turns(groups) + turns(users) + turns(memberRequests),
      }
    : { requests: 0, turns: 0 };

  return {
    requests: graph.requests + read.requests + write.requests,
    wall: (Math.max(graph.turns, read.users) + read.groups + write.turns) * latency,
  };
}
