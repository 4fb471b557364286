import type { Config, SourceConfig } from "../../config/config.ts";
import type { Log } from "../../model/log.ts";
import type { ScopeReport, ScopeSelection } from "../../model/scope-report.ts";
import { openProgress } from "../runs/open-progress.ts";
import type { Session } from "../session.ts";
import { proxySettings } from "../world/proxy-settings.ts";

export interface ScopeRequest {
  readonly config: Config;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/**
 * Reads the people of the source and judges them, with the progress shown. No directory is contacted.
 *
 * @throws UsersyncError as `Source.read` does.
 */
export async function readScope(
  session: Session,
  { config, log, signal }: ScopeRequest,
): Promise<ScopeReport> {
  const { openSource } = await import("../../source/open-source.ts");
  const { usedProperties } = await import("../../model/used-properties.ts");
  const { scopeReport } = await import("../../desired/scope-report.ts");
  const { clock, env } = session.world;
  const { users } = config.source;
  const properties = ["displayName", ...usedProperties([], users.where)];
  const source = openSource(peopleOnly(config.source), { clock, log, proxy: proxySettings(env), properties });
  const progress = await openProgress(session, log);
  try {
    const snapshot = await source.read({ signal, onRead: (read) => progress.on.read("source", read) });
    return scopeReport(snapshot, users, clock.now());
  } finally {
    progress.close();
  }
}

/** Groups that are only kept in step say nothing about the scope, and would cost requests. */
function peopleOnly(source: SourceConfig): SourceConfig {
  return source.type === "file" ? source : { ...source, groups: { ...source.groups, from: "none" } };
}

/** What the config asks the source for, without what has no meaning there. */
export function selectionOf(source: SourceConfig): ScopeSelection {
  if (source.type === "file") return { type: "file", path: source.path };
  const { from, application, groups, nested, filter } = source.users;
  return {
    type: "entra",
    from,
    ...(from === "assigned" && application !== undefined && { application }),
    ...(from === "groups" && { groups }),
    ...(from !== "all" && { nested }),
    ...(filter !== undefined && { filter }),
  };
}
