import type { PersonStories, PersonStory } from "../../model/person-story.ts";
import { type Paint, plainPaint } from "../text/paint.ts";
import { visibleText } from "../visible-text.ts";
import { countWords } from "../words.ts";
import { directoryLines } from "./explain-directory.ts";
import type { ExplainLayout } from "./explain-lines.ts";
import { sourceLines } from "./explain-source.ts";

export interface ExplainTextOptions {
  /** Colours; none when absent. */
  readonly paint?: Paint;
  /** Columns of the terminal, 100 when absent. */
  readonly width?: number;
}

const WIDTH = { usual: 100, least: 60 };

/** The stories of everybody whom a name could mean, for a terminal. Ends with a line end. */
export function explainText(book: PersonStories, options: ExplainTextOptions = {}): string {
  const { paint = plainPaint, width = WIDTH.usual } = options;
  const layout = { paint, width: Math.max(width, WIDTH.least) };
  const { asked, stories, others } = book;
  const count = stories.length + others;
  const several = count === 1 ? [] : [`“${visibleText(asked)}” could mean ${countWords(count)} people.`];
  const more =
    others === 0
      ? []
      : [paint.dim(`… and ${countWords(others)} more. Ask for one by user principal name or object id.`)];
  const parts = stories.map((story) => storyText(story, book, layout));
  return `${[...several, ...parts, ...more].join("\n\n")}\n`;
}

function storyText(story: PersonStory, { asked, selection }: PersonStories, layout: ExplainLayout): string {
  const directories = story.directories.map((directory) => directoryLines(directory, story, layout));
  const sections = [sourceLines(story, asked, selection, layout), ...directories];
  return sections.map((lines) => lines.join("\n")).join("\n\n");
}
