import type { SourceId, Username } from "../../model/ids.ts";

const PLAIN = /^[A-Za-z0-9_][A-Za-z0-9_.@+-]*$/;

/** The command that joins a person and an account, ready to be pasted into a shell. */
export function linkCommand(person: SourceId, username: Username, target: string): string {
  const name = quoted(username);
  // A name that looks like an option must come after "--", and all options before it.
  if (username.startsWith("-")) return `usersync link --target ${quoted(target)} -- ${person} ${name}`;
  return `usersync link ${person} ${name} --target ${quoted(target)}`;
}

function quoted(text: string): string {
  return PLAIN.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
