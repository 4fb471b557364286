import type { StateConfig } from "./config.ts";

/** What is wrong with `state.url`, or what it says. The path of a file is as written. */
export type StateUrlReading = { readonly place: StateConfig } | { readonly wrong: string };

/** Reads `file:.usersync/state.db`, `postgres://user:password@host/database`, `none`. */
export function readStateUrl(text: string): StateUrlReading {
  if (text === "none") return { place: { type: "none" } };
  const path = /^file:(?:\/\/(?=\/))?(.+)$/s.exec(text)?.[1];
  if (path !== undefined) return { place: { type: "file", path } };
  if (!/^postgres(?:ql)?:/.test(text)) return { wrong: "is not the address of a state" };
  if (!isAddress(text)) return { wrong: "is not an address; a password in it must be percent-encoded" };
  const { hostname, pathname, searchParams } = new URL(text);
  // Whoever writes it so means a schema of its own, and the client would take another one without a word.
  if (searchParams.has("search_path")) {
    return {
      wrong: "names a schema in a way that is not read; write ?options=-c%20search_path%3D and its name",
    };
  }
  if (hostname === "" || pathname.length < 2) return { wrong: "names no host or no database" };
  return { place: { type: "postgres", url: text } };
}

/** A password with a percent sign that belongs to no encoding makes an address which nobody can use. */
function isAddress(text: string): boolean {
  try {
    const { username, password } = new URL(text);
    decodeURIComponent(username + password);
    return true;
  } catch {
    return false;
  }
}

/** The password in the address of a database. */
export function passwordIn(url: string): string | undefined {
  const password = URL.canParse(url) ? new URL(url).password : "";
  return password === "" ? undefined : decodeURIComponent(password);
}
