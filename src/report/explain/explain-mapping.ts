import type { MappingStory, UsernameStep } from "../../model/person-story.ts";
import type { Paint } from "../text/paint.ts";
import { visibleText } from "../visible-text.ts";
import { FIELD_WORDS } from "../words.ts";
import type { Said } from "./explain-lines.ts";

/** How a username is made: the property, and the name after each step. */
export function usernameSaid({ username, problem }: MappingStory, paint: Paint): readonly Said[] {
  const { from, value, steps, result } = username;
  const start = value === undefined ? "has no value" : quoted(value);
  const end = result === undefined && value !== undefined ? [{ text: "Nothing is left of it." }] : [];
  const trouble = problem === undefined ? [] : [{ sign: paint.red("✗"), text: visibleText(problem.reason) }];
  return [{ text: `${from} ${start}` }, ...steps.map(stepSaid), ...end, ...trouble];
}

function stepSaid({ setting, replacement, result }: UsernameStep): Said {
  return { sign: "→", text: `${quoted(result)}  by ${stepWords(replacement)} (${setting})` };
}

function stepWords(replacement: UsernameStep["replacement"]): string {
  if (replacement === undefined) return "lower case";
  return `${visibleText(replacement.regex)} → ${visibleText(replacement.with) || "nothing"}`;
}

/** Every other attribute, with the property that it came from. */
export function attributesSaid({ attributes }: MappingStory): readonly string[] {
  return attributes.map(({ field, value, from }) => {
    const origin = from === undefined ? "the username stands in" : `from ${from}`;
    return `${FIELD_WORDS[field]} ${value === undefined ? "none" : `${quoted(value)}  ${origin}`}`;
  });
}

function quoted(text: string): string {
  return `"${visibleText(text)}"`;
}
