import { UsersyncError } from "../../errors.ts";
import type { PageRequest, ScimPage } from "./client.ts";

export interface ListReading<Resource> {
  /** What is read, for messages: `cloud: the list of users`. */
  readonly subject: string;
  readonly readPage: (page: PageRequest) => Promise<ScimPage<Resource>>;
  readonly idOf: (resource: Resource) => string;
  /** Pages to ask for at the same time. */
  readonly concurrency: number;
  /** Called as pages come, with the number of resources so far. */
  readonly onCount?: (count: number) => void;
}

const PAGE_SIZE = 100;

/**
 * Reads a whole list by `startIndex` and proves it complete: as many different ids as the server counts.
 *
 * While pages have the length of the first one, many are read at a time. From the first page that has
 * another length on, the list is read one after the other, going on after what really came: what
 * the server says about the size of its pages is not relied on.
 *
 * @returns Each resource once.
 * @throws UsersyncError `INCOMPLETE_READ` when a second reading does not add up either.
 */
export async function readList<Resource>(reading: ListReading<Resource>): Promise<readonly Resource[]> {
  const first = await readOnce(reading);
  if (first.isComplete) return first.resources;
  const second = await readOnce(reading);
  if (second.isComplete) return second.resources;
  throw new UsersyncError("INCOMPLETE_READ", {
    what: `${reading.subject} is not complete: ${second.resources.length} of ${second.total} came.`,
    why: "It was read twice and did not add up: the directory is changing meanwhile, or leaves something out.",
    fix: "Run again when nobody else is changing the directory. If it stays, tell the vendor's support.",
  });
}

interface Listing<Resource> {
  readonly resources: readonly Resource[];
  readonly total: number;
  readonly isComplete: boolean;
}

async function readOnce<Resource>(reading: ListReading<Resource>): Promise<Listing<Resource>> {
  const first = await reading.readPage({ startIndex: 1, count: PAGE_SIZE });
  const collected = createCollection(reading, first);
  reading.onCount?.(collected.received);
  const stride = first.resources.length;
  if (stride > 0 && stride < first.totalResults) {
    await readAlongside(reading, collected, stride);
    await readOneByOne(reading, collected);
  }
  return collected.toListing();
}

/** Reads pages of the expected length, several at a time, until all are there or one is different. */
async function readAlongside<Resource>(
  { readPage, idOf, concurrency, onCount }: ListReading<Resource>,
  collected: Collection<Resource>,
  stride: number,
): Promise<void> {
  const pages: ScimPage<Resource>[] = [];
  let received = collected.received;
  const beginnings = new Set(collected.firstId);
  const count = Math.ceil(collected.total / stride) - 1;
  let next = 0;
  let isEven = true;
  const readIndex = async (index: number) => {
    const startIndex = 1 + stride * (index + 1);
    const page = await readPage({ startIndex, count: stride });
    pages[index] = page;
    received += page.resources.length;
    onCount?.(received);
    const [first] = page.resources.map(idOf);
    const isAsExpected = page.resources.length === Math.min(stride, collected.total - startIndex + 1);
    if (!isAsExpected || first === undefined || beginnings.has(first)) isEven = false;
    else beginnings.add(first);
  };
  const work = async () => {
    while (isEven && next < count) {
      next += 1;
      await readIndex(next - 1).catch((error: unknown) => {
        isEven = false;
        throw error;
      });
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, count) }, work));
  for (const page of pages) {
    if (page === undefined || collected.hasSeen(page)) return;
    collected.add(page);
    if (page.resources.length !== stride) return;
  }
}

async function readOneByOne<Resource>(
  { readPage, onCount }: ListReading<Resource>,
  collected: Collection<Resource>,
): Promise<void> {
  while (collected.received < collected.total) {
    const page = await readPage({ startIndex: collected.received + 1, count: PAGE_SIZE });
    if (page.resources.length === 0 || collected.hasSeen(page)) return;
    collected.add(page);
    onCount?.(collected.received);
  }
}

type Collection<Resource> = ReturnType<typeof createCollection<Resource>>;

function createCollection<Resource>(reading: ListReading<Resource>, first: ScimPage<Resource>) {
  const byId = new Map<string, Resource>();
  const total = first.totalResults;
  let received = 0;
  let isSteady = true;
  const add = (page: ScimPage<Resource>) => {
    for (const resource of page.resources) byId.set(reading.idOf(resource), resource);
    received += page.resources.length;
    isSteady &&= page.totalResults === total;
  };
  add(first);
  return {
    add,
    total,
    /** A server that begins again after its end would be read for ever. */
    hasSeen: ({ resources }: ScimPage<Resource>) =>
      resources.slice(0, 1).some((one) => byId.has(reading.idOf(one))),
    toListing: (): Listing<Resource> => ({
      resources: [...byId.values()],
      total,
      isComplete: isSteady && byId.size === total,
    }),
    /** None for an empty list. */
    firstId: first.resources.slice(0, 1).map(reading.idOf),
    get received() {
      return received;
    },
  };
}
