import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { chainName } from "../../src/audit/open-audit.ts";
import { openState } from "../../src/state/open-state.ts";
import type { State } from "../../src/state/state.ts";
import { instantClock } from "../support/instant-clock.ts";
import { type AuditScene, auditScene, ended } from "./audit-scene.ts";

/** A state as another process would have it open. */
function stateBeside({ folder }: AuditScene): Promise<State> {
  const place = { type: "file", path: join(folder, "state.db") } as const;
  return openState(place, { clock: instantClock(), version: "0.1.0", mode: "write" });
}

describe("an audit file whose end is in the state", () => {
  it("is one chain, though two writers add to it at the same time", async () => {
    await using scene = await auditScene();
    const state = await stateBeside(scene);
    const [one, other] = [scene.open({ heads: state.audit }), scene.open({ heads: state.audit })];

    for (let portion = 0; portion < 10; portion += 1) {
      await Promise.all([one.append([ended(0), ended(1)]), other.append([ended(2)])]);
    }
    const head = await state.audit.head(chainName("srv1", scene.file));
    await state.close();

    expect(head?.lines).toBe(30);
    expect(await scene.verify(head)).toMatchObject({ intact: true, lines: 30, unrecorded: 0 });
  });

  it("is found cut off by a run that comes later", async () => {
    await using scene = await auditScene();
    const before = await stateBeside(scene);
    await scene.open({ heads: before.audit }).append([ended(0), ended(1)]);
    await before.close();
    await scene.write(`${(await scene.lines())[0]}\n`);
    const after = await stateBeside(scene);

    const append = scene.open({ heads: after.audit }).append([ended(2)]);

    await expect(append).rejects.toEqual(
      expect.objectContaining({
        code: "STATE_UNUSABLE",
        message: expect.stringContaining(
          "The file ends with number 1 of the chain, and 2 lines were written.",
        ),
      }),
    );
    await after.close();
  });

  it("is known by machine, so that two machines may have a file of the same name", async () => {
    await using scene = await auditScene();
    const state = await stateBeside(scene);
    await scene.open({ heads: state.audit, host: "srv1" }).append([ended(0)]);

    const ends = await Promise.all(
      ["srv1", "srv2"].map((host) => state.audit.head(chainName(host, scene.file))),
    );
    await state.close();

    expect(ends.map((end) => end?.lines)).toEqual([1, undefined]);
  });
});
