import { confirmWrite } from "../../http/confirm-write.ts";
import type { HandOver } from "../../model/operation.ts";
import { leadRefused } from "./explain.ts";
import { explained, type Hands } from "./hands.ts";

/** Makes another account lead a project or a component. */
export async function handOver({ lead, to, toId }: HandOver, hands: Hands): Promise<void> {
  const { client, session, signal } = hands;
  const name = session.nameOf({ targetId: toId, username: to });
  try {
    await confirmWrite({
      send: () => client.setLeader(lead, name, signal),
      isSo: async () => (await client.findLed(lead, signal))?.lead?.key === toId,
    });
  } catch (error) {
    throw await explained(error, hands, (refusal) => leadRefused(lead.name, refusal));
  }
}
