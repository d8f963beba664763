import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const emptyModule = fileURLToPath(new URL("./e2e/support/empty-module.ts", import.meta.url));

export default defineConfig({
  resolve: {
    tsconfigPaths: true,
    // `server-only` throws outside the react-server condition; in tests everything is the server.
    alias: { "server-only": emptyModule },
  },
  test: {
    include: ["{app,components,lib,sandbox,e2e}/**/*.test.{ts,tsx}"],
    environment: "node",
    globalSetup: "e2e/support/vitest-global-setup.ts",
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
