import { SaxesParser } from "saxes";
import { dumpBroken } from "./explain.ts";

export interface MembershipDump {
  readonly name: string;
  /** Names of the direct members that are users, as written. */
  readonly users: readonly string[];
  /** Names of the groups that are directly in it. Absent where nobody asked for them. */
  readonly groups?: readonly string[];
}

interface ParseOptions {
  /** Whether somebody asked for this group. */
  readonly isWanted: (group: string) => boolean;
  /** Whether the groups in it are wanted as well. */
  readonly nesting: boolean;
}

/** Characters that the parser gets at a time: it copies what it has not worked off yet. */
const PIECE = 65_536;

/**
 * Reads Crowd's dump of all memberships, `<memberships><membership group=…><users><user name=…/>`, and keeps
 * the groups that are wanted.
 *
 * @throws UsersyncError `INCOMPLETE_READ` for anything but a well-formed document of that kind that is closed.
 */
export function parseMemberships(
  xml: string,
  { isWanted, nesting }: ParseOptions,
): readonly MembershipDump[] {
  const groups: Parsed[] = [];
  let current: Parsed | undefined;
  let path = "";
  const parser = new SaxesParser();

  const open: Readonly<Record<string, (attributes: Attributes) => void>> = {
    "/memberships/membership": (attributes) => {
      const name = required(attributes, "group");
      current = isWanted(name) ? { name, users: [], ...(nesting && { groups: [] }) } : undefined;
      if (current !== undefined) groups.push(current);
    },
    "/memberships/membership/users/user": (attributes) => current?.users.push(required(attributes, "name")),
    "/memberships/membership/groups/group": (attributes) =>
      current?.groups?.push(required(attributes, "name")),
  };
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    path += `/${name}`;
    if (!path.startsWith("/memberships")) throw new Error(`The document is a <${name}>.`);
    open[path]?.(attributes);
  });
  parser.on("closetag", ({ name }) => {
    path = path.slice(0, -name.length - 1);
  });

  try {
    for (let start = 0; start < xml.length; start += PIECE) parser.write(xml.slice(start, start + PIECE));
    parser.close();
  } catch (cause) {
    throw dumpBroken(cause);
  }
  return groups;
}

interface Parsed extends MembershipDump {
  readonly users: string[];
  readonly groups?: string[];
}

type Attributes = Readonly<Record<string, string>>;

function required(attributes: Attributes, name: string): string {
  const value = attributes[name];
  if (value === undefined || value === "") throw new Error(`An element lacks its attribute ${name}.`);
  return value;
}
