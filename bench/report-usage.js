// Loaded before the command line in a benchmark: writes what the process cost into the file that
// BENCH_USAGE names, once it ends.
import { writeFileSync } from "node:fs";

const began = performance.now();
process.on("exit", () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const usage = {
    wall: performance.now() - began,
    cpu: (userCPUTime + systemCPUTime) / 1000,
    memory: maxRSS / 1024,
  };
  writeFileSync(process.env.BENCH_USAGE, JSON.stringify(usage));
});
