import type { Lack } from "../../model/directory-snapshot.ts";
import { activeNotWritable, isCloud, unreadable } from "./explain.ts";
import { isRecord } from "./wire.ts";

/** What follows from the version of a server. */
export interface Version {
  /** As people know it: `10.3.24`. */
  readonly text: string;
  /** `user/list` may be there: it came with 11.0 and with later ones of 10.3. */
  readonly mayListUsers: boolean;
  /** Most accounts that the search gives. `paged`: it can be asked for them in pages. */
  readonly search: { readonly cap: number; readonly paged: boolean };
  readonly lacks: readonly Lack[];
}

/** Reads what a server says of itself. */
export function readVersion(body: unknown): Version {
  const { version: text, versionNumbers, deploymentType } = isRecord(body) ? body : {};
  if (deploymentType === "Cloud") throw isCloud();
  const [major, minor] = Array.isArray(versionNumbers) ? versionNumbers : numbersIn(text);
  if (typeof text !== "string" || !isWhole(major) || !isWhole(minor)) throw unreadable("a version of Jira");
  const isFrom = (wantedMajor: number, wantedMinor: number) =>
    major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
  return {
    text,
    mayListUsers: isFrom(10, 3),
    search: isFrom(10, 0) ? { cap: 100, paged: false } : { cap: 1000, paged: true },
    lacks: isFrom(8, 3) ? [] : withoutActive(text),
  };
}

function withoutActive(version: string): readonly Lack[] {
  const why = activeNotWritable(version);
  return [
    { kind: "disable", why },
    { kind: "enable", why },
  ];
}

function numbersIn(text: unknown): readonly number[] {
  const [, ...numbers] = /^(\d+)\.(\d+)/.exec(String(text)) ?? [];
  return numbers.map(Number);
}

function isWhole(value: unknown): value is number {
  return Number.isInteger(value);
}
