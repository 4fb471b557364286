import type { Operation } from "../../model/operation.ts";
import type { Person } from "../../model/source-snapshot.ts";

/**
 * Why an operation is not right any more, as far as one person of the source shows it. That somebody
 * left the scope cannot be told from one person, nor whether they are in a group: that is taken as planned.
 *
 * @param person As just read; `undefined` when the source has no such person.
 */
export function personChanged(operation: Operation, person: Person | undefined): string | undefined {
  switch (operation.kind) {
    case "import":
      return notEnabled(person);
    case "enable":
      return operation.reason === "active-in-source" ? notEnabled(person) : undefined;
    case "link":
      return operation.reason === "differs" && person === undefined ? GONE : undefined;
    case "disable":
    case "hand-over":
      return stillHere(operation.reason, person);
    case "update":
    case "create-group":
    case "adopt-group":
    case "release-group":
    case "add-member":
    case "add-group":
    case "remove-member":
    case "remove-group":
      return undefined;
  }
}

const GONE = "the person does not exist in Entra any more";

function notEnabled(person: Person | undefined): string | undefined {
  if (person === undefined) return GONE;
  if (person.enabled === null) return "Entra does not say whether the person is enabled";
  return person.enabled ? undefined : "the person is disabled in Entra";
}

function stillHere(
  reason: (Operation & { readonly kind: "disable" })["reason"],
  person: Person | undefined,
): string | undefined {
  if (reason === "deleted-in-source")
    return person === undefined ? undefined : "the person exists in Entra again";
  if (reason !== "disabled-in-source" || person === undefined || person.enabled === false) return undefined;
  return person.enabled
    ? "the person is enabled in Entra again"
    : "Entra does not say whether the person is enabled";
}
