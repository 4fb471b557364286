import type { AddGroup, RemoveGroup } from "../../src/model/operation.ts";
import type { MemoryGroup } from "./memory-access.ts";

/** Groups that hold groups, for a directory in memory. A circle is refused, as by real ones. */
export function memoryNesting(groups: ReadonlyMap<string, MemoryGroup>) {
  const at = (id: string | undefined): MemoryGroup => {
    const found = id === undefined ? undefined : groups.get(id);
    if (found === undefined) throw new Error(`no group ${id}`);
    return found;
  };
  const reaches = (from: MemoryGroup, name: string): boolean =>
    from.name === name ||
    [...groups.values()].some((one) => from.children?.has(one.name) === true && reaches(one, name));

  return {
    add({ group, child }: AddGroup): void {
      const [outer, inner] = [at(group.targetId), at(child.targetId)];
      if (reaches(inner, outer.name)) throw new Error(`${inner.name} in ${outer.name} closes a circle`);
      outer.children?.add(inner.name);
    },
    remove({ group, child }: RemoveGroup): void {
      at(group.targetId).children?.delete(at(child.targetId).name);
    },
  };
}
