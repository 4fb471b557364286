/** Worth a system call of its own; in UTF-16 units. */
const ENOUGH = 65_536;

/** The same text in fewer pieces. */
export function* gather(pieces: Iterable<string>): Generator<string, void> {
  let text = "";
  for (const piece of pieces) {
    text += piece;
    if (text.length < ENOUGH) continue;
    yield text;
    text = "";
  }
  if (text !== "") yield text;
}
