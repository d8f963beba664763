import { parseArgs } from "node:util";
import { z } from "zod";

export type ChaosOptions = {
  /** Submissions that are decided on. */
  decisions: number;
  /** How often a desk is killed (SIGKILL) and started again. */
  kills: number;
  /** Share of the marketplace's answers that go wrong, 0 to 0.9. */
  faults: number;
  /** Desks on one database. */
  replicas: number;
  /** The same seed asks the same questions; what the clock and the machine make of them differs. */
  seed: string;
};

const wholeNumber = (low: number, high: number, standard: number) =>
  z.coerce
    .number({ error: "must be a number" })
    .int("must be a whole number")
    .min(low, `must be at least ${low}`)
    .max(high, `must be at most ${high}`)
    .default(standard);

const schema = z.strictObject({
  decisions: wholeNumber(1, 50_000, 2_000),
  kills: wholeNumber(0, 200, 20),
  faults: z.coerce
    .number({ error: "must be a number" })
    .min(0, "must be at least 0")
    .max(0.9, "must be at most 0.9: with more nothing ever settles")
    .default(0.2),
  replicas: wholeNumber(1, 8, 1),
  seed: z.string().min(1, "must not be empty").default("1"),
});

const USAGE = "Usage: npm run chaos -- [--decisions N] [--kills K] [--faults 0.2] [--replicas R] [--seed S]";

/** The options of the command line, or why they cannot be used, in lines for the person. */
export function readOptions(
  args: string[],
): { ok: true; options: ChaosOptions } | { ok: false; reason: string } {
  if (args.some((arg) => arg.startsWith("--orders")))
    return {
      ok: false,
      reason: "--orders cannot be used: this desk places no orders yet. Leave it out.",
    };
  const names = Object.keys(schema.shape);
  try {
    const options = Object.fromEntries(names.map((name) => [name, { type: "string" as const }]));
    const parsed = schema.safeParse(parseArgs({ args, options }).values);
    if (parsed.success) return { ok: true, options: parsed.data };
    const lines = parsed.error.issues.map(({ path, message }) => `--${path.join(".")} ${message}`);
    return { ok: false, reason: [...lines, USAGE].join("\n") };
  } catch (error) {
    // parseArgs says an unknown option or a missing value so.
    if (error instanceof TypeError) return { ok: false, reason: `${error.message}\n${USAGE}` };
    throw error;
  }
}
