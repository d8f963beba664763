import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_FOLDER } from "./workspace.mjs";

/** @typedef {{ passed: number, failed: number }} Counts */

const FOLDER = join(PROJECT_FOLDER, "node_modules", ".cache", "proofdesk-tests");

/** @param {"vitest" | "playwright"} runner @returns {string} where its JSON report goes */
export const reportPath = (runner) => join(FOLDER, `${runner}.json`);

/** Forgets the reports of earlier runs, so that a runner that dies cannot be counted by an old one. */
export function clearReports() {
  rmSync(FOLDER, { recursive: true, force: true });
}

/**
 * What a runner counted; null when it left no report. A run that failed without a failed test (a file that does not
 * compile, a server that does not start) counts as one failure.
 *
 * @param {"vitest" | "playwright"} runner
 * @returns {Counts | null}
 */
export function readCounts(runner) {
  if (!existsSync(reportPath(runner))) return null;
  const report = JSON.parse(readFileSync(reportPath(runner), "utf8"));
  if (runner === "vitest") {
    const { numPassedTests: passed, numFailedTests: failed, success } = report;
    return { passed, failed: success ? failed : Math.max(failed, 1) };
  }
  const { expected, flaky, unexpected } = report.stats;
  // A flaky test failed once: that is a failure to look into, not a pass.
  const failed = unexpected + flaky;
  return { passed: expected, failed: report.errors.length > 0 ? Math.max(failed, 1) : failed };
}
