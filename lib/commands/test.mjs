/**
 * `npm test [-- filters]`: on a fresh clone installs what is missing, then runs vitest and the browser tests; each ends
 * with its counts. Filters that name e2e/ go to the browser tests, others to vitest; given only one kind, only that
 * runner runs.
 */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ensureBrowser } from "./browser.mjs";
import { clearReports, readCounts, reportPath } from "./test-results.mjs";
import {
  ensureBuilt,
  ensureGenerated,
  ensureInstalled,
  giveUp,
  PROJECT_FOLDER,
  runNode,
  say,
} from "./workspace.mjs";

const modules = join(PROJECT_FOLDER, "node_modules");
const filters = process.argv.slice(2);
const isBrowserFilter = (/** @type {string} */ filter) => /(^|\/)e2e(\/|$)|\.spec\.ts$/.test(filter);

/** @param {"vitest" | "playwright"} runner @param {number} exitCode @returns {boolean} whether all is well */
function tell(runner, exitCode) {
  const counts = readCounts(runner);
  say(
    counts
      ? `${runner}: ${counts.passed} passed, ${counts.failed} failed`
      : `${runner}: ended with ${exitCode} before it could count`,
  );
  return exitCode === 0 && counts !== null && counts.failed === 0;
}

/** @param {string[]} paths */
async function unitTests(paths) {
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${reportPath("vitest")}`];
  return tell(
    "vitest",
    await runNode([join(modules, "vitest", "vitest.mjs"), "run", ...reporters, ...paths]),
  );
}

/** @param {string[]} paths */
async function browserTests(paths) {
  await ensureBrowser();
  await ensureBuilt();
  const code = await runNode(
    [join(modules, "@playwright", "test", "cli.js"), "test", "--reporter=list,json", ...paths],
    { PLAYWRIGHT_JSON_OUTPUT_FILE: reportPath("playwright") },
  );
  return tell("playwright", code);
}

function hasBrowserTests() {
  const folder = join(PROJECT_FOLDER, "e2e");
  return (
    existsSync(folder) &&
    readdirSync(folder, { recursive: true }).some((name) => `${name}`.endsWith(".spec.ts"))
  );
}

async function main() {
  clearReports();
  await ensureInstalled();
  await ensureGenerated();
  const browserFilters = filters.filter(isBrowserFilter);
  const unitFilters = filters.filter((filter) => !isBrowserFilter(filter));
  const all = filters.length === 0;
  let fine = true;
  if (all || unitFilters.length > 0) fine = (await unitTests(unitFilters)) && fine;
  if ((all && hasBrowserTests()) || browserFilters.length > 0)
    fine = (await browserTests(browserFilters)) && fine;
  process.exitCode = fine ? 0 : 1;
}

await main().catch(giveUp);
