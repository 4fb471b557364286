import { UsersyncError } from "../../errors.ts";
import type { Account, DirectorySnapshot } from "../../model/directory-snapshot.ts";
import type { SourceId } from "../../model/ids.ts";
import { isSameName } from "../../model/names.ts";
import { matcherOf } from "../../model/wildcard.ts";
import type { SyncTarget } from "../../sync.ts";

/**
 * The account with this username; written exactly so where several differ in case only.
 *
 * @throws UsersyncError `NOT_FOUND`; `USAGE` when it could be several, or is protected.
 */
export function chooseAccount(
  { accounts }: DirectorySnapshot,
  username: string,
  { config: { name, protect } }: SyncTarget,
): Account {
  const found = accounts.filter((account) => isSameName(account.username, username));
  const account = found.find((one) => one.username === username) ?? found[0];
  if (account === undefined) {
    throw new UsersyncError("NOT_FOUND", {
      what: `${name} has no account “${username}”.`,
      why: "All accounts of the directory were read, disabled ones too.",
      fix: "Write the username as the directory has it; the note in usersync plan names it.",
    });
  }
  if (found.length > 1 && account.username !== username) {
    throw new UsersyncError("USAGE", {
      what: `${name} has several accounts that “${username}” could mean: ${found.map((one) => one.username).join(", ")}.`,
      why: "They differ only in case or in how an accent is written.",
      fix: "Write the username exactly as the directory has it.",
    });
  }
  if (matcherOf(protect.users)(account.username)) {
    throw new UsersyncError("USAGE", {
      what: `The account “${account.username}” is protected.`,
      why: "protect.users names it, and such accounts are never touched.",
      fix: "Take it out of protect.users first, if it really belongs to somebody.",
    });
  }
  return account;
}

/** @throws UsersyncError `CONFLICT` when the person has another account in the directory. */
export function assertNoOther(
  { accounts }: DirectorySnapshot,
  account: Account,
  { person, target }: { readonly person: SourceId; readonly target: string },
): void {
  const other = accounts.find(({ id, link }) => link === person && id !== account.id);
  if (other === undefined) return;
  throw new UsersyncError("CONFLICT", {
    what: `The person has the account “${other.username}” in ${target} already.`,
    why: "One person has one account in a directory.",
    fix: `If it is the wrong one, run usersync unlink ${other.username} --target ${target} first.`,
  });
}
