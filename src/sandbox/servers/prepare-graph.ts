import type { GraphContext } from "../graph/graph-context.ts";
import { graphServer } from "../graph/graph-server.ts";
import type { Tenant } from "../graph/tenant.ts";
import { SYNC_ROLES, sandboxToken } from "../graph/token.ts";
import type { Prepared } from "./prepared.ts";

export interface GraphParts extends GraphContext {
  readonly tenantId: string;
  readonly token: string;
}

/** A sandbox is left running while somebody tries things: its token must not end before they do. */
const TOKEN_LIFE = 30 * 24 * 3600;

/** Microsoft Graph for one tenant. */
export function prepareGraph(tenant: Tenant): Prepared<GraphParts> {
  const { app, directory, oddities } = graphServer(tenant);
  const token = sandboxToken({ roles: SYNC_ROLES, tenantId: tenant.id, expiresIn: TOKEN_LIFE });
  return { app, contextPath: "", parts: { directory, oddities, tenantId: tenant.id, token } };
}
