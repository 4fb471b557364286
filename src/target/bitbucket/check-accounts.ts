import type { Finding, FindingItem } from "../../model/finding.ts";
import { isSameName } from "../../model/names.ts";
import { ok } from "../findings.ts";
import type { Checking } from "./checking.ts";
import { isIn, othersThan } from "./read-directory.ts";
import { isPerson } from "./to-model.ts";
import type { WireDirectory, WireUser } from "./wire.ts";

/** The user directories by name, and whether the configured one is among them. */
export async function directoryFindings({
  client,
  config: { directoryName },
  signal,
}: Checking): Promise<readonly Finding[]> {
  const directories = await client.listDirectories(signal);
  if (directories === undefined) return [UNTOLD];
  const items = directories.map(toItem);
  if (directoryName === undefined) return [anyDirectory(items)];
  if (directories.some(({ name }) => isSameName(name, directoryName))) {
    return [{ ...ok("directory", `Accounts of "${directoryName}" are kept in step. There are:`), items }];
  }
  const message = `Bitbucket has no user directory "${directoryName}". It has:`;
  const fix = "Correct `directoryName` of this target.";
  return [{ level: "problem", subject: "directory", message, items, fix }];
}

const UNTOLD: Finding = {
  level: "info",
  subject: "directory",
  message: "This version of Bitbucket does not tell which user directories it has.",
  fix: "In Bitbucket open Administration > User directories. `directoryName` of this target takes a name from there.",
};

function toItem({ name, type }: WireDirectory): FindingItem {
  return typeof type === "string" ? { name, remark: type } : { name };
}

function anyDirectory(items: readonly FindingItem[]): Finding {
  if (items.length <= 1) return { ...ok("directory", "There is one user directory:"), items };
  const message = `Accounts of all ${items.length} user directories are looked at. New ones go to the first that can be written to:`;
  const fix = "Set `directoryName` of this target to the one that is to be kept in step.";
  return { level: "warning", subject: "directory", message, items, fix };
}

/** Whether accounts can be changed. One page of them is enough to see it. */
export async function accountFindings(checking: Checking): Promise<readonly Finding[]> {
  const { client, config, signal } = checking;
  const { directoryName } = config;
  const { items, next } = await client.listUsers({ start: 0 }, signal);
  const ours = items.filter((user) => isPerson(user) && isIn(user, directoryName));
  // Nobody is in a directory that is not there, which another finding tells.
  const isNone = ours.length === 0 && directoryName !== undefined;
  if (isNone && (await othersThan(directoryName, checking)) !== undefined) return [];
  const fixed = ours.filter(isFixed);
  const which = next === undefined ? "" : "first ";
  if (fixed.length === 0) return [ok("accounts", `All accounts looked at can be changed: ${ours.length}.`)];
  const message = `${fixed.length} of the ${which}${ours.length} accounts cannot be changed, such as ${fixed[0]?.name}: another directory is in charge of them.`;
  const fix =
    "Set `directoryName` of this target to the internal directory, and keep the others in step where they come from.";
  return [{ level: "warning", subject: "accounts", message, fix }];
}

function isFixed({ mutableDetails, mutableGroups }: WireUser): boolean {
  return mutableDetails === false || mutableGroups === false;
}
