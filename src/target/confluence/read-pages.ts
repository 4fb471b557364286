import { listBroken } from "../list-broken.ts";
import { passesAsIs } from "../passes-as-is.ts";
import { listRepeats, listShort } from "./explain.ts";
import type { Page } from "./wire.ts";

export interface List<Item> {
  /** As people know it: `users`. */
  readonly what: string;
  /** `undefined`: there is no such list. */
  readonly readPage: (start: number) => Promise<Page<Item> | undefined>;
  readonly idOf: (item: Item) => string;
  /** Called with each page. */
  readonly onPage?: (items: readonly Item[]) => void;
  /** Gives up when it takes more. */
  readonly maxPages?: number;
}

/**
 * Reads a list to its end, and proves the end.
 *
 * Confluence marks the last page by leaving out the link to the next one. That alone does not do: some
 * versions put the link on empty pages too, so that following it never ends, and a page may be empty only
 * because nothing on it is for our eyes. So the end is one of these:
 *
 * - a page without a link that is not full. A full one may come from a server that gives no links, so the
 *   place behind it is asked for once more;
 * - an empty page without a link, which is what that question brings;
 * - two empty pages one after the other, whatever they link to.
 *
 * @returns `undefined` when there is no such list, or it is longer than that.
 * @throws UsersyncError `INCOMPLETE_READ` when it breaks off, does not get on, or has fewer entries than
 *   Confluence counts.
 */
export async function readPages<Item>(list: List<Item>): Promise<readonly Item[] | undefined> {
  const { what, idOf, onPage, maxPages = Number.POSITIVE_INFINITY } = list;
  const items = new Map<string, Item>();
  let start = 0;
  let unusable = 0;
  let wasEmpty = false;
  for (let pages = 0; pages < maxPages; pages += 1) {
    const page = await readNext(list, start, items.size);
    if (page === undefined) return undefined;
    const known = items.size;
    for (const item of page.items) items.set(idOf(item), item);
    unusable += page.size - page.items.length;
    onPage?.(page.items);
    if (isEnd(page, wasEmpty)) {
      requireTotal(what, items.size + unusable, page.total);
      return [...items.values()];
    }
    if (page.items.length > 0 && items.size === known) throw listRepeats(what, known);
    wasEmpty = page.size === 0;
    start = placeBehind(page, start, () => listRepeats(what, items.size));
  }
  return undefined;
}

/** The first page may fail for reasons of its own; from then on a list breaks off. */
async function readNext<Item>(
  { what, readPage }: List<Item>,
  start: number,
  came: number,
): Promise<Page<Item> | undefined> {
  const page = await readPage(start).catch((cause: unknown) => {
    throw start === 0 || passesAsIs(cause) ? cause : listBroken(what, cause);
  });
  if (page === undefined && came > 0) throw listBroken(what, undefined);
  return page;
}

function isEnd({ size, limit, hasNext }: Page<unknown>, wasEmpty: boolean): boolean {
  if (size === 0) return wasEmpty || !hasNext;
  return !hasNext && size < limit;
}

/**
 * Where the next page begins. The server's own word counts, as long as it leaves nothing out and gets on; an
 * empty page need not know where it leads.
 */
function placeBehind({ size, limit, next }: Page<unknown>, start: number, stuck: () => Error): number {
  if (next !== undefined && next > start) return Math.min(next, start + limit);
  if (next !== undefined && size > 0) throw stuck();
  return start + (size === 0 ? limit : size);
}

function requireTotal(what: string, came: number, total: number | undefined): void {
  if (total !== undefined && total > came) throw listShort(what, came, total);
}
