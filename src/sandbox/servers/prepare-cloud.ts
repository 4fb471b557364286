import type { ScimContext } from "../scim/scim-context.ts";
import type { ScimSeed } from "../scim/scim-resource.ts";
import { scimServer } from "../scim/scim-server.ts";
import { stableId } from "../stable-id.ts";
import type { Prepared } from "./prepared.ts";

export interface CloudParts extends ScimContext {
  readonly directoryId: string;
  readonly token: string;
}

const LOGIN = { directoryId: stableId("sandbox directory"), token: "sandbox-scim-key" };

/** An Atlassian Cloud directory. */
export function prepareCloud(seed: ScimSeed = {}): Prepared<CloudParts> {
  const { app, directory, quirks, path } = scimServer({ ...LOGIN, seed });
  return {
    app,
    contextPath: "",
    parts: { ...LOGIN, directory, quirks, path },
    targetLines: (url) => [
      "type: atlassian-cloud",
      `url: ${url} # leave it out for the real Atlassian Cloud`,
      `directoryId: ${LOGIN.directoryId}`,
      `token: ${LOGIN.token}`,
    ],
  };
}
