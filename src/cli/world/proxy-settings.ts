import type { ProxySettings } from "../../http/dispatcher.ts";

/** A proxy that is asked for 127.0.0.1 reaches its own machine, not ours. */
const LOOPBACK = ["localhost", "127.0.0.1", "::1"];

/**
 * The proxy that the environment asks for, as other tools read it: the lower-case name comes first,
 * an empty value is none.
 */
export function proxySettings(env: Readonly<Record<string, string | undefined>>): ProxySettings {
  const read = (name: string) => present(env[name.toLowerCase()]) ?? present(env[name]);
  const httpProxy = read("HTTP_PROXY");
  const httpsProxy = read("HTTPS_PROXY");
  if (httpProxy === undefined && httpsProxy === undefined) return {};
  const direct = read("NO_PROXY");
  return {
    ...(httpProxy !== undefined && { httpProxy }),
    ...(httpsProxy !== undefined && { httpsProxy }),
    noProxy: direct === "*" ? direct : [...(direct === undefined ? [] : [direct]), ...LOOPBACK].join(","),
  };
}

function present(value: string | undefined): string | undefined {
  const text = value?.trim() ?? "";
  return text === "" ? undefined : text;
}
