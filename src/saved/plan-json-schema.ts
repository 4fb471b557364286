import * as z from "zod";
import { planSchema } from "./plan-schema.ts";

/** The JSON Schema of plan documents, draft 7, as text, for whoever reads them with a program. */
export function planSchemaText(): string {
  const document = z.toJSONSchema(planSchema, {
    io: "input",
    target: "draft-7",
    override({ jsonSchema }) {
      // Zod's pattern for leap years says less to a reader than the format beside it.
      if (jsonSchema.format === "date-time") delete jsonSchema.pattern;
    },
  });
  return `${JSON.stringify({ title: "usersync plan", ...document }, null, 2)}\n`;
}
