import { listBroken } from "../list-broken.ts";
import { passesAsIs } from "../passes-as-is.ts";
import { listRepeats } from "./explain.ts";
import type { Page } from "./wire.ts";

export interface Listing<Item> {
  readonly list: (start: number) => Promise<Page<Item>>;
  /** What is listed, for messages: `users`. */
  readonly what: string;
  /** By what an item is known again. */
  readonly keyOf: (item: Item) => string | number;
  /** Called with each page. */
  readonly onPage?: (items: readonly Item[]) => void;
}

/**
 * Reads a list to its end, which Bitbucket marks. Something that comes on two pages, since somebody was added
 * meanwhile, counts once.
 *
 * @throws UsersyncError `INCOMPLETE_READ` when it breaks off or does not get on.
 */
export async function readAll<Item>({ list, what, keyOf, onPage }: Listing<Item>): Promise<readonly Item[]> {
  const items = new Map<string | number, Item>();
  let start = 0;
  for (;;) {
    const from = start;
    const page = await list(from).catch((cause: unknown) => {
      throw from === 0 || passesAsIs(cause) ? cause : listBroken(what, cause);
    });
    const known = items.size;
    for (const item of page.items) items.set(keyOf(item), item);
    onPage?.(page.items);
    if (page.next === undefined) return [...items.values()];
    const isRepeated = page.items.length > 0 && items.size === known;
    if (page.next <= start || isRepeated) throw listRepeats(what, items.size);
    start = page.next;
  }
}

/** The first of a list that is the one, page by page; `undefined` when none is. */
export async function findFirst<Item>(
  list: (start: number) => Promise<Page<Item>>,
  isIt: (item: Item) => boolean,
): Promise<Item | undefined> {
  let start = 0;
  for (;;) {
    const { items, next } = await list(start);
    const found = items.find(isIt);
    if (found !== undefined || next === undefined) return found;
    if (next <= start) throw listRepeats("matches", start);
    start = next;
  }
}
