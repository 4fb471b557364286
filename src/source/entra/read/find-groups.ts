import { UsersyncError } from "../../../errors.ts";
import { parseSourceId } from "../../../model/ids.ts";
import { isSameName } from "../../../model/names.ts";
import type { JsonObject } from "../../to-person.ts";
import { foldPages } from "../graph/fold-pages.ts";
import {
  groupsByIdLink,
  groupsByNameLink,
  groupsByPrefixLink,
  groupsLink,
  IDS_PER_REQUEST,
} from "./links.ts";
import type { Reading } from "./reading.ts";

export interface GroupRef {
  readonly id: string;
  readonly name: string;
  /** Its members are shown only to who may read hidden ones. */
  readonly isHidden: boolean;
}

/** Finds groups, either in the list of all of them or by a request each: whichever costs fewer requests. */
export interface GroupFinder {
  /** The groups with these ids, as far as they exist. */
  byIds(ids: readonly string[]): Promise<ReadonlyMap<string, GroupRef>>;
  /** All groups of that name: names are not unique in Entra. */
  byName(name: string): Promise<readonly GroupRef[]>;
  /** A few groups whose names begin alike, to suggest. */
  similarTo(name: string): Promise<readonly GroupRef[]>;
  all(): Promise<readonly GroupRef[]>;
}

/** The part of a read that finding groups takes; `check` finds some too. */
type Search = Pick<Reading, "graph" | "signal">;

/** @param listsAll The list of all groups is needed anyhow, so everything is looked up in it. */
export function createGroupFinder(reading: Search, listsAll: boolean): GroupFinder {
  let list: Promise<readonly GroupRef[]> | undefined;
  const all = async () => {
    list ??= listGroups(reading, groupsLink(), "the list of groups");
    return await list;
  };
  return listsAll
    ? {
        all,
        byIds: async (ids) => {
          const wanted = new Set(ids);
          return byId((await all()).filter(({ id }) => wanted.has(id)));
        },
        byName: async (name) => (await all()).filter((group) => isSameName(group.name, name)),
        similarTo: async (name) => (await all()).filter((group) => beginsAlike(group.name, name)).slice(0, 5),
      }
    : {
        all,
        byIds: async (ids) => byId(await requestIds(reading, [...new Set(ids)])),
        byName: async (name) => await listGroups(reading, groupsByNameLink(name), `the group ${name}`),
        similarTo: async (name) =>
          await listGroups(reading, groupsByPrefixLink(beginning(name)), `groups like ${name}`),
      };
}

async function requestIds(reading: Search, ids: readonly string[]): Promise<readonly GroupRef[]> {
  const chunks: string[][] = [];
  for (let at = 0; at < ids.length; at += IDS_PER_REQUEST) chunks.push(ids.slice(at, at + IDS_PER_REQUEST));
  const found = await Promise.all(
    chunks.map((chunk) => listGroups(reading, groupsByIdLink(chunk), "the configured groups")),
  );
  return found.flat();
}

async function listGroups(reading: Search, link: string, what: string): Promise<readonly GroupRef[]> {
  const found = await foldPages<Map<string, GroupRef>>(
    reading.graph,
    {
      link,
      what,
      begin: () => new Map(),
      add: (groups, item) => {
        const group = toGroupRef(item, what);
        groups.set(group.id, group);
      },
    },
    reading.signal,
  );
  return [...found.values()];
}

function toGroupRef({ id, displayName, visibility }: JsonObject, what: string): GroupRef {
  const groupId = parseSourceId(id);
  if (groupId === undefined || typeof displayName !== "string") {
    throw new UsersyncError("UNEXPECTED_ANSWER", {
      what: `In ${what} is a group without id or name.`,
      why: "Every group of Entra has both.",
      fix: "Check that the app may read groups (`usersync check`), and source.graphUrl.",
    });
  }
  return { id: groupId, name: displayName, isHidden: visibility === "HiddenMembership" };
}

function byId(groups: readonly GroupRef[]): ReadonlyMap<string, GroupRef> {
  return new Map(groups.map((group) => [group.id, group]));
}

function beginning(name: string): string {
  return name.slice(0, 3);
}

function beginsAlike(one: string, other: string): boolean {
  return isSameName(beginning(one), beginning(other));
}
