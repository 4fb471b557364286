import * as z from "zod";
import { parseSourceId, type SourceId, type TargetId, type Username } from "../model/ids.ts";

export const text = z.string();
export const name = z.string().min(1);
export const count = z.int().min(0);

/** Of people the model's own type; what it promises is checked here and nowhere later. */
const branded = <Brand extends string>(schema: z.ZodType<string>) => schema as unknown as z.ZodType<Brand>;

export const username = branded<Username>(name);
export const targetId = branded<TargetId>(name.meta({ description: "The directory's own id." }));
export const sourceId = branded<SourceId>(
  name
    .refine((id) => parseSourceId(id) === id, { error: "no object id of Entra, a GUID in lower case" })
    .meta({
      description: "Entra's object id.",
      examples: ["4f1c1c52-6f0e-4f0a-9d3e-0b8f2f6d7a01"],
    }),
);

export const failure = z
  .strictObject({ code: name, message: text, fix: text.exactOptional() })
  .meta({ id: "failure", description: "What went wrong, and the way out where there is one." });
