import type { AccountRef, DirectoryOrphans, Orphan, PersonRef } from "../../model/orphan.ts";
import { csvRow } from "../csv.ts";
import { orphanDetail } from "./orphans-details.ts";
import { gapsOf } from "./orphans-gaps.ts";

const HEADER = [
  "directory",
  "kind",
  "account",
  "person",
  "detail",
  "state",
  "group",
  "accountId",
  "personId",
];

/** A record for each finding below a header, and for each thing that was not looked at. */
export function* orphansCsv(directories: readonly DirectoryOrphans[]): Generator<string, void> {
  yield csvRow(HEADER);
  for (const directory of directories) {
    const { name, findings } = directory;
    for (const { kind, words } of gapsOf(directory))
      yield csvRow([name, kind, "", "", words, "", "", "", ""]);
    for (const finding of findings) yield csvRow([name, ...cellsOf(finding)]);
  }
}

function cellsOf(finding: Orphan): readonly string[] {
  const { kind, accounts, people } = finding;
  return [
    kind,
    joined(accounts.map(({ username }) => username)),
    joined(people.map(nameOf)),
    orphanDetail(finding),
    joined(accounts.map(stateOf)),
    groupsOf(finding),
    joined(accounts.map(({ id }) => id)),
    joined(people.map(({ sourceId }) => sourceId)),
  ];
}

function stateOf({ active }: AccountRef): string {
  if (active === null) return "unknown";
  return active ? "active" : "disabled";
}

/** In the order of the ids beside it. */
function nameOf({ name, email }: PersonRef): string {
  return name === undefined || email === undefined ? (name ?? "") : `${name} <${email}>`;
}

function groupsOf(finding: Orphan): string {
  if ("group" in finding) return finding.group;
  return "groups" in finding ? joined(finding.groups) : "";
}

function joined(texts: readonly string[]): string {
  return texts.join("; ");
}
