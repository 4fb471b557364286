import { groupName } from "./group-name.ts";
import { choice, flag, list, section, text } from "./option.ts";
import { replacements } from "./replacements.ts";

const property = text({
  meaning:
    "A property of the person in Entra; a dot leads into a nested one. `homeUserPrincipalName` is what a guest is called at home.",
  right: "the name of a user property, such as mail or onPremisesExtensionAttributes.extensionAttribute7",
  pattern: /^[A-Za-z]\w*(?:\.[A-Za-z]\w*)*$/,
  example: "userPrincipalName",
});

const properties = (meaning: string, usual: readonly string[]) =>
  list(property, { meaning, right: "a list of user properties, such as [mail]", example: usual }).prefault([
    ...usual,
  ]);

const groupNames = (meaning: string) =>
  list(text({ meaning: "A group of the directory.", right: "the name of a group" }), {
    meaning,
    right: "a list of group names",
    example: ["jira-software-users"],
  }).prefault([]);

const username = (meaning: string) =>
  section(
    {
      from: property.prefault("userPrincipalName"),
      replace: replacements("Replacements, in order.", { regex: "(.*)@.*", with: "$1" }),
      case: choice(["lower", "keep"], {
        meaning: "Lower case, or as the source writes it. Comes after the replacements.",
      }).prefault("lower"),
    },
    { meaning },
  );

/** What a section about usernames says when nothing is written in it. */
export const USUAL_USERNAME = username("").parse({});

const groupRule = section({
  name: text({
    meaning: "Groups by their name in the directory; `*` is a wildcard, case does not count.",
    right: "the name of a group in the directory",
    example: "team-*",
  }),
  remove: flag({
    meaning: "Whether members are removed whom the source does not name.",
    example: false,
  }).prefault(true),
  adopt: choice(["ask", "always", "never"], {
    meaning:
      "What happens to a group that was there before usersync: it waits until `usersync adopt` takes it over, is taken over at once, or is left alone.",
  }).prefault("ask"),
  onRename: choice(["keep", "recreate"], {
    meaning:
      "When its group in Entra gets another name: it keeps its own, since no directory can rename a group; or one of the new name is made in its place.",
  }).prefault("keep"),
  onLeave: choice(["release", "empty"], {
    meaning:
      "When its group in Entra is gone or no longer chosen: it stays as it is; or the people whom usersync manages are removed first.",
  }).prefault("release"),
});

export const mapping = {
  username: username("How the username is made.").prefault({}),
  guestUsername: username(
    "How the username of a guest is made; as that of everybody when absent. " +
      "With `from: homeUserPrincipalName` out of the name that the guest has at home.",
  ).exactOptional(),
  email: properties("The first of these that has a value.", ["mail", "userPrincipalName"]),
  displayName: properties("The first of these that has a value; the username if none has.", ["displayName"]),
  givenName: properties("The first of these that has a value.", ["givenName"]),
  familyName: properties("The first of these that has a value.", ["surname"]),
  groupName,
  nesting: choice(["flatten", "mirror"], {
    meaning:
      "What becomes of groups inside groups: `flatten` makes their members members of the outer group, `mirror` nests the groups " +
      "in the directory too, as far as both are synced. Only Crowd can nest.",
    example: "mirror",
  }).prefault("flatten"),
  groups: list(groupRule, {
    meaning:
      "Rules for groups of the directory; the first whose name fits counts. With `remove: false` a group is only added to: " +
      "members of its own stay, and nobody is removed from it. `adopt` (`ask`, `always`, `never`) says what happens to a group " +
      "that was there before, `onRename` (`keep`, `recreate`) and `onLeave` (`release`, `empty`) what becomes of one whose group " +
      "in Entra is renamed or gone.",
    right: "a list of { name: …, remove: …, adopt: …, onRename: …, onLeave: … }",
    example: [{ name: "team-*", remove: false }],
  }).prefault([]),
  defaultGroups: section(
    {
      all: groupNames("Groups of the directory that everybody in scope joins."),
      new: groupNames("Groups of the directory that people join when they are imported."),
    },
    { meaning: "Groups that people join though Entra does not say so. Nobody is removed from them." },
  ).prefault({}),
};
