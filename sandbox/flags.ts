import { parseArgs } from "node:util";
import { z } from "zod";
import type { SandboxOptions } from "@/sandbox/server";
import { scenarios } from "@/sandbox/world";

const wholeNumber = (name: string, low: number, high: number) =>
  z
    .string()
    .regex(/^\d+$/, `--${name} must be a whole number`)
    .transform(Number)
    .pipe(
      z.number().min(low, `--${name} must be at least ${low}`).max(high, `--${name} must be at most ${high}`),
    );

const flagValues = z.object({
  port: wholeNumber("port", 0, 65_535).default(0),
  host: z.string().min(1, "--host must not be empty").default("127.0.0.1"),
  seed: z.string().min(1, "--seed must not be empty").default("1"),
  scenario: z
    .enum(scenarios, { error: `--scenario must be one of ${scenarios.join(", ")}` })
    .default("small"),
  key: z.string().min(1, "--key must not be empty").optional(),
  balance: z
    .string()
    .regex(/^\d{1,9}(\.\d{1,2})?$/, "--balance must be an amount such as 1000.00")
    .default("1000.00"),
  limit: wholeNumber("limit", 0, 1e9).default(1000),
  "window-ms": wholeNumber("window-ms", 1, 1e9).default(3_600_000),
  arrivals: wholeNumber("arrivals", 0, 100_000).default(0),
  latency: wholeNumber("latency", 0, 600_000).default(0),
});

/** Reads the command line. Returns the options, or the one-line reason why it is wrong. */
export function readFlags(
  args: string[],
): { ok: true; options: SandboxOptions } | { ok: false; reason: string } {
  try {
    const options = Object.fromEntries(
      Object.keys(flagValues.shape).map((name) => [name, { type: "string" } as const]),
    );
    const parsed = flagValues.safeParse(parseArgs({ args, options, allowPositionals: false }).values);
    if (!parsed.success) return { ok: false, reason: parsed.error.issues[0]?.message ?? "wrong flags" };
    const { limit, "window-ms": windowMs, arrivals, latency, ...rest } = parsed.data;
    return {
      ok: true,
      options: {
        ...rest,
        settings: {
          rateLimit: { limit, windowMs },
          arrivals: { perMinute: arrivals },
          latency: { fixedMs: latency },
        },
      },
    };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { ok: false, reason: error.message.split("\n")[0] ?? "wrong flags" };
  }
}
