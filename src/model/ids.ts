declare const kind: unique symbol;
type Branded<Kind extends string> = string & { readonly [kind]: Kind };

/** Entra's object id: a lower-case GUID that never changes, whatever happens to the person's names. */
export type SourceId = Branded<"SourceId">;

/** The directory's own id of an account. Opaque: only the target that gave it understands it. */
export type TargetId = Branded<"TargetId">;

/** A name to log in with, as the directory writes it. Compare with `foldName`, never with `===`. */
export type Username = Branded<"Username">;

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Reads an Entra object id, for example out of a directory's external id.
 *
 * @returns The id in lower case; `undefined` for anything that is not a GUID, such as an external id
 *   that another tool wrote. Such an account is not ours.
 */
export function parseSourceId(text: unknown): SourceId | undefined {
  if (typeof text !== "string") return undefined;
  const id = text.trim().toLowerCase();
  return GUID.test(id) ? (id as SourceId) : undefined;
}
