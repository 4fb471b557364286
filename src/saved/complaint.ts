import type * as z from "zod";

/** The first of what a schema found wrong, as a sentence: `At targets[0].name: Invalid input.` */
export function complaintOf({ issues: [first] }: z.core.$ZodError, within: readonly string[] = []): string {
  const path = [...within, ...(first?.path ?? [])].reduce<string>(
    (text, part) => (typeof part === "number" ? `${text}[${part}]` : `${text}${text && "."}${String(part)}`),
    "",
  );
  const where = path === "" ? "" : `At ${path}: `;
  return `${where}${first?.message ?? "Something is wrong"}.`;
}
