import type { AccountRef, Orphan, PersonRef } from "../../model/orphan.ts";
import { marksOf, orphanDetail, stateWords } from "./orphans-details.ts";

/** Four columns: whom it is about, what is said beside that, whom it concerns, and the rest. */
type Row = readonly [string, string, string, string];

/** The lines of a finding. Where several share something, each has its own; what they share stands in the first. */
export function orphanRows(finding: Orphan): readonly Row[] {
  const { accounts, people } = finding;
  const [person] = people;
  const detail = orphanDetail(finding);
  switch (finding.kind) {
    case "unlinked":
      return accounts.map((one) => [one.username, stateWords(one), "", detail]);
    case "left-behind":
    case "disabled-but-licensed":
      return accounts.map((one) => [one.username, stateWords(one), calledWords(person), detail]);
    case "without-account":
      return people.map(({ name = "", email = "", sourceId }) => [name, email, sourceId, detail]);
    case "colliding-people":
      return people.map((one, at) => [
        at === 0 ? finding.name : "",
        at === 0 ? BY_WORDS[finding.by] : "",
        (finding.by === "email" ? one.name : one.email) ?? "",
        one.sourceId,
      ]);
    case "several-people":
      return people.map((one, at) => [
        at === 0 ? (accounts[0] as AccountRef).username : "",
        at === 0 ? `${BY_WORDS[finding.by]} of` : "",
        calledWords(one),
        one.name === undefined ? "" : one.sourceId,
      ]);
    case "several-accounts":
      return accounts.map((one, at) => [
        one.username,
        markedWords(one),
        at === 0 ? `${BY_WORDS[finding.by]} of ${calledWords(person)}` : "",
        at === 0 && person?.name !== undefined ? person.sourceId : "",
      ]);
    case "alike-accounts":
      return accounts.map((one) => [one.username, markedWords(one), "", ""]);
    case "unmanaged-group":
      return [[finding.group, detail, "", ""]];
  }
}

const BY_WORDS = { username: "username", email: "e-mail", link: "linked: account" } as const;

function calledWords(person: PersonRef | undefined): string {
  return person?.name ?? person?.sourceId ?? "";
}

function markedWords(account: AccountRef): string {
  return [stateWords(account), ...marksOf([account])].join("; ");
}
