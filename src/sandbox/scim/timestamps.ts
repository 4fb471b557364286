/** Makes timestamps as the vendor writes them, with five or six digits after the second, each another one. */
export function createTimestamps(): () => string {
  let turn = 0;
  return () => {
    turn += 1;
    const fraction = turn % 10 === 0 ? "18547" : String(185_471 + (turn % 100_000)).padStart(6, "0");
    return new Date().toISOString().replace(/\.\d+Z$/, `.${fraction}Z`);
  };
}
