import * as z from "zod";
import { readStateUrl } from "../read-state-url.ts";
import { fail, text } from "./option.ts";

const STATE_FORMS = "file:<path>, postgres://user:password@host/database, or none";

export const state = {
  url: z
    .string({ error: () => STATE_FORMS })
    .transform((url, context) => {
      const reading = readStateUrl(url);
      return "place" in reading ? reading.place : fail(context, { ...reading, right: STATE_FORMS });
    })
    .meta({
      description:
        "Where the state is kept: links, history, journal and lock. `file:` and a path for SQLite, made on first use; " +
        "`postgres://…` when several machines share it; `none` for no state, and so no history, no undo and no lock.",
      examples: ["file:/var/lib/usersync/state.db"],
    })
    .prefault("file:.usersync/state.db"),
};

export const audit = {
  file: text({
    meaning:
      "File to which a line is added for each operation and each run, chained by hashes so that `usersync history --verify` finds what was cut or edited.",
    right: "the path of a file",
    example: "/var/log/usersync/audit.jsonl",
  }).exactOptional(),
};
