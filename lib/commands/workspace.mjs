import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * What quickstart, the tests and CI share: packages installed, client generated, app built, each only when needed.
 * Node's own modules only: on a fresh clone nothing else is there yet.
 */

/** The folder of package.json. */
export const PROJECT_FOLDER = fileURLToPath(new URL("../../", import.meta.url));

/** @param {string[]} parts @returns {string} */
const inProject = (...parts) => join(PROJECT_FOLDER, ...parts);

/** A step that failed in a way its own output has already told. */
export class StepFailure extends Error {}

/** @param {string} line */
export const say = (line) => void process.stdout.write(`${line}\n`);

/**
 * Runs a program in the project's folder with our terminal.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {Record<string, string | undefined>} [changes] to the environment; undefined takes a variable out
 * @returns {Promise<number>} its exit code; 1 for an end by signal
 */
export function run(command, args, changes = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: PROJECT_FOLDER,
      stdio: "inherit",
      env: { ...process.env, ...changes },
    });
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 1));
  });
}

/** @param {string[]} args @param {Record<string, string | undefined>} [changes] */
export const runNode = (args, changes) => run(process.execPath, args, changes);

/** @param {string} path @returns {any} */
const readJson = (path) => JSON.parse(readFileSync(path, "utf8"));

/**
 * npm writes node_modules/.package-lock.json when, and only when, it has finished. Everything the lock asks for must
 * stand in it with the same version; optional packages are for other machines as a rule.
 *
 * @returns {boolean}
 */
function isInstalled() {
  const installedPath = inProject("node_modules", ".package-lock.json");
  if (!existsSync(installedPath)) return false;
  const installed = readJson(installedPath).packages;
  return Object.entries(readJson(inProject("package-lock.json")).packages).every(
    ([path, wanted]) =>
      path === "" || (wanted.optional && !installed[path]) || installed[path]?.version === wanted.version,
  );
}

/** Installs what the lock file says, unless it stands there already. @throws {StepFailure} */
export async function ensureInstalled() {
  if (isInstalled()) return;
  say("Installing packages…");
  // Blocked install scripts are no loss: what they would do (symbolic links, generated code) the commands do themselves.
  // NODE_ENV=production would leave out what builds and tests.
  const args = ["ci", "--ignore-scripts", "--include=dev"];
  const npm = process.env.npm_execpath;
  const code = npm?.endsWith(".js") ? await runNode([npm, ...args]) : await run("npm", args);
  if (code !== 0) throw new StepFailure("npm ci failed; what it says stands above.");
}

/** @param {string[]} files @returns {string} */
function fingerprint(files) {
  const hash = createHash("sha256");
  for (const file of files)
    hash
      .update(`${relative(PROJECT_FOLDER, file)}\0`)
      .update(readFileSync(file))
      .update("\0");
  return hash.digest("hex");
}

/** @param {string} path @returns {string | null} */
const readIfThere = (path) => (existsSync(path) ? readFileSync(path, "utf8") : null);

/**
 * Generates the database client when the schema or Prisma changed. @throws {StepFailure}
 */
export async function ensureGenerated() {
  const marker = inProject("lib", "db", "generated", ".made-from");
  const wanted = fingerprint([
    inProject("prisma", "schema.prisma"),
    inProject("node_modules", "prisma", "package.json"),
  ]);
  if (readIfThere(marker) === wanted) return;
  const code = await runNode([inProject("node_modules", "prisma", "build", "index.js"), "generate"], {
    // Generating needs no schema engine, but Prisma would download one. Were one called after all, /bin/false fails
    // honestly.
    PRISMA_SCHEMA_ENGINE_BINARY: process.env.PRISMA_SCHEMA_ENGINE_BINARY || "/bin/false",
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
  });
  if (code !== 0) throw new StepFailure("prisma generate failed; what it says stands above.");
  writeFileSync(marker, wanted);
}

const NOT_BUILT_FROM = new Set([
  "node_modules",
  "data",
  "e2e",
  "sandbox",
  "docs",
  "coverage",
  "test-results",
  "playwright-report",
  "bench-results",
]);

/** @param {string} folder @returns {string[]} every file the build may read, in a stable order */
function sourcesIn(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.name.startsWith(".") || path === inProject("lib", "commands")) return [];
      if (entry.isDirectory())
        return folder === PROJECT_FOLDER && NOT_BUILT_FROM.has(entry.name) ? [] : sourcesIn(path);
      const irrelevant = /\.(test\.tsx?|md)$|^next-env\.d\.ts$/.test(entry.name);
      // Beside package.json lie notes, logs and whatnot; only what can configure a build counts.
      const counts = folder !== PROJECT_FOLDER || /\.([mc]?[jt]sx?|json|css)$/.test(entry.name);
      return entry.isFile() && counts && !irrelevant ? [path] : [];
    });
}

/** Builds the app when a source changed since the last build of ours. @throws {StepFailure} */
export async function ensureBuilt() {
  await ensureGenerated();
  const marker = inProject(".next", "proofdesk-built-from");
  const buildId = () => readIfThere(inProject(".next", "BUILD_ID"));
  const sources = fingerprint(sourcesIn(PROJECT_FOLDER));
  if (buildId() !== null && readIfThere(marker) === `${sources} ${buildId()}`) return;
  say("Building the app…");
  const code = await runNode([inProject("node_modules", "next", "dist", "bin", "next"), "build"], {
    NODE_ENV: undefined,
    NEXT_TELEMETRY_DISABLED: "1",
  });
  if (code !== 0) throw new StepFailure("next build failed; what it says stands above.");
  writeFileSync(marker, `${sources} ${buildId()}`);
}

/** Ends a command: a foreseen failure in its own words, anything else with its stack. @param {unknown} error */
export function giveUp(error) {
  const text =
    error instanceof StepFailure ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
}
