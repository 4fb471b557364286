import { crowdServer } from "../crowd/crowd-server.ts";
import { type CrowdSeed, type CrowdState, createCrowdState } from "../crowd/crowd-state.ts";
import type { Prepared } from "./prepared.ts";

export interface CrowdParts {
  readonly state: CrowdState;
  readonly application: string;
  readonly password: string;
}

const LOGIN = { application: "usersync", password: "sandbox-crowd-password" };

/** A Crowd that knows one application. */
export function prepareCrowd(seed?: CrowdSeed): Prepared<CrowdParts> {
  const state = createCrowdState(seed);
  return {
    app: crowdServer({ ...LOGIN, state }),
    contextPath: "/crowd",
    parts: { ...LOGIN, state },
    targetLines: (url) => [
      "type: crowd",
      `url: ${url}`,
      `application: ${LOGIN.application}`,
      `password: ${LOGIN.password}`,
    ],
  };
}
