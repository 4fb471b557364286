import type { Operation } from "../../src/model/operation.ts";
import type { ApplyResult, Target } from "../../src/target/target.ts";

/** What goes wrong in a run. Counted in operations. */
export interface Trouble {
  /** Every so many-th operation is refused. */
  readonly refuseEach?: number | undefined;
  /** The process dies before this operation is sent, and with it the marks that wait. */
  readonly dieBefore?: number | undefined;
  /** Of what is refused or was under way when the process died, a part is done. */
  readonly half?: boolean;
}

/** How far a run has come. */
export interface Life {
  dead: boolean;
  sent: number;
}

/** A directory to which things happen. */
export function troubled(target: Target, { refuseEach, dieBefore, half }: Trouble, life: Life): Target {
  const refused: ApplyResult = { status: "failed", error: { code: "REFUSED", message: "not today" } };
  const one = async (operation: Operation, signal: AbortSignal): Promise<ApplyResult> => {
    const wasDead = life.dead;
    life.dead ||= life.sent === dieBefore;
    life.sent += 1;
    const isRefused = life.dead || (refuseEach !== undefined && life.sent % refuseEach === 0);
    if (half === true && isRefused && !wasDead) await target.apply(halfOf(operation, life), signal);
    if (isRefused) return refused;
    const [result] = await target.apply([operation], signal);
    return result ?? refused;
  };
  return {
    ...target,
    apply: async (batch, signal) => {
      const results: ApplyResult[] = [];
      for (const operation of batch) results.push(await one(operation, signal));
      return results;
    },
  };
}

/** Of access some of the groups, or all, but not the permission. Of an import all, but nobody heard it. */
function halfOf(operation: Operation, { sent }: Life): Operation[] {
  if (operation.kind === "import") return [operation];
  if (operation.kind !== "enable" && operation.kind !== "disable") return [];
  const groups = operation.access?.groups ?? [];
  const some = groups.slice(0, sent % (groups.length + 1));
  return operation.access === undefined ? [] : [{ ...operation, access: { groups: some } }];
}
