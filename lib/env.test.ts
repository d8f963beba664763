import { describe, expect, it } from "vitest";
import { readEnv } from "@/lib/env";

const least = {
  ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString("base64")}`,
  NEXTAUTH_SECRET: "s".repeat(32),
};

const problemsOf = (source: Record<string, string>) => {
  const read = readEnv(source);
  return read.ok ? [] : read.problems;
};

describe("readEnv", () => {
  it("needs two secrets and has a value for everything else", () => {
    const read = readEnv(least);
    expect(read).toMatchObject({
      ok: true,
      env: {
        dataDir: "./data",
        port: 3000,
        host: "127.0.0.1",
        nextauthUrl: "http://localhost:3000",
        rapidworkersApiUrl: "https://api.rapidworkers.io",
        rapidworkersHourlyLimit: 1000,
        rapidworkersTimeoutMs: 15_000,
        decisionUndoSeconds: 5,
        proofImageAllowHosts: [],
        bootstrapOrderKinds: [],
      },
    });
    expect(read.ok && read.env.databaseUrl).toBeUndefined();
  });

  it("takes an empty value for a missing one", () => {
    expect(readEnv({ ...least, DATABASE_URL: "", PORT: " " })).toMatchObject({
      ok: true,
      env: { port: 3000 },
    });
  });

  it("says which value is missing, why it is needed, and how to make one", () => {
    const problems = problemsOf({});
    expect(problems).toHaveLength(2);
    expect(problems[0]).toMatch(
      /^ENCRYPTION_KEYS is missing: secrets are sealed with it; make one with: node -e/,
    );
    expect(problems[1]).toMatch(/^NEXTAUTH_SECRET is missing: .* make one with: node -e/);
  });

  const wrong: [name: string, value: string, says: RegExp][] = [
    ["ENCRYPTION_KEYS", "k1:c2hvcnQ=", /32 bytes/],
    ["ENCRYPTION_KEYS", "nonsense", /32 bytes/],
    ["ENCRYPTION_KEYS", `${least.ENCRYPTION_KEYS},${least.ENCRYPTION_KEYS}`, /same id twice/],
    ["NEXTAUTH_SECRET", "short", /at least 32/],
    ["PORT", "80a", /whole number/],
    ["PORT", "70000", /at most 65535/],
    ["DATABASE_URL", "mysql://x", /postgresql:\/\//],
    ["NEXTAUTH_URL", "desk.example", /http or https/],
    ["RAPIDWORKERS_API_URL", "ftp://x", /http or https/],
    ["RAPIDWORKERS_HOURLY_LIMIT", "0", /at least 1/],
    ["DECISION_UNDO_SECONDS", "61", /at most 60/],
    ["PROOF_IMAGE_ALLOW_HOSTS", "127.0.0.1", /host:port/],
    ["BOOTSTRAP_ORDER_KINDS", "likes", /must be "all" or of/],
    ["LOG_LEVEL", "loud", /must be one of/],
    ["METRICS_TOKEN", "short", /at least 16/],
    ["SMTP_URL", "http://mail", /smtp:\/\//],
  ];
  it.each(wrong)("refuses %s=%s in one line that names it and not the value", (name, value, says) => {
    const problems = problemsOf({ ...least, [name]: value });
    const line = problems.find((problem) => problem.startsWith(`${name} `));
    expect(line).toMatch(says);
    expect(line).not.toContain("\n");
  });

  it("wants values that go together, together", () => {
    expect(problemsOf({ ...least, BOOTSTRAP_OWNER_EMAIL: "a@b.example" })).toEqual([
      expect.stringMatching(/^BOOTSTRAP_OWNER_PASSWORD is missing: .* go together/),
    ]);
    expect(problemsOf({ ...least, OIDC_ISSUER: "https://id.example" })).toHaveLength(2);
  });

  it("takes an account key as the set-up page does: trimmed, and nothing that a header cannot carry", () => {
    expect(readEnv({ ...least, BOOTSTRAP_ACCOUNT_KEY: " rw_live_1\n" })).toMatchObject({
      ok: true,
      env: { bootstrapAccountKey: "rw_live_1" },
    });
    for (const value of ["rw live", "rw_\u200blive", "rw_lïve", "x".repeat(501)])
      expect(problemsOf({ ...least, BOOTSTRAP_ACCOUNT_KEY: value })).toEqual([
        expect.stringMatching(/^BOOTSTRAP_ACCOUNT_KEY (holds characters|must have at most 500)/),
      ]);
  });

  it("names what is set and has no effect yet", () => {
    const mail = { SMTP_URL: "smtp://mail.example", SMTP_FROM: "desk@mail.example" };
    expect(readEnv({ ...least, ...mail })).toMatchObject({
      env: { withoutEffect: ["SMTP_URL", "SMTP_FROM"] },
    });
    expect(readEnv({ ...least, SMTP_URL: "" })).toMatchObject({ env: { withoutEffect: [] } });
  });

  it("never repeats a secret", () => {
    const problems = problemsOf({ ENCRYPTION_KEYS: "k1:canary-secret", NEXTAUTH_SECRET: "canary-secret" });
    expect(problems.join("\n")).not.toContain("canary");
  });
});
