import { presentText } from "../model/names.ts";
import type { Person } from "../model/source-snapshot.ts";

/** What somebody is called in messages: the user principal name, or else the object id. */
export function nameOf({ id, properties }: Person): string {
  return presentText(properties["userPrincipalName"]) ?? id;
}

/** What every story and list begins with. */
export function headOf(person: Person) {
  const { id, enabled, guest, properties } = person;
  const displayName = presentText(properties["displayName"]);
  return { id, name: nameOf(person), ...(displayName !== undefined && { displayName }), enabled, guest };
}
