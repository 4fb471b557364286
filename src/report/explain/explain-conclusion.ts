import type { DirectoryStory, PersonStory } from "../../model/person-story.ts";

/** What comes of it all, and why that is right. */
export function conclusionWords(directory: DirectoryStory, story: PersonStory): string {
  const { conclusion, account, operations } = directory;
  switch (conclusion) {
    case "work":
      return operations.some(({ status }) => status === "withheld")
        ? "The next run does this, except what is withheld."
        : "The next run does this.";
    case "withheld":
      return "Nothing is done: all of it is withheld.";
    case "in-step":
      return "Nothing to do: active in Entra and here, and nothing differs.";
    case "both-inactive":
      return `Nothing to do: ${inactiveWords(story)}, and the account is disabled already.`;
    case "no-account":
      return story.id === undefined
        ? "There is no account of that name here."
        : `Nothing to do: ${inactiveWords(story)}, and no account is linked.`;
    case "left-alone":
      return "Nothing is done, for what is said above.";
    case "nobodys":
      return account?.isProtected === true
        ? "Nothing to do: the account is nobody's, and protected."
        : "Nothing to do: the account is nobody's, so it is not touched. usersync link would say whose it is.";
    case "unread":
      return "Nobody knows: the directory could not be read.";
    case "refused":
      return "Nothing is written to this directory.";
  }
}

/** Why somebody is not to have an active account. Where Entra does not say, there is a note. */
function inactiveWords({ person }: PersonStory): string {
  if (person === undefined) return "nobody in Entra has this object id";
  return person.isIn ? "disabled in Entra" : "out of scope";
}
