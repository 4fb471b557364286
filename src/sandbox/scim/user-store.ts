import { foldName } from "../../model/names.ts";
import { stableHex, stableId } from "../stable-id.ts";
import { conflict } from "./scim-error.ts";
import type { ScimFields, ScimUser } from "./scim-resource.ts";

/** The users of a directory. What a request needs is found without searching. */
export interface UserStore {
  all(): readonly ScimUser[];
  get(id: string): ScimUser | undefined;
  /** Without case. */
  findByUserName(userName: string): ScimUser | undefined;
  /** With case, as the vendor compares external ids; more than one user may have the same. */
  findByExternalId(externalId: string): readonly ScimUser[];
  /** @throws ScimError 409 when the userName or an e-mail is taken, both without case. */
  create(fields: ScimFields): ScimUser;
  /** @throws ScimError 409 */
  replace(user: ScimUser, fields: ScimFields): ScimUser;
  remove(user: ScimUser): void;
}

export function createUserStore(directoryId: string, stamp: () => string): UserStore {
  const users = new Map<string, ScimUser>();
  const byUserName = new Map<string, ScimUser>();
  const byEmail = new Map<string, ScimUser>();
  let list: readonly ScimUser[] | undefined;
  let made = 0;

  const all = () => {
    list ??= [...users.values()];
    return list;
  };
  const checkFree = (fields: ScimFields, own?: ScimUser) => {
    const holder = byUserName.get(foldName(fields.userName));
    if (holder !== undefined && holder.id !== own?.id) throw conflict("userName is taken by another user");
    for (const { value } of fields.emails) {
      const owner = byEmail.get(foldName(value));
      if (owner !== undefined && owner.id !== own?.id) throw conflict("email is taken by another user");
    }
  };
  const index = (user: ScimUser) => {
    users.set(user.id, user);
    byUserName.set(foldName(user.fields.userName), user);
    for (const { value } of user.fields.emails) byEmail.set(foldName(value), user);
    list = undefined;
  };
  const unindex = (user: ScimUser) => {
    byUserName.delete(foldName(user.fields.userName));
    for (const { value } of user.fields.emails) byEmail.delete(foldName(value));
    list = undefined;
  };

  return {
    all,
    get: (id) => users.get(id),
    findByUserName: (userName) => byUserName.get(foldName(userName)),
    findByExternalId: (externalId) => all().filter(({ fields }) => fields.externalId === externalId),
    create(fields) {
      checkFree(fields);
      made += 1;
      const created = stamp();
      const id = stableId(`${directoryId} user ${made}`);
      const user = { id, fields, atlassianAccountId: stableHex(id, 24), created, lastModified: created };
      index(user);
      return user;
    },
    replace(user, fields) {
      checkFree(fields, user);
      unindex(user);
      const replaced = { ...user, fields, lastModified: stamp() };
      index(replaced);
      return replaced;
    },
    remove(user) {
      unindex(user);
      users.delete(user.id);
    },
  };
}
