import * as z from "zod";
import { compileRewrite } from "../compile-rewrite.ts";
import { list, section, text } from "./option.ts";

/** The two texts of a replacement, compiled; what is wrong is reported at the one that it is about. */
const rewrite = section({
  regex: text({ meaning: "RE2 syntax. Every match is replaced.", right: "a regex", example: "(.*)@.*" }),
  with: z.string({ error: () => "a text such as '$1', or '' to remove what matched" }).meta({
    description: "What stands there instead. $1 is the first group, $$ a dollar.",
    examples: ["$1"],
  }),
}).transform((source, context) => {
  const result = compileRewrite(source);
  if ("apply" in result) return result;
  const { option, wrong, right } = result;
  context.issues.push({
    code: "custom",
    input: source[option],
    path: [option],
    message: right,
    params: { wrong },
  });
  return z.NEVER;
});

/** A list of replacements, none when absent. */
export const replacements = (meaning: string, example: unknown) =>
  list(rewrite, { meaning, right: "a list of { regex: …, with: … }", example: [example] }).prefault([]);
