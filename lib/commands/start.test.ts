import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const secrets = {
  ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 1).toString("base64")}`,
  NEXTAUTH_SECRET: "s".repeat(32),
  HOST: "127.0.0.1",
  PORT: "0",
};

/** `npm start` with an environment of its own; what is set there wins over a checkout's `.env`, also when empty. */
async function start(env: Record<string, string>): Promise<{ code: number; output: string; errors: string }> {
  const command = fileURLToPath(new URL("./start.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", command, "--dev"], {
    env: { PATH: process.env.PATH, NODE_ENV: "production", ...secrets, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  let errors = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  child.stderr.on("data", (chunk) => {
    errors += chunk;
  });
  const [code] = await once(child, "close");
  return { code, output, errors };
}

describe("npm start refuses in plain words, without a stack", () => {
  it("each variable that is missing or wrong, on a line of its own", async () => {
    const { code, output, errors } = await start({ ENCRYPTION_KEYS: "", NEXTAUTH_SECRET: "short" });
    const lines = errors.trim().split("\n");
    expect(code).toBe(1);
    expect(output).toBe("");
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^ENCRYPTION_KEYS is missing/);
    expect(lines[1]).toMatch(/^NEXTAUTH_SECRET must have at least 32 characters/);
  });

  it("a port that is taken", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const address = other.address();
    const port = typeof address === "object" && address ? address.port : 0;
    expect(await start({ PORT: String(port) })).toEqual({
      code: 1,
      output: "",
      errors: `Port ${port} is taken by another program; set PORT to a free one.\n`,
    });
    other.close();
  });

  it("a database that does not answer, without telling its password", async () => {
    const { code, errors } = await start({ DATABASE_URL: "postgresql://desk:hidden@127.0.0.1:1/desk" });
    expect(code).toBe(1);
    expect(errors).toMatch(/^The database 127\.0\.0\.1:1\/desk cannot be used: nothing listens there\..*\n$/);
  });
});
