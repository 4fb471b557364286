import type { PersonWithoutAccount } from "../../model/orphan.ts";
import type { Facts } from "./facts.ts";

/** People in scope, not disabled in Entra, who have no account and find none in the next run. */
export function peopleWithoutAccount({
  staying,
  settled,
  forecast,
  person,
}: Facts): readonly PersonWithoutAccount[] {
  return [...staying]
    .filter((id) => !settled.has(id))
    .map((id) => ({
      kind: "without-account",
      accounts: [],
      people: [person(id)],
      next: forecast.importing(id),
    }));
}
