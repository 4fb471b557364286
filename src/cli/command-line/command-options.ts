import { type Command, InvalidArgumentError, Option } from "commander";
import { nearest } from "../../model/nearest.ts";
import type { OperationKind } from "../../model/operation.ts";
import { KINDS } from "../../report/words.ts";
import type { Session } from "../session.ts";
import { type HelpText, helpBelow } from "./help-below.ts";

/** Runs a command of ours and keeps its exit code. Each is loaded only when it is asked for. */
export type Perform = (work: (session: Session) => Promise<number>) => Promise<void>;

export function describe(command: Command, description: string, help: HelpText): Command {
  return command.description(description).addHelpText("after", helpBelow(help));
}

export function onlyOption(): Option {
  return new Option("--only <target>", "run this target only; may be repeated")
    .argParser((name: string, before: readonly string[]) => [...before, name])
    .default([], "all");
}

export function allowOption(): Option {
  return new Option("--allow <limit>", "lift a limit for this once, such as disable=50; may be repeated")
    .argParser((limit: string, before: readonly string[]) => [...before, limit])
    .default([], "none");
}

export function choiceCollector(option: Option) {
  return (choice: string, before: readonly string[]) => {
    if (option.argChoices?.includes(choice)) return [...before, choice];
    throw new InvalidArgumentError(`Allowed choices are ${option.argChoices?.join(", ")}.`);
  };
}

/** Taking a link away is a link too, as far as documents and options go. */
const OPERATION_KINDS = KINDS.filter((kind) => kind !== "unlink");

export function readKinds(text: string): readonly OperationKind[] {
  const kinds = text.split(",").map((kind) => kind.trim());
  const isKnown = (kind: string): kind is OperationKind =>
    (OPERATION_KINDS as readonly string[]).includes(kind);
  if (kinds.every(isKnown)) return kinds;
  const meant = kinds.flatMap((kind) => (isKnown(kind) ? [] : (nearest(kind, OPERATION_KINDS) ?? [])));
  const guess = meant.length === 0 ? "" : `Did you mean ${meant.join(", ")}? `;
  throw new InvalidArgumentError(`${guess}Kinds are ${OPERATION_KINDS.join(", ")}, with commas between.`);
}

export function readCount(text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a number above 0.");
}

export function readPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_530) return port;
  throw new InvalidArgumentError("It must be a number from 1 to 65530.");
}
