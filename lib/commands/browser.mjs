import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { PROJECT_FOLDER, run, runNode, StepFailure, say } from "./workspace.mjs";

const SYSTEM_BROWSERS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** @param {string} program @returns {string | undefined} its path on PATH */
function onPath(program) {
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/bin"];
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path));
}

/** @returns {boolean} whether Playwright's own chromium is installed */
function hasPlaywrightBrowser() {
  const { chromium } = createRequire(join(PROJECT_FOLDER, "package.json"))("@playwright/test");
  return existsSync(chromium.executablePath());
}

/**
 * The browser for Playwright's `executablePath`, for playwright.config.ts: undefined means Playwright's own, and a path
 * is one of the system's, used only where Playwright's is missing.
 *
 * @returns {string | undefined}
 */
export function systemBrowser() {
  if (hasPlaywrightBrowser()) return undefined;
  for (const name of SYSTEM_BROWSERS) {
    const path = onPath(name);
    if (path) return path;
  }
  return undefined;
}

const hasBrowser = () => hasPlaywrightBrowser() || systemBrowser() !== undefined;

/** Makes sure that browser tests have a browser, in the ways that work offline first. @throws {StepFailure} */
export async function ensureBrowser() {
  if (hasBrowser()) return;
  say("Installing a browser for the browser tests…");
  const playwright = join(PROJECT_FOLDER, "node_modules", "@playwright", "test", "cli.js");
  await runNode([playwright, "install", "chromium"]);
  if (hasBrowser()) return;
  if (process.getuid?.() === 0 && onPath("apt-get")) {
    await run("apt-get", ["update"]);
    await run("apt-get", ["install", "--yes", "--no-install-recommends", "chromium"], {
      DEBIAN_FRONTEND: "noninteractive",
    });
  }
  if (hasBrowser()) return;
  throw new StepFailure(
    "No browser for the browser tests: install chromium or Google Chrome with your system's packages, or run npx playwright install chromium where its download is allowed.",
  );
}
