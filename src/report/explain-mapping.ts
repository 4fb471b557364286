import type { MappingStory, UsernameStep } from "../model/person-story.ts";
import type { Said } from "./explain-lines.ts";
import type { Paint } from "./paint.ts";
import { visibleText } from "./visible-text.ts";
import { FIELD_WORDS } from "./words.ts";

/** How a username is made: the property, and the name after each step. */
export function usernameSaid({ username, problem }: MappingStory, paint: Paint): readonly Said[] {
  const { from, value, steps, result } = username;
  const start = value === undefined ? "has no value" : quoted(value);
  const end = result === undefined && value !== undefined ? [{ text: "Nothing is left of it." }] : [];
  const trouble = problem === undefined ? [] : [{ sign: paint.red("✗"), text: visibleText(problem.reason) }];
  return [{ text: `${from} ${start}` }, ...steps.map(stepSaid), ...end, ...trouble];
}

function stepSaid({ setting, regex, with: replacement, result }: UsernameStep): Said {
  const does =
    regex === undefined
      ? "lower case"
      : `${visibleText(regex)} → ${visibleText(replacement ?? "") || "nothing"}`;
  return { sign: "→", text: `${quoted(result)}  by ${does} (${setting})` };
}

/** Every other attribute, with the property that it came from. */
export function attributesSaid({ attributes, username }: MappingStory): readonly string[] {
  return attributes.map(({ field, value, from }) => {
    if (value !== undefined) return `${FIELD_WORDS[field]} ${quoted(value)}  from ${from}`;
    return field === "displayName"
      ? `${FIELD_WORDS[field]} ${quoted(username.result ?? "")}  the username, in place of one`
      : `${FIELD_WORDS[field]}  none`;
  });
}

function quoted(text: string): string {
  return `"${visibleText(text)}"`;
}
