import { pathText } from "./problem.ts";
import { isStateAddress } from "./secret-options.ts";
import { type SecretPlace, secretPlaces } from "./secret-places.ts";

/**
 * Shorter ones are ordinary words as often as not, and hiding a word such as `none` wherever it stands
 * would spoil what usersync says.
 */
export const SHORTEST_SECRET = 8;

/** Warns of what stands where a secret belongs and cannot be one. References are resolved by then. */
export function shortSecretWarnings(config: unknown): string[] {
  const places = secretPlaces(config).filter(({ text }) => text.length < SHORTEST_SECRET);
  if (places.length === 0) return [];
  const listed = places.map(nameOf).join(", ");
  const [have, hidden] = places.length === 1 ? ["has", "it is not"] : ["have", "they are not"];
  return [
    `${listed} ${have} fewer than ${SHORTEST_SECRET} characters. No real secret is that short, so ${hidden} ` +
      "hidden in what usersync prints. Put in the key or password that the other side issued.",
  ];
}

/** An address is not too short itself: the password in it is. */
function nameOf({ path }: SecretPlace): string {
  return isStateAddress(path) ? `${pathText(path)} (the password in it)` : pathText(path);
}
