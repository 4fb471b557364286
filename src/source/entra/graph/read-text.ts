import { UsersyncError } from "../../../errors.ts";

const BYTE_ORDER_MARK = 0xfeff;

/**
 * The body of an answer, read to its end.
 *
 * @param limit In bytes, after decompression.
 * @throws UsersyncError `UNEXPECTED_ANSWER` as soon as the body is larger; the rest is not read.
 */
export async function readText(body: AsyncIterable<Uint8Array> | null, limit: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks, size).toString("utf8");
  return text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text;
}

function tooLarge(limit: number): UsersyncError {
  const megabytes = Math.round((limit / 1024 / 1024) * 100) / 100;
  return new UsersyncError("UNEXPECTED_ANSWER", {
    what: `An answer of Microsoft Graph is larger than ${megabytes} MB.`,
    why: "A page of Graph holds a few megabytes at most.",
    fix: "If this is right for your tenant, raise source.maxResponseMegabytes.",
  });
}
