import type { DirectoryStory, PersonStories, PersonStory } from "../../model/person-story.ts";
import { type OperationDocument, operationDocument } from "../json/operation-document.ts";

/** `usersync explain --json`. A public format: scripts depend on it. */
export interface ExplainDocument extends Omit<PersonStories, "stories"> {
  readonly format: "usersync-explain/1";
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly stories: readonly StoryDocument[];
}

interface StoryDocument extends Omit<PersonStory, "directories"> {
  readonly directories: readonly DirectoryDocument[];
}

interface DirectoryDocument extends Omit<DirectoryStory, "operations"> {
  readonly operations: readonly OperationDocument[];
}

/** Stories as plain data. Who reads on should begin with `conclusion` of each directory. */
export function explainDocument(
  { asked, selection, stories, others }: PersonStories,
  createdAt: Date,
): ExplainDocument {
  return {
    format: "usersync-explain/1",
    createdAt: createdAt.toISOString(),
    asked,
    selection,
    stories: stories.map(({ directories, ...story }) => ({
      ...story,
      directories: directories.map((directory) => ({
        ...directory,
        operations: directory.operations.map(operationDocument),
      })),
    })),
    others,
  };
}
