import type { UsersyncError } from "../../errors.ts";
import { confirmWrite } from "../../http/confirm-write.ts";
import type { DisableUser, EnableUser } from "../../model/operation.ts";
import { accountGone } from "./explain.ts";
import { readOnlyAccount } from "./explain-writes.ts";
import { explained, type Hands } from "./hands.ts";
import { whatBecame } from "./what-became.ts";

/** An account that is gone needs no disabling any more. */
export async function setActive(operation: EnableUser | DisableUser, hands: Hands): Promise<void> {
  const { kind, user } = operation;
  const { client, session, signal } = hands;
  const active = kind === "enable";
  try {
    await confirmWrite({
      send: () => client.setActive(session.nameOf(user), active, signal),
      isSo: async () => {
        const now = await client.findUser({ key: user.targetId }, signal);
        return now?.status === (active ? "current" : "deactivated");
      },
    });
  } catch (error) {
    switch (await whatBecame(user, error, hands)) {
      case "gone":
        if (active) throw accountGone(session.nameOf(user));
        return;
      case "renamed":
        return setActive(operation, hands);
      case "same": {
        const explain = (refusal: UsersyncError) => readOnlyAccount(session.nameOf(user), refusal);
        throw await explained(error, hands, { doing: `${kind} accounts`, explain });
      }
    }
  }
}
