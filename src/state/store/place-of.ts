import type { StateConfig } from "../../config/config.ts";

/** Where the state is, for messages: the path of the file, or the address of the database without its password. */
export function placeOf(config: Exclude<StateConfig, { readonly type: "none" }>): string {
  if (config.type === "file") return config.path;
  const url = new URL(config.url);
  const user = url.username === "" ? "" : `${decodeURIComponent(url.username)}@`;
  return `postgres://${user}${url.host}${url.pathname}`;
}
