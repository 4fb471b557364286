import { wrapToWidth } from "./display-width.ts";

/**
 * A sentence, wrapped, with a mark in front of its first line.
 *
 * @param mark Two columns wide, may hold colours; or empty.
 */
export function proseLines(
  mark: string,
  text: string,
  { width, indent = 2 }: { readonly width: number; readonly indent?: number },
): readonly string[] {
  const room = mark === "" ? 0 : 2;
  const [first, ...rest] = wrapToWidth(text, width - indent - room);
  return [" ".repeat(indent) + mark + first, ...rest.map((line) => " ".repeat(indent + room) + line)];
}
