import type { Account, Lead } from "../../src/model/directory-snapshot.ts";
import { isSameName } from "../../src/model/names.ts";
import type { HandOver } from "../../src/model/operation.ts";

/** Who leads what, for a directory in memory: refuses a leader who is not active, as real ones do. */
export function memoryLeads(start: readonly Lead[]) {
  const leads = new Map(start.map((lead) => [`${lead.of} ${lead.id}`, lead]));
  return {
    list: (): readonly Lead[] => [...leads.values()],
    give({ lead, to }: HandOver, taker: Account): void {
      const key = `${lead.of} ${lead.id}`;
      const found = leads.get(key);
      if (found === undefined) throw new Error(`there is no ${lead.of} ${lead.name}`);
      if (!taker.active || !isSameName(taker.username, to)) throw new Error(`${to} cannot lead ${lead.name}`);
      leads.set(key, { ...found, leader: taker.id });
    },
  };
}
