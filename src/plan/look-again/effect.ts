import type { Access } from "../../model/access.ts";
import type { Account, DirectoryGroup } from "../../model/directory-snapshot.ts";
import { isSameName } from "../../model/names.ts";
import type {
  AddGroup,
  AddMember,
  Change,
  GroupRef,
  HandOver,
  ImportUser,
  LinkUser,
  Operation,
  RemoveGroup,
  RemoveMember,
} from "../../model/operation.ts";
import { isSameValue } from "../same-value.ts";
import { isNothing, minus, NO_ACCESS, overlap } from "../users/access-sets.ts";
import type { DirectoryImage } from "./directory-image.ts";

/**
 * What an operation would do to a directory as it is now. `ready`: what was there before still is.
 * `already`: what should be there is. `stale`: neither, since somebody else changed it.
 */
export type Effect =
  | { readonly state: "ready" }
  | { readonly state: "already" }
  | { readonly state: "stale"; readonly reason: string };

const READY: Effect = { state: "ready" };
const ALREADY: Effect = { state: "already" };
const GONE = stale("the account is gone");

/** How people call what an account has. */
export const FIELD_NAMES: Readonly<Record<Change["field"], string>> = {
  username: "username",
  email: "e-mail",
  displayName: "display name",
  givenName: "given name",
  familyName: "family name",
  link: "link",
};

/**
 * Holds one operation against a directory.
 *
 * An account that is linked to nobody may stand for anybody: whether a link was to be there is for the
 * caller to judge, who knows the operations before this one.
 */
export function effectOf(operation: Operation, image: DirectoryImage): Effect {
  switch (operation.kind) {
    case "import":
      return importEffect(operation, image);
    case "create-group":
      return image.group(operation.group) === undefined ? READY : ALREADY;
    case "adopt-group":
      return image.group(operation.group) === undefined ? stale("the group is gone") : READY;
    case "release-group":
      return READY;
    case "add-group":
    case "remove-group":
      return nestingEffect(operation, image);
    case "add-member":
      return additionEffect(operation, image);
    case "remove-member":
      return removalEffect(operation, image);
    case "disable":
      // Whoever deleted the account did more than what was wanted.
      if (image.account(operation.user.targetId) === undefined) return ALREADY;
      return onOwn(operation, image, (account) => disableEffect(account, operation.access));
    case "enable":
      return onOwn(operation, image, (account) => enableEffect(account, operation.access));
    case "update":
      return onOwn(operation, image, (account) => updateEffect(account, operation.changes));
    case "link":
      return linkEffect(operation, image);
    case "hand-over":
      return handOverEffect(operation, image);
  }
}

function stale(reason: string): Effect {
  return { state: "stale", reason };
}

function importEffect({ user, changes, access }: ImportUser, image: DirectoryImage): Effect {
  const own = image.owned(user.sourceId);
  if (own === undefined) {
    const holder = image.named(user.username);
    return holder === undefined ? READY : stale(`the account "${holder.username}" has the username`);
  }
  const isMeantToBeIn = access === undefined || !isNothing(access);
  if (own.active === false && isMeantToBeIn)
    return stale(`the person has the account "${own.username}", which is disabled`);
  const other = changes.find(({ field, to }) => !isSameValue(field, own[field], to));
  if (other === undefined) return ALREADY;
  return stale(`the person has the account "${own.username}", with another ${FIELD_NAMES[other.field]}`);
}

type Own = Operation & { readonly kind: "update" | "enable" | "disable" };

function onOwn({ user }: Own, image: DirectoryImage, judge: (account: Account) => Effect): Effect {
  const account = image.account(user.targetId);
  if (account === undefined) return GONE;
  if (account.link !== undefined && account.link !== user.sourceId)
    return stale("the account is somebody else's");
  return judge(account);
}

/** Where accounts have no flag, what was taken away is away, whatever else lets the account in. */
function disableEffect(account: Account, access: Access | undefined): Effect {
  if (access === undefined) return activeEffect(account, false);
  return overlap(account.access ?? NO_ACCESS, access) ? READY : ALREADY;
}

function enableEffect(account: Account, access: Access | undefined): Effect {
  if (access === undefined) return activeEffect(account, true);
  return isNothing(minus(access, account.access ?? NO_ACCESS)) ? ALREADY : READY;
}

function activeEffect({ active }: Account, wanted: boolean): Effect {
  if (active === null) return stale("the directory does not say whether the account is active");
  return active === wanted ? ALREADY : READY;
}

function updateEffect(account: Account, changes: readonly Change[]): Effect {
  if (changes.every(({ field, to }) => holds(account, field, to))) return ALREADY;
  const other = changes.find(({ field, from }) => !holds(account, field, from));
  if (other === undefined) return READY;
  return stale(`the ${FIELD_NAMES[other.field]} is "${currentOf(account, other.field)}" meanwhile`);
}

function holds(account: Account, field: Change["field"], value: string): boolean {
  const current = currentOf(account, field);
  return current === value || isSameValue(field, current, value);
}

function currentOf(account: Account, field: Change["field"]): string {
  return account[field] ?? "";
}

/** What heals a link is about the directory's own link; everything else is about whose the account is. */
function linkEffect({ user, changes, matchedBy }: LinkUser, image: DirectoryImage): Effect {
  const account = image.account(user.targetId);
  if (account === undefined) return GONE;
  const isLost = matchedBy === "state" && account.recalled === true;
  const now = isLost ? "" : (account.link ?? "");
  if (changes.every(({ to }) => to === now)) return ALREADY;
  if (!changes.every(({ from }) => from === now)) {
    return stale(now === "" ? "the account is nobody's" : "the account is somebody else's");
  }
  const other = image.owned(user.sourceId);
  if (other === undefined || other.id === account.id) return READY;
  return stale(`the person has the account "${other.username}"`);
}

function additionEffect({ group: ref, user }: AddMember, image: DirectoryImage): Effect {
  const group = image.group(ref);
  const account = user.targetId === undefined ? image.owned(user.sourceId) : image.account(user.targetId);
  if (group === undefined && ref.targetId !== undefined) return stale("the group is gone");
  if (account === undefined && user.targetId !== undefined) return GONE;
  const isMember = group !== undefined && account !== undefined && image.hasMember(group, account.id);
  return isMember ? ALREADY : READY;
}

function removalEffect({ group: ref, user }: RemoveMember, image: DirectoryImage): Effect {
  const group = image.group(ref);
  return group !== undefined && image.hasMember(group, user.targetId) ? READY : ALREADY;
}

function nestingEffect({ kind, group: ref, child }: AddGroup | RemoveGroup, image: DirectoryImage): Effect {
  const group = image.group(ref);
  const inner = image.group(child);
  const isGone = (one: GroupRef, found: DirectoryGroup | undefined) =>
    found === undefined && one.targetId !== undefined;
  if (kind === "remove-group" && (group === undefined || inner === undefined)) return ALREADY;
  if (isGone(ref, group)) return stale("the group is gone");
  if (isGone(child, inner)) return stale("the nested group is gone");
  if (group === undefined) return READY;
  if (group.children === undefined)
    return stale("nested groups are read only while mapping.nesting is mirror");
  const isIn = group.children.some((name) => isSameName(name, child.name));
  return isIn === (kind === "add-group") ? ALREADY : READY;
}

function handOverEffect({ lead, from, to, fromId, toId }: HandOver, image: DirectoryImage): Effect {
  const leader = image.leader(lead);
  if (leader === toId) return ALREADY;
  return leader === fromId ? READY : stale(`neither "${from}" nor "${to}" leads ${lead.name}`);
}
