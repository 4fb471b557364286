import type { AuditHeads, ChainHead } from "../../src/state/state.ts";

export interface MemoryHeads extends AuditHeads {
  readonly known: Map<string, ChainHead>;
  /** Lets the next extension write, and then die before its head is recorded. */
  forgetNext(): void;
}

/** Heads that nobody else sees. One writer at a time, as the state has it. */
export function memoryHeads(): MemoryHeads {
  const known = new Map<string, ChainHead>();
  let forgets = false;
  let turn: Promise<void> = Promise.resolve();

  async function extend(file: string, write: (head: ChainHead | undefined) => Promise<ChainHead>) {
    const next = await write(known.get(file));
    if (forgets) {
      forgets = false;
      throw new Error("killed");
    }
    known.set(file, next);
  }

  return {
    known,
    forgetNext: () => {
      forgets = true;
    },
    extend(file, write) {
      const mine = turn.then(() => extend(file, write));
      turn = mine.catch(() => undefined);
      return mine;
    },
    head: async (file) => known.get(file),
  };
}
