import { UsersyncError } from "../../../errors.ts";
import type { GroupType } from "../../../model/group-type.ts";
import { parseSourceId } from "../../../model/ids.ts";
import { isSameName } from "../../../model/names.ts";
import type { JsonObject } from "../../to-person.ts";
import { foldPages } from "../graph/fold-pages.ts";
import { typesOf } from "./group-types.ts";
import {
  type GroupFields,
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
  /** What it is; absent when that was not asked for. */
  readonly types?: readonly GroupType[];
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

export interface FinderOptions extends GroupFields {
  /** The list of all groups is needed anyhow, so everything is looked up in it. */
  readonly listsAll: boolean;
}

export function createGroupFinder(reading: Search, { listsAll, types }: FinderOptions): GroupFinder {
  let list: Promise<readonly GroupRef[]> | undefined;
  const request = async (link: string, what: string) => await listGroups(reading, link, { what, types });
  const all = async () => {
    list ??= request(groupsLink({ types }), "the list of groups");
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
        byIds: async (ids) => {
          const links = chunksOf([...new Set(ids)]).map((chunk) => groupsByIdLink(chunk, { types }));
          const found = await Promise.all(links.map((link) => request(link, "the configured groups")));
          return byId(found.flat());
        },
        byName: async (name) => await request(groupsByNameLink(name, { types }), `the group ${name}`),
        similarTo: async (name) => {
          const what = `groups like ${name}`;
          return await listGroups(reading, groupsByPrefixLink(beginning(name)), { what, types: false });
        },
      };
}

function chunksOf(ids: readonly string[]): readonly string[][] {
  const chunks: string[][] = [];
  for (let at = 0; at < ids.length; at += IDS_PER_REQUEST) chunks.push(ids.slice(at, at + IDS_PER_REQUEST));
  return chunks;
}

interface Listing extends GroupFields {
  /** For messages. */
  readonly what: string;
}

async function listGroups(reading: Search, link: string, listing: Listing): Promise<readonly GroupRef[]> {
  const found = await foldPages<Map<string, GroupRef>>(
    reading.graph,
    {
      link,
      what: listing.what,
      begin: () => new Map(),
      add: (groups, item) => {
        const group = toGroupRef(item, listing);
        groups.set(group.id, group);
      },
    },
    reading.signal,
  );
  return [...found.values()];
}

function toGroupRef(group: JsonObject, { what, types }: Listing): GroupRef {
  const { id, displayName, visibility } = group;
  const groupId = parseSourceId(id);
  if (groupId === undefined || typeof displayName !== "string") {
    throw new UsersyncError("UNEXPECTED_ANSWER", {
      what: `In ${what} is a group without id or name.`,
      why: "Every group of Entra has both.",
      fix: "Check that the app may read groups (`usersync check`), and source.graphUrl.",
    });
  }
  const found = { id: groupId, name: displayName, isHidden: visibility === "HiddenMembership" };
  return types ? { ...found, types: typesOf(group, what) } : found;
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
