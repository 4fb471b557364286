import { foldName } from "../model/names.ts";
import type { Operation } from "../model/operation.ts";
import type { PlannedOperation } from "../model/plan.ts";

/** Operations that go out together. */
export interface Batch {
  /** Their places in the plan. */
  readonly places: readonly number[];
  /** Indexes of earlier batches of the phase that must be finished first. */
  readonly after: readonly number[];
}

/** One for all, since a first import has a batch for everybody. */
const NOBODY: Batch["after"] = [];

/** Cuts a plan into stretches of one kind: each is finished before the next begins. */
export function phasesOf(operations: readonly PlannedOperation[]): readonly (readonly number[])[] {
  const phases: number[][] = [];
  let kind: string | undefined;
  operations.forEach((operation, place) => {
    if (operation.status !== "planned") return;
    if (operation.kind !== kind) phases.push([]);
    kind = operation.kind;
    phases.at(-1)?.push(place);
  });
  return phases;
}

/**
 * Cuts one phase into batches: members of one group together, as many as one request takes; everything
 * else alone.
 */
export function batchesOf(
  phase: readonly number[],
  operations: readonly Operation[],
  membersPerRequest: number,
): readonly Batch[] {
  const first = operations[phase[0] ?? -1];
  if (first?.kind !== "add-member" && first?.kind !== "remove-member") return oneByOne(phase, operations);
  if (membersPerRequest === 1) return phase.map((place) => ({ places: [place], after: NOBODY }));
  return groupwise(phase, operations, membersPerRequest);
}

/** An update waits for the one that gives up the name it takes. The plan lists that one earlier. */
function oneByOne(phase: readonly number[], operations: readonly Operation[]): Batch[] {
  const freedBy = new Map<string, number>();
  return phase.map((place, index) => {
    const operation = operations[place];
    if (operation?.kind !== "update") return { places: [place], after: NOBODY };
    const after = operation.changes.flatMap(({ field, to }) => freedBy.get(`${field} ${foldName(to)}`) ?? []);
    for (const { field, from } of operation.changes) freedBy.set(`${field} ${foldName(from)}`, index);
    return { places: [place], after };
  });
}

/**
 * Every request rewrites the member list of its group, so those of one group go one after the other.
 * The first of every group come first, which keeps all connections busy.
 */
function groupwise(phase: readonly number[], operations: readonly Operation[], size: number): Batch[] {
  const chunks = [...placesByGroup(phase, operations).values()].flatMap((places) => chunked(places, size));
  chunks.sort((one, other) => one.turn - other.turn);
  const last = new Map<unknown, number>();
  return chunks.map(({ places, all }, index) => {
    const before = last.get(all);
    last.set(all, index);
    return { places, after: before === undefined ? NOBODY : [before] };
  });
}

function placesByGroup(phase: readonly number[], operations: readonly Operation[]): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const place of phase) {
    const operation = operations[place];
    const name = operation !== undefined && "group" in operation ? operation.group.name : "";
    const places = groups.get(name);
    if (places === undefined) groups.set(name, [place]);
    else places.push(place);
  }
  return groups;
}

function chunked(all: readonly number[], size: number) {
  const turns = Array.from({ length: Math.ceil(all.length / size) }, (_, turn) => turn);
  return turns.map((turn) => ({ turn, all, places: all.slice(turn * size, (turn + 1) * size) }));
}
