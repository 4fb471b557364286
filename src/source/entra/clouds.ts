import type { Cloud } from "../../config/config.ts";

interface CloudAddresses {
  /** Where tokens are issued. */
  readonly authorityHost: string;
  /** Whom a token is for. Stays the cloud's own even where `graphUrl` points elsewhere. */
  readonly resource: string;
}

/** @see https://learn.microsoft.com/graph/deployments */
export const CLOUDS: Readonly<Record<Cloud, CloudAddresses>> = {
  global: {
    authorityHost: "https://login.microsoftonline.com",
    resource: "https://graph.microsoft.com",
  },
  "us-gov": {
    authorityHost: "https://login.microsoftonline.us",
    resource: "https://graph.microsoft.us",
  },
  "us-gov-dod": {
    authorityHost: "https://login.microsoftonline.us",
    resource: "https://dod-graph.microsoft.us",
  },
  china: {
    authorityHost: "https://login.chinacloudapi.cn",
    resource: "https://microsoftgraph.chinacloudapi.cn",
  },
};
