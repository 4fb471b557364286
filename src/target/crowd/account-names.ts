import type { TargetId } from "../../model/ids.ts";

/**
 * Who has which name now. Crowd knows accounts by their names only, so an account's id is the name with
 * which it was read, and a rename must not break what the same run does to the account afterwards.
 */
export interface AccountNames {
  /** The name that an account has now. */
  nameOf(id: string): string;
  /** Writes down that an account has got another name. */
  rename(id: string, name: string): void;
  /** An id for a new account. Not its name, if that name is the id of an account that was renamed. */
  idFor(name: string): TargetId;
  /** Begins anew: the names have just been read. */
  clear(): void;
}

export function createAccountNames(): AccountNames {
  const names = new Map<string, string>();
  return {
    nameOf: (id) => names.get(id) ?? id,
    rename(id, name) {
      names.set(id, name);
    },
    idFor(name) {
      if (!names.has(name)) return name as TargetId;
      // No name has a line break in it.
      const id = `${name}\nnew`;
      names.set(id, name);
      return id as TargetId;
    },
    clear: () => names.clear(),
  };
}
