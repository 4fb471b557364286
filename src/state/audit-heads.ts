import { sql } from "kysely";
import type { AuditHeads, ChainHead } from "./state.ts";
import type { Store } from "./store/store.ts";

/**
 * The ends of audit files, in the store. Whoever extends a chain holds its row until the new end is
 * recorded; anybody else who wants to extend it waits, on whatever machine.
 */
export function createAuditHeads({ db }: Store): AuditHeads {
  return {
    async extend(file, write) {
      await db.transaction().execute(async (transaction) => {
        const row = await transaction
          .insertInto("audit_heads")
          .values({ file, lines: 0, hash: "" })
          .onConflict((conflict) => conflict.column("file").doUpdateSet({ file: sql`excluded.file` }))
          .returning(["lines", "hash"])
          .executeTakeFirst();
        const { lines, hash } = await write(toHead(row));
        await transaction.updateTable("audit_heads").set({ lines, hash }).where("file", "=", file).execute();
      });
    },
    async head(file) {
      const row = await db
        .selectFrom("audit_heads")
        .select(["lines", "hash"])
        .where("file", "=", file)
        .executeTakeFirst();
      return toHead(row);
    },
  };
}

function toHead(row: ChainHead | undefined): ChainHead | undefined {
  return row === undefined || row.hash === "" ? undefined : { lines: row.lines, hash: row.hash };
}
