/**
 * An id that no object has. It grows with their number, so one that was deleted does not give its id to the
 * next, unless it was the last.
 */
export function freeId<Id>(taken: ReadonlyMap<Id, unknown>, idOf: (number: number) => Id): Id {
  let number = taken.size;
  while (taken.has(idOf(number))) number += 1;
  return idOf(number);
}
