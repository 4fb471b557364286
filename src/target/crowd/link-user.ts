import { confirmWrite } from "../../http/confirm-write.ts";
import type { LinkUser } from "../../model/operation.ts";
import { isNotFound } from "./client.ts";
import { accountGone } from "./explain.ts";
import { toLinkAttribute } from "./from-operation.ts";
import type { Hands } from "./hands.ts";
import { LINK_ATTRIBUTE, linkOf } from "./to-model.ts";

/** Writes down to whom an account belongs, or takes that away. An account that is gone belongs to nobody. */
export async function linkUser({ user, changes }: LinkUser, hands: Hands): Promise<void> {
  const name = hands.names.nameOf(user.targetId);
  const owner = changes.find(({ field }) => field === "link")?.to ?? user.sourceId;
  try {
    await writeLink(name, owner, hands);
  } catch (error) {
    if (!isNotFound(error)) throw error;
    if (owner !== "") throw accountGone(name);
  }
}

/** @param owner A source id, or `""` for nobody. */
export async function writeLink(name: string, owner: string, { client, signal }: Hands): Promise<void> {
  await confirmWrite({
    send: () =>
      owner === ""
        ? client.removeAttribute(name, LINK_ATTRIBUTE, signal)
        : client.setAttribute(name, toLinkAttribute(owner), signal),
    isSo: async () => {
      const user = await client.getUser(name, signal);
      return user !== undefined && (linkOf(user) ?? "") === owner;
    },
  });
}
