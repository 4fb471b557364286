import { accountOf, type SeedAccount } from "./account.ts";
import { type Handle, NAMESAKES, people, personId, TEAMS } from "./people.ts";

/** What a directory of the company holds before the first run. */
export interface DirectoryContent {
  readonly accounts: readonly SeedAccount[];
  /** Members by username. */
  readonly groups: readonly { readonly name: string; readonly members: readonly string[] }[];
}

/** In what one directory of the company differs from a finished run. */
export interface Drift {
  /** People who have no account yet. */
  readonly without: readonly Handle[];
  /** Accounts that do not look as they should, or are not linked. */
  readonly changed: Readonly<Record<Handle, Partial<SeedAccount>>>;
  /** Accounts of people who have left Entra, and those that never had a person. */
  readonly extra: readonly SeedAccount[];
  /** By group: who is missing in it, and who is in it and should not be, by handle or username. */
  readonly groups: Readonly<
    Record<string, { readonly lacks?: readonly string[]; readonly has?: readonly string[] }>
  >;
}

/** Nobody of these had an account in any directory: the tenant's odd cases. */
const NEVER = new Set<Handle>([...NAMESAKES, "hugo.brandt", "robin.novak"]);

/** The content of a directory: that of a finished run, with its drift. */
export function directoryContent({ without, changed, extra, groups }: Drift): DirectoryContent {
  const { engineering, platform, support, design, business } = TEAMS;
  const accounts = new Map<Handle, SeedAccount>();
  const known = new Map(people().map((person) => [person.id, person]));
  for (const handle of Object.values(TEAMS).flat()) {
    const person = known.get(personId(handle));
    if (person === undefined || NEVER.has(handle) || without.includes(handle)) continue;
    accounts.set(handle, accountOf(person, changed[handle]));
  }
  const usernameOf = (handle: string) => accounts.get(handle)?.username ?? handle;
  const isThere = (handle: string) =>
    accounts.has(handle) || extra.some(({ username }) => username === handle);
  const group = (name: string, handles: readonly Handle[]) => {
    const { lacks = [], has = [] } = groups[name] ?? {};
    const members = [...handles.filter((handle) => !lacks.includes(handle)), ...has];
    return { name, members: members.filter(isThere).map(usernameOf) };
  };
  return {
    accounts: [...accounts.values(), ...extra],
    groups: [
      group("developers", [...engineering, ...platform]),
      group("support", support),
      group("design", design),
      group("everyone", [...engineering, ...platform, ...support, ...design, ...business]),
    ],
  };
}

/** An account that usersync has not made. */
export function localAccount(username: string, displayName: string): SeedAccount {
  const email = `${username}@larkspur.example`;
  return {
    username,
    email,
    displayName,
    givenName: "",
    familyName: displayName,
    active: true,
    link: undefined,
  };
}

/** The account of somebody who is not in Entra any more. */
export function formerAccount(handle: Handle, displayName: string, active: boolean): SeedAccount {
  const [givenName = "", familyName = ""] = displayName.split(" ");
  return {
    username: handle,
    email: `${handle}@larkspur.example`,
    displayName,
    givenName,
    familyName,
    active,
    link: personId(`${handle}, who left`),
  };
}
