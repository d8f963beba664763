import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { PROJECT_FOLDER } from "@/e2e/support/program";

// The rule of directions is configuration; a pattern with a slip in it forbids nothing and nobody notices.
const house = mkdtempSync(join(tmpdir(), "proofdesk-lint-"));
cpSync(join(PROJECT_FOLDER, ".oxlintrc.json"), join(house, ".oxlintrc.json"));
afterAll(() => rmSync(house, { recursive: true, force: true }));

/** Whether lint takes this import in a file at this place. */
function lintTakes(file: string, imported: string): boolean {
  mkdirSync(dirname(join(house, file)), { recursive: true });
  writeFileSync(join(house, file), `import { thing } from "${imported}";\n\nexport const used = thing;\n`);
  const oxlint = join(PROJECT_FOLDER, "node_modules", "oxlint", "bin", "oxlint");
  const { status, stdout } = spawnSync(process.execPath, [oxlint, "-c", ".oxlintrc.json", file], {
    cwd: house,
    encoding: "utf8",
  });
  rmSync(join(house, file));
  if (status !== 0 && !stdout.includes("no-restricted-imports")) throw new Error(stdout);
  return status === 0;
}

describe("imports go one way", () => {
  it.each([
    ["app/page.tsx", "@/components/ui/button"],
    ["app/api/budget/route.ts", "@/lib/gateway/budget"],
    ["components/review/desk.tsx", "@/lib/decisions/schema"],
    ["components/review/desk.tsx", "@/lib/http/client"],
    ["lib/decisions/send.ts", "@/lib/gateway/call"],
    ["lib/gateway/call.ts", "@/lib/marketplace/client"],
    ["lib/runtime/loop.ts", "@/lib/db/client"],
  ])("%s may import %s", (file, imported) => {
    expect(lintTakes(file, imported)).toBe(true);
  });

  it.each([
    ["lib/decisions/send.ts", "@/app/page"],
    ["lib/decisions/send.ts", "@/components/ui/button"],
    ["lib/decisions/send.ts", "@/lib/marketplace/client"],
    ["lib/decisions/send.ts", "@/sandbox/server"],
    ["lib/decisions/send.ts", "../mirror/data"],
    ["lib/gateway/call.ts", "@/lib/decisions/decide"],
    ["lib/runtime/loop.ts", "@/lib/mirror/job"],
    ["lib/marketplace/client.ts", "@/lib/db/client"],
    ["lib/marketplace/client.ts", "@/lib/gateway/call"],
    ["lib/db/client.ts", "@/lib/runtime/emit"],
    ["lib/http/route.ts", "@/lib/team/gate"],
    ["components/review/desk.tsx", "@/lib/decisions/data"],
    ["components/review/desk.tsx", "@/lib/db/client"],
    ["components/review/desk.tsx", "@/lib/env"],
    ["components/ui/button.tsx", "@/lib/decisions/schema"],
    ["components/ui/button.tsx", "@/components/review/desk"],
    ["app/page.tsx", "@/lib/db/client"],
    ["app/page.tsx", "@/lib/marketplace/client"],
    ["sandbox/server.ts", "@/lib/money"],
  ])("%s may not import %s", (file, imported) => {
    expect(lintTakes(file, imported)).toBe(false);
  });
});
