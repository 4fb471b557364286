import * as z from "zod";
import { compileRewrite } from "../compile-rewrite.ts";
import { choice, dictionary, list, section, text } from "./option.ts";

const property = text({
  meaning: "A property of the person in Entra; a dot leads into a nested one.",
  right: "the name of a user property, such as mail or onPremisesExtensionAttributes.extensionAttribute7",
  pattern: /^[A-Za-z]\w*(?:\.[A-Za-z]\w*)*$/,
  example: "userPrincipalName",
});

const properties = (meaning: string, usual: readonly string[]) =>
  list(property, { meaning, right: "a list of user properties, such as [mail]", example: usual }).prefault([
    ...usual,
  ]);

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

const replace = (meaning: string, example: unknown) =>
  list(rewrite, { meaning, right: "a list of { regex: …, with: … }", example: [example] }).prefault([]);

const groupNames = (meaning: string) =>
  list(text({ meaning: "A group of the directory.", right: "the name of a group" }), {
    meaning,
    right: "a list of group names",
    example: ["jira-software-users"],
  }).prefault([]);

export const mapping = {
  username: section(
    {
      from: property.prefault("userPrincipalName"),
      replace: replace("Replacements, in order.", { regex: "(.*)@.*", with: "$1" }),
      case: choice(["lower", "keep"], {
        meaning: "Lower case, or as the source writes it. Comes after the replacements.",
      }).prefault("lower"),
    },
    { meaning: "How the username is made." },
  ).prefault({}),
  email: properties("The first of these that has a value.", ["mail", "userPrincipalName"]),
  displayName: properties("The first of these that has a value; the username if none has.", ["displayName"]),
  givenName: properties("The first of these that has a value.", ["givenName"]),
  familyName: properties("The first of these that has a value.", ["surname"]),
  groupName: section(
    {
      map: dictionary({
        meaning: "Entra's group name or object id → the name in the directory. Comes before `replace`.",
        right: "Entra name or id: name in the directory",
        example: { "All Engineers": "engineering" },
      }).prefault({}),
      replace: replace("Replacements, in order, for groups that `map` does not name.", {
        regex: "^atl-",
        with: "",
      }),
    },
    { meaning: "How the name of a group is made." },
  ).prefault({}),
  defaultGroups: section(
    {
      all: groupNames("Groups of the directory that everybody in scope joins."),
      new: groupNames("Groups of the directory that people join when they are imported."),
    },
    { meaning: "Groups that people join though Entra does not say so. Nobody is removed from them." },
  ).prefault({}),
};
