/** Used by .ci/run: prints "passed failed" over both runners of the last `npm test`. */
import { readCounts } from "./test-results.mjs";

const counts = [readCounts("vitest"), readCounts("playwright")].filter((count) => count !== null);
const sum = (/** @type {"passed" | "failed"} */ what) =>
  counts.reduce((total, count) => total + count[what], 0);
process.stdout.write(`${sum("passed")} ${sum("failed")}\n`);
