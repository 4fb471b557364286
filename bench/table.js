// What was measured, as a table in Markdown. "!" marks a goal that was missed.
import { groupSizes } from "./group-sizes.js";

/** What must not be exceeded; `cpu` counts for a run without changes only. */
const GOALS = { wall: 1.3, cpu: 3, memory: 350 };
/** With groups in groups and a million memberships. */
const GOALS_OF_GROUPS = { ...GOALS, memory: 700 };

/** Requests against the bound: Cloud and Crowd are held to less, since all that they need is in the bound. */
const REQUESTS = { cloud: 1.02, crowd: 1.02, jira: 1.05, confluence: 1.05, bitbucket: 1.05 };
/** Batches are not always full. */
const REQUESTS_OF_GROUPS = 1.05;

/** What the state may add with 100,000 users, in percent. */
const STATE_GOALS = { "no-op": { cpu: 15, wall: 10 }, import: { cpu: 25, wall: 25 } };

export const HEADINGS = [
  ...[
    "run",
    "users",
    "groups",
    "memberships",
    "latency × at a time",
    "requests",
    "÷ bound",
    "start",
    "wall",
    "÷ bound",
  ],
  ...["CPU", "÷ floor", "peak memory", "floor's", "state: CPU", "state: wall"],
];

export const REMARKS = [
  `Goals: requests ≤ 1.02 × the bound, for Jira, Confluence and Bitbucket 1.05 ×; wall ≤ ${GOALS.wall} × the bound,`,
  `CPU of a run without changes ≤ ${GOALS.cpu} × the floor's, memory ≤ ${GOALS.memory} MB at 100,000 users. "!" marks a miss.`,
  `With --memberships: requests ≤ ${REQUESTS_OF_GROUPS} × the bound, memory ≤ ${GOALS_OF_GROUPS.memory} MB at 1,000,000 of them.`,
  "The state adds at most 15 % CPU and 10 % wall time to a run without changes, and 25 % to an import.",
];

const number = (value, digits = 0) =>
  value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
const seconds = (milliseconds) => `${number(milliseconds / 1000, 1)} s`;
const ratio = (value, goal) => `${value.toFixed(2)}${value <= goal ? "" : " !"}`;

/** How much more one figure is than another: `+12 %`. */
function more(value, than, goal) {
  const share = Math.round((value / than - 1) * 100);
  return `${share < 0 ? "−" : "+"}${Math.abs(share)} %${share > goal ? " !" : ""}`;
}

const wallOf = ({ run, counted }) => run.ended - counted.first;

export function row({ size, run, counted, floor, bounds, plain }) {
  const isLargest = size.users >= 100_000;
  const goals = size.nested ? GOALS_OF_GROUPS : GOALS;
  const wall = wallOf({ run, counted });
  return [
    `${size.scenario}, ${size.target}`,
    number(size.users),
    number(size.groups),
    number(membershipsOf(size)),
    `${size.latency} ms × ${size.concurrency}`,
    number(counted.total),
    ratio(counted.total / bounds.requests, size.nested ? REQUESTS_OF_GROUPS : REQUESTS[size.target]),
    seconds(counted.first - run.began),
    seconds(wall),
    ratio(wall / bounds.wall, goals.wall),
    seconds(run.cpu),
    floor === undefined ? "" : ratio(run.cpu / floor.cpu, goals.cpu),
    `${number(run.memory)} MB${isLargest && run.memory > goals.memory ? " !" : ""}`,
    floor === undefined ? "" : `${number(floor.memory)} MB`,
    ...(plain === undefined ? ["", ""] : stateCells({ size, run, plain, wall })),
  ];
}

/** As a directory holds them: with those of the groups in a group. */
export function membershipsOf(size) {
  return groupSizes(size).reduce((all, one) => all + one, 0);
}

/** What ten times as much of everything costs, in words. */
export function growth(small, large) {
  const times = (figure) => `${(figure(large) / figure(small)).toFixed(1)} ×`;
  const what = `${large.size.scenario}, ${large.size.target}`;
  const figures = [
    `${times(({ size }) => membershipsOf(size))} the memberships`,
    `${times(({ counted }) => counted.total)} the requests`,
    `${times(({ run }) => run.cpu)} the CPU`,
    `${times(wallOf)} the wall time`,
    `${times(({ run }) => run.memory)} the memory`,
  ];
  return `${what}: ${figures.join(", ")}`;
}

function stateCells({ size, run, plain, wall }) {
  const goal = size.users >= 100_000 ? STATE_GOALS[size.scenario] : { cpu: Infinity, wall: Infinity };
  return [more(run.cpu, plain.run.cpu, goal.cpu), more(wall, wallOf(plain), goal.wall)];
}
