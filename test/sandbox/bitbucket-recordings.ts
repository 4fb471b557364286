import type { FastifyInstance } from "fastify";
import { expect, it } from "vitest";
import { type Recording, recordExchanges } from "../support/record-exchanges.ts";
import { describeShared, hasShared } from "../support/shared.ts";
import { openSpec } from "../support/specs.ts";

const recordings: Recording[] = [];
const spec = hasShared ? openSpec("bitbucket-dc.json") : undefined;

/** Has every exchange of a Bitbucket server validated, wherever the description of Bitbucket is at hand. */
export function recordBitbucket(app: FastifyInstance): void {
  if (spec !== undefined) recordings.push(recordExchanges(app, spec));
}

/** The verdict on all servers that a test file has recorded. Stands at its end. */
export function describeRecordings(atLeast: number): void {
  describeShared("every exchange of the tests above", () => {
    it("is one that the description of Bitbucket allows", () => {
      expect(recordings.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThan(atLeast);
      expect(recordings.flatMap(({ problems }) => problems).slice(0, 20)).toEqual([]);
    });
  });
}
