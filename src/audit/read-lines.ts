const LINE_BREAK = 0x0a;

/** Far beyond what an operation can be. A longer line is no line of ours, and is not kept in memory. */
const LONGEST_LINE = 16 * 1024 * 1024;

export interface Line {
  /** Without the line break. */
  readonly bytes: Buffer;
  /** Whether a line break followed. */
  readonly ended: boolean;
}

/** The lines of a file, as bytes. Keeps one of them at a time, and of one that is too long only the beginning. */
export async function* readLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<Line> {
  let held: Buffer[] = [];
  let length = 0;
  const hold = (bytes: Buffer) => {
    if (length < LONGEST_LINE) held.push(bytes);
    length += bytes.length;
  };
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(LINE_BREAK); end !== -1; end = chunk.indexOf(LINE_BREAK, start)) {
      hold(chunk.subarray(start, end));
      yield { bytes: Buffer.concat(held), ended: true };
      held = [];
      length = 0;
      start = end + 1;
    }
    if (start < chunk.length) hold(chunk.subarray(start));
  }
  if (length > 0) yield { bytes: Buffer.concat(held), ended: false };
}
