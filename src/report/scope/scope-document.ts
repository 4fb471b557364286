import type { JudgedPerson, ScopeReport, ScopeSelection } from "../../model/scope-report.ts";

/** `usersync scope --json`. A public format: scripts depend on it. */
export interface ScopeDocument extends Omit<ScopeReport, "people"> {
  readonly format: "usersync-scope/1";
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** What the source was asked for; nobody else was read. */
  readonly source: ScopeSelection;
  /** Made while somebody goes through them. */
  readonly people: Iterable<JudgedPerson>;
}

/** The report with a fixed order of keys: equal reports give equal text. */
export function scopeDocument(
  { counts, settings, unused, notes, people }: ScopeReport,
  source: ScopeSelection,
  createdAt: Date,
): ScopeDocument {
  return {
    format: "usersync-scope/1",
    createdAt: createdAt.toISOString(),
    source,
    counts,
    settings,
    unused,
    notes,
    people,
  };
}
