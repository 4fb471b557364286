import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { auditTrouble } from "../../src/audit/audit-trouble.ts";
import { openAudit } from "../../src/audit/open-audit.ts";
import { memoryHeads } from "../audit/memory-heads.ts";
import { type Provocations, workshop } from "./provoke.ts";

/** Writes the line that ends a run. */
const append = (file: string) =>
  openAudit(file, { host: "srv1", heads: memoryHeads(), now: () => 0 }).append([
    { event: "run-ended", who: "ops", host: "srv1", exitCode: 0, operations: 0, done: 0 },
  ]);

export const AUDIT_ERRORS: Provocations = {
  "an audit file that is a folder": async () => {
    const folder = join(workshop(), "audit.jsonl");
    await mkdir(folder);
    await append(folder);
  },
  "an audit file that is a device": () => append("/dev/null"),
  "an audit file where nothing can be made": () =>
    auditTrouble("/proc/nope/audit.jsonl", Object.assign(new Error("mkdir"), { code: "ENOENT" }), "written"),
  "an audit file that somebody wrote into": async () => {
    const file = join(workshop(), "edited-audit.jsonl");
    await writeFile(file, "reviewed by Eve\n");
    await append(file);
  },
};
