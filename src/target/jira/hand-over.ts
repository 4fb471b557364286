import { confirmWrite } from "../../http/confirm-write.ts";
import type { HandOver } from "../../model/operation.ts";
import { leadRefused } from "./explain.ts";
import { explained, type Hands } from "./hands.ts";

/** Makes another account lead a project or a component. */
export async function handOver({ lead, to }: HandOver, hands: Hands): Promise<void> {
  const { client, signal } = hands;
  try {
    await confirmWrite({
      send: () => client.setLeader(lead, to, signal),
      isSo: async () => {
        const leader = (await client.findLed(lead, signal))?.lead?.name;
        return typeof leader === "string" && leader.toLowerCase() === to.toLowerCase();
      },
    });
  } catch (error) {
    throw await explained(error, hands, (refusal) => leadRefused(lead.name, refusal));
  }
}
