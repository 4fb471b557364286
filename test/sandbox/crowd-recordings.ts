import type { FastifyInstance } from "fastify";
import { expect, it } from "vitest";
import { type Recording, recordExchanges } from "../support/record-exchanges.ts";
import { describeShared, hasShared } from "../support/shared.ts";
import { openSpec } from "../support/specs.ts";

/** What the community's description of Crowd does not cover, though the vendor's documentation does. */
const BEYOND: readonly { readonly problem: RegExp; readonly why: string }[] = [
  { problem: /\/user\/group\/direct is not in/, why: "it has the nested groups of a user only" },
  { problem: /^DELETE \S+\/user\/attribute is not in/, why: "it writes attributes only" },
  { problem: /membership: status 406/, why: "it does not know the dump, nor that the dump is XML only" },
  { problem: /^Answer 201 to POST \S+\/user: body must be object/, why: "older servers send no body" },
  { problem: /^POST \S+\/user: status 415/, why: "it does not say what happens to a body of another type" },
  { problem: /^Answer 200 to GET \S+\/user\?username=ada%26co: body must/, why: "a test asks for XML" },
];

const recordings: Recording[] = [];
const spec = hasShared ? openSpec("crowd.json") : undefined;

/** Has every exchange of a Crowd server validated, wherever the description of Crowd is at hand. */
export function recordCrowd(app: FastifyInstance): void {
  if (spec !== undefined) recordings.push(recordExchanges(app, spec));
}

/** The verdict on all servers that a test file has recorded. Stands at its end. */
export function describeRecordings(atLeast: number): void {
  describeShared("every exchange of the tests above", () => {
    it("is one that the description of Crowd allows", () => {
      const problems = recordings.flatMap((recording) => recording.problems);

      expect(recordings.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThan(atLeast);
      expect(problems.filter((text) => !BEYOND.some(({ problem }) => problem.test(text)))).toEqual([]);
    });
  });
}
