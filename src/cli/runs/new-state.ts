import type { NewState } from "../../state/open-state.ts";
import type { ComparedSides } from "../../sync.ts";

/** Nothing is lost in a directory when the state is: but whoever did not mean to begin anew should know. */
export function newStateWords({ place, was, made }: NewState): string {
  const before = was === "empty" ? `The state ${place} is there, but holds nothing. ` : "";
  const now = made ? `A new state was made in ${place}. ` : "";
  return `${before}${now}${CONSEQUENCE}`;
}

/** For a plan without a state, of a directory that shows that there was one. */
export function lostStateWords(place: string, target: string): string {
  return (
    `There is no state in ${place}, but accounts in ${target} are linked already. If earlier runs kept one, it is ` +
    `lost, or state.url is another now. ${CONSEQUENCE}`
  );
}

const CONSEQUENCE =
  "Whose account is whose is found again in the directories, or by username and e-mail. Groups that earlier runs " +
  "made or took over wait until `usersync adopt --every` takes them over again. What earlier runs did is not known here.";

/** Whether a directory shows that usersync was there before. */
export function showsLinks({ current }: ComparedSides): boolean {
  return current.accounts.some(({ link }) => link !== undefined);
}
