import type { DirectoryStory, PersonStory } from "../../model/person-story.ts";
import type { PlannedOperation, Tripped } from "../../model/plan.ts";
import { deedWords } from "../history/entry-lines.ts";
import { withheldCause } from "../outline/cause-words.ts";
import type { Paint } from "../text/paint.ts";
import { visibleText } from "../visible-text.ts";
import { deedOf, KIND_WORDS, NOTE_WORDS, REASON_WORDS } from "../words.ts";
import { accountSaid, matchSaid, namesakesSaid, personWords } from "./explain-account.ts";
import { conclusionWords } from "./explain-conclusion.ts";
import { type ExplainLayout, factLines, type Said } from "./explain-lines.ts";
import { attributesSaid, usernameSaid } from "./explain-mapping.ts";

/** What one directory knows of somebody, and what is to be done there. */
export function directoryLines(
  directory: DirectoryStory,
  story: PersonStory,
  layout: ExplainLayout,
): readonly string[] {
  const { name, type, mapping } = directory;
  const { paint } = layout;
  const conclusion = conclusionWords(directory, story);
  return [
    `${paint.bold(visibleText(name))} (${visibleText(type)})`,
    ...factLines("Doubt", doubtsSaid(directory, paint), layout),
    ...factLines("Username", mapping === undefined ? [] : usernameSaid(mapping, paint), layout),
    ...factLines("Attributes", mapping === undefined ? [] : attributesSaid(mapping), layout),
    ...factLines("Match", matchSaid(directory, paint), layout),
    ...factLines("Account", accountSaid(directory), layout),
    ...factLines("Also", namesakesSaid(directory), layout),
    ...factLines("Groups", membershipsSaid(directory, paint), layout),
    ...factLines("Notes", notesSaid(directory, paint), layout),
    ...factLines("Plan", planSaid(directory, paint), layout),
    ...factLines("Verdict", [conclusion], layout),
  ];
}

function doubtsSaid({ error, incomplete, partial }: DirectoryStory, paint: Paint): readonly Said[] {
  const failure =
    error === undefined
      ? []
      : [
          { sign: paint.red("✗"), text: visibleText(`${error.message} (${error.code})`) },
          ...fixSaid(error.fix),
        ];
  const lists = partial ? ["The directory lists only some of its accounts; others are not known here."] : [];
  return [
    ...failure,
    ...[...incomplete.map((sentence) => `Incomplete: ${visibleText(sentence)}`), ...lists].map((text) => ({
      sign: paint.yellow("!"),
      text,
    })),
  ];
}

function fixSaid(fix: string | undefined): readonly Said[] {
  return fix === undefined ? [] : [{ deeper: 2, text: `Fix: ${visibleText(fix)}` }];
}

function membershipsSaid({ memberships }: DirectoryStory, paint: Paint): readonly Said[] {
  return memberships.map(({ group, reason, isMember, leftAlone }) => {
    const is = isMember ? "in" : "not in";
    const alone = leftAlone === undefined ? "" : `; the group is left alone: ${visibleText(leftAlone)}`;
    return {
      sign: isMember ? paint.green("✓") : paint.yellow("✗"),
      text: `${is} ${visibleText(group)}: ${REASON_WORDS[reason]}${alone}`,
    };
  });
}

/** A note that says why nothing matches stands there already. */
function notesSaid({ notes, match }: DirectoryStory, paint: Paint): readonly Said[] {
  const said = match?.outcome === "unclear" ? match.reason : undefined;
  const rest = notes.filter(({ reason }) => reason !== said);
  return rest.flatMap(({ kind, reason, others }) => [
    { sign: paint.yellow("!"), text: `${NOTE_WORDS[kind]}: ${visibleText(reason)}` },
    ...others.map((other) => ({ deeper: 4, text: `also ${personWords(other)}` })),
  ]);
}

function planSaid({ operations, tripped }: DirectoryStory, paint: Paint): readonly Said[] {
  return [
    ...operations.map((operation) => operationSaid(operation, paint)),
    ...withholders(operations, tripped).flatMap(({ by, guard }) => {
      const { label, what, fix } = withheldCause(by, guard);
      return [{ sign: paint.yellow("!"), text: visibleText(`${what} (${label})`) }, ...fixSaid(fix)];
    }),
  ];
}

function operationSaid(operation: PlannedOperation, paint: Paint): Said {
  const isHeld = operation.status === "withheld";
  const held = isHeld ? `; withheld by ${operation.withheldBy}` : "";
  const colour = isHeld ? paint.yellow : paint.cyan;
  return { sign: colour(KIND_WORDS[deedOf(operation)].sign), text: deedWords(operation) + held };
}

/** Each once, with its numbers where the plan has them. */
function withholders(operations: readonly PlannedOperation[], tripped: readonly Tripped[]) {
  const all = operations.flatMap((one) => (one.status === "withheld" ? [one.withheldBy] : []));
  return [...new Set(all)].map((by) => ({ by, guard: tripped.find((one) => one.by === by) }));
}
