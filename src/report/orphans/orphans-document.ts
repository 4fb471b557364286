import type { DirectoryOrphans, Orphan, OrphanKind } from "../../model/orphan.ts";
import { failureDocument } from "../json/operation-document.ts";
import { orphanDetail } from "./orphans-details.ts";
import { type Gap, gapsOf } from "./orphans-gaps.ts";
import { ORPHAN_KINDS } from "./orphans-words.ts";

/** `usersync orphans --json`. A public format: scripts depend on it. */
export interface OrphansDocument {
  readonly format: "usersync-orphans/1";
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** Every directory was read, and its list of accounts was proven complete. */
  readonly complete: boolean;
  readonly targets: readonly TargetDocument[];
}

interface TargetDocument extends Pick<DirectoryOrphans, "name" | "type" | "read" | "error"> {
  /** What was not looked at, or is in doubt. */
  readonly gaps: readonly Gap[];
  readonly summary: Readonly<Record<OrphanKind, number>>;
  /** Made while somebody goes through them. */
  readonly findings: Iterable<Orphan & { readonly detail: string }>;
}

export function orphansDocument(
  directories: readonly DirectoryOrphans[],
  { complete, createdAt }: { readonly complete: boolean; readonly createdAt: Date },
): OrphansDocument {
  return {
    format: "usersync-orphans/1",
    createdAt: createdAt.toISOString(),
    complete,
    targets: directories.map(targetDocument),
  };
}

function targetDocument(directory: DirectoryOrphans): TargetDocument {
  const { name, type, read, error, findings } = directory;
  return {
    name,
    type,
    read,
    ...(error === undefined ? {} : { error: failureDocument(error) }),
    gaps: gapsOf(directory),
    summary: summaryOf(findings),
    findings: { [Symbol.iterator]: () => detailed(findings) },
  };
}

function* detailed(findings: readonly Orphan[]): Generator<Orphan & { readonly detail: string }, void> {
  for (const finding of findings) yield { ...finding, detail: orphanDetail(finding) };
}

function summaryOf(findings: readonly Orphan[]): Readonly<Record<OrphanKind, number>> {
  const counts = Object.fromEntries(ORPHAN_KINDS.map((kind) => [kind, 0])) as Record<OrphanKind, number>;
  for (const { kind } of findings) counts[kind] += 1;
  return counts;
}
