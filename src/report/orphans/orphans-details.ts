import type {
  AccountRef,
  LeftBehindAccount,
  LicensedAccount,
  NextStep,
  Orphan,
  PersonRef,
  UnlinkedAccount,
  UnmanagedGroup,
} from "../../model/orphan.ts";
import { NOTE_WORDS, REASON_WORDS } from "../words.ts";

/** What is to be said about a finding beside whom it is about, in one line. */
export function orphanDetail(orphan: Orphan): string {
  switch (orphan.kind) {
    case "unlinked":
      return listed([...marksOf(orphan.accounts), ...fitWords(orphan)]);
    case "left-behind":
      return listed([...marksOf(orphan.accounts), leaveWords(orphan), ...disablingWords(orphan)]);
    case "without-account":
      return nextWords(orphan.next, "the next run makes one");
    case "colliding-people":
      return `${BY_WORDS[orphan.by]} ${orphan.name}`;
    case "several-accounts":
      return listed([
        orphan.by === "link"
          ? "all linked to this person"
          : `all have the ${BY_WORDS[orphan.by]} of this person`,
        ...marksOf(orphan.accounts),
      ]);
    case "several-people":
      return `has the ${BY_WORDS[orphan.by]} of each`;
    case "alike-accounts":
      return listed(marksOf(orphan.accounts));
    case "unmanaged-group":
      return groupWords(orphan);
    case "disabled-but-licensed":
      return listed([...licenceWords(orphan), ...marksOf(orphan.accounts)]);
  }
}

/** `active`, `disabled`, or that the directory does not say. */
export function stateWords({ active }: AccountRef): string {
  if (active === null) return "not known whether active";
  return active ? "active" : "disabled";
}

/** A person by every name that is known, and by id, since the names may be another's too. */
function personWords({ sourceId, name, email }: PersonRef): string {
  if (name === undefined) return sourceId;
  return `${name} (${email === undefined ? "" : `${email}, `}${sourceId})`;
}

const BY_WORDS = { username: "username", email: "e-mail", link: "link" } as const;

function listed(parts: readonly string[]): string {
  return parts.join("; ");
}

/** What is special about accounts; with their names where there are several. */
export function marksOf(accounts: readonly AccountRef[]): readonly string[] {
  const several = accounts.length > 1;
  return accounts.flatMap(({ username, isOwn, isProtected }) => {
    const whose = several ? `${username}: ` : "";
    return [
      ...(isOwn === true ? [`${whose}usersync signs in with it`] : []),
      ...(isProtected === true ? [`${whose}protected (protect.users)`] : []),
    ];
  });
}

function fitWords({ people, by, apart }: UnlinkedAccount): readonly string[] {
  const [person, second] = people;
  const who = second === undefined && person !== undefined ? personWords(person) : `${people.length} people`;
  return [
    ...(apart === undefined ? [] : [`taken apart by hand from ${apart.join(", ")}`]),
    ...(by === undefined
      ? []
      : [`has the ${BY_WORDS[by]} of ${who}, which is not certain enough to link them`]),
  ];
}

function leaveWords({ reason, because }: LeftBehindAccount): string {
  if (reason === "deleted-in-source") return REASON_WORDS[reason];
  return because ?? "not among the people whom source.users selects, or deleted in Entra";
}

function disablingWords({ next }: LeftBehindAccount | LicensedAccount): readonly string[] {
  return next === undefined ? [] : [nextWords(next, "the next run disables it")];
}

function nextWords(next: NextStep, planned: string): string {
  switch (next.status) {
    case "planned":
      return planned;
    case "withheld":
      return `withheld by ${next.withheldBy}`;
    case "nothing":
      return next.kind === undefined ? next.why : `${NOTE_WORDS[next.kind]}: ${next.why}`;
  }
}

function groupWords({ isProtected, waits }: UnmanagedGroup): string {
  if (waits === true) return "waits until usersync adopt takes it over";
  return isProtected === true ? "protected (protect.groups)" : "";
}

function licenceWords(licensed: LicensedAccount): readonly string[] {
  const { groups, permission, isPersonDisabled } = licensed;
  return [
    ...(groups.length === 0 ? [] : [`in ${groups.join(", ")}`]),
    ...(permission === undefined ? [] : [`has the permission ${permission}`]),
    ...(isPersonDisabled ? ["disabled in Entra"] : []),
    ...disablingWords(licensed),
  ];
}
