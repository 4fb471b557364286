// Prints the last line of a CI run, "N passed, N failed", from vitest's JSON report and the number of
// other steps that failed. Exits with 1 unless everything passed and there was something to pass.
import { readFileSync } from "node:fs";

const [, , report, otherFailures = "0"] = process.argv;

function read() {
  try {
    return JSON.parse(readFileSync(report, "utf8"));
  } catch {
    return { numPassedTests: 0, numFailedTests: 1, success: false };
  }
}

const { numPassedTests, numFailedTests, numPendingTests = 0, success } = read();
const brokenFiles = success || numFailedTests > 0 ? 0 : 1;
const failed = numFailedTests + brokenFiles + Number(otherFailures);
console.log(
  `${numPassedTests} passed, ${failed} failed${numPendingTests > 0 ? `, ${numPendingTests} skipped` : ""}`,
);
process.exit(failed === 0 && numPassedTests > 0 ? 0 : 1);
