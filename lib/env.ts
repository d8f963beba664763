import { z } from "zod";
import { accountKeySchema } from "@/lib/marketplace/account-key";
import { prefilledKinds } from "@/lib/marketplace/endpoints";

const KEY_HOW = `make one with: node -e "console.log('k1:'+require('crypto').randomBytes(32).toString('base64'))"`;
const SECRET_HOW = `make one with: node -e "console.log(require('crypto').randomBytes(32).toString('base64'))"`;

const wholeNumber = (min: number, max: number, standard: number) =>
  z
    .string()
    .regex(/^\d+$/, "must be a whole number")
    .transform(Number)
    .pipe(z.number().min(min, `must be at least ${min}`).max(max, `must be at most ${max}`))
    .default(standard);

const webAddress = z
  .string()
  .refine(
    (text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol),
    "must be an http or https address",
  )
  .transform((text) => new URL(text).origin);

const commaList = z.string().transform((text) =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== ""),
);

const encryptionKeys = z
  .string({ error: `is missing: secrets are sealed with it; ${KEY_HOW}` })
  .pipe(commaList)
  .transform((parts, context) => {
    const keys = parts.map((part) => {
      const [, id, base64] = /^([A-Za-z0-9_-]{1,16}):([A-Za-z0-9+/]+={0,2})$/.exec(part) ?? [];
      return { id: id ?? "", key: Buffer.from(base64 ?? "", "base64") };
    });
    if (keys.length === 0 || keys.some(({ id, key }) => id === "" || key.length !== 32)) {
      context.addIssue({
        code: "custom",
        message: `must be a comma-separated list of id:base64(32 bytes); ${KEY_HOW}`,
      });
      return z.NEVER;
    }
    if (new Set(keys.map(({ id }) => id)).size !== keys.length) {
      context.addIssue({
        code: "custom",
        message: "names the same id twice; give each key an id of its own",
      });
      return z.NEVER;
    }
    return keys;
  });

const hostAndPort = z
  .string()
  .regex(/^(\[[0-9a-fA-F:]+\]|[^\s:/]+):\d{1,5}$/, "must be a comma-separated list of host:port");

const NOT_USED_YET = [
  "OIDC_ISSUER",
  "OIDC_CLIENT_ID",
  "OIDC_CLIENT_SECRET",
  "SMTP_URL",
  "SMTP_FROM",
] as const;

const schema = z
  .object({
    DATABASE_URL: z
      .string()
      .regex(
        /^postgres(ql)?:\/\//,
        "must begin with postgresql:// (leave it empty for the private PostgreSQL)",
      )
      .optional(),
    DATA_DIR: z.string().default("./data"),
    EMBEDDED_PG_BIN: z.string().optional(),
    EMBEDDED_PG_USER: z.string().optional(),
    ENCRYPTION_KEYS: encryptionKeys,
    NEXTAUTH_SECRET: z
      .string({ error: `is missing: sessions are signed with it; ${SECRET_HOW}` })
      .min(32, `must have at least 32 characters; ${SECRET_HOW}`),
    PORT: wholeNumber(0, 65_535, 3000),
    HOST: z.string().default("127.0.0.1"),
    NEXTAUTH_URL: webAddress.optional(),
    TRUSTED_PROXIES: wholeNumber(0, 5, 0),
    RAPIDWORKERS_API_URL: webAddress.default("https://api.rapidworkers.io"),
    RAPIDWORKERS_HOURLY_LIMIT: wholeNumber(1, 1_000_000, 1000),
    RAPIDWORKERS_TIMEOUT_MS: wholeNumber(100, 300_000, 15_000),
    DECISION_UNDO_SECONDS: wholeNumber(0, 60, 5),
    PROOF_IMAGE_ALLOW_HOSTS: commaList.pipe(z.array(hostAndPort)).default([]),
    BOOTSTRAP_OWNER_EMAIL: z.email("must be an e-mail address").optional(),
    BOOTSTRAP_OWNER_PASSWORD: z.string().min(12, "must have at least 12 characters").optional(),
    BOOTSTRAP_ACCOUNT_KEY: accountKeySchema.optional(),
    BOOTSTRAP_ORDER_KINDS: commaList
      .transform((kinds) => (kinds.includes("all") ? [...prefilledKinds] : kinds))
      .pipe(z.array(z.enum(prefilledKinds, { error: `must be "all" or of: ${prefilledKinds.join(", ")}` })))
      .default([]),
    LOG_LEVEL: z
      .enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"], {
        error: "must be one of fatal, error, warn, info, debug, trace, silent",
      })
      .default("info"),
    METRICS_TOKEN: z.string().min(16, "must have at least 16 characters").optional(),
    OIDC_ISSUER: webAddress.optional(),
    OIDC_CLIENT_ID: z.string().optional(),
    OIDC_CLIENT_SECRET: z.string().optional(),
    SMTP_URL: z
      .string()
      .regex(/^smtps?:\/\//, "must begin with smtp:// or smtps://")
      .optional(),
    SMTP_FROM: z.string().optional(),
  })
  .superRefine((values, context) => {
    const together = (names: (keyof typeof values & string)[], why: string) => {
      const missing = names.filter((name) => values[name] === undefined);
      if (missing.length > 0 && missing.length < names.length)
        for (const name of missing)
          context.addIssue({
            code: "custom",
            path: [name],
            message: `is missing: ${names.join(", ")} go together, ${why}`,
          });
    };
    together(["BOOTSTRAP_OWNER_EMAIL", "BOOTSTRAP_OWNER_PASSWORD"], "to make the first owner");
    together(["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"], "for single sign-on");
    together(["SMTP_URL", "SMTP_FROM"], "to send mail");
  })
  .transform((values) => ({
    databaseUrl: values.DATABASE_URL,
    dataDir: values.DATA_DIR,
    embeddedPgBin: values.EMBEDDED_PG_BIN,
    embeddedPgUser: values.EMBEDDED_PG_USER,
    encryptionKeys: values.ENCRYPTION_KEYS,
    nextauthSecret: values.NEXTAUTH_SECRET,
    port: values.PORT,
    host: values.HOST,
    /** The public origin; the only one accepted for changes with a cookie. */
    nextauthUrl: values.NEXTAUTH_URL ?? `http://localhost:${values.PORT}`,
    /** How many proxies of our own stand in front; each appends its caller to X-Forwarded-For. */
    trustedProxies: values.TRUSTED_PROXIES,
    rapidworkersApiUrl: values.RAPIDWORKERS_API_URL,
    rapidworkersHourlyLimit: values.RAPIDWORKERS_HOURLY_LIMIT,
    rapidworkersTimeoutMs: values.RAPIDWORKERS_TIMEOUT_MS,
    decisionUndoSeconds: values.DECISION_UNDO_SECONDS,
    proofImageAllowHosts: values.PROOF_IMAGE_ALLOW_HOSTS,
    bootstrapOwner:
      values.BOOTSTRAP_OWNER_EMAIL !== undefined && values.BOOTSTRAP_OWNER_PASSWORD !== undefined
        ? { email: values.BOOTSTRAP_OWNER_EMAIL.toLowerCase(), password: values.BOOTSTRAP_OWNER_PASSWORD }
        : undefined,
    bootstrapAccountKey: values.BOOTSTRAP_ACCOUNT_KEY,
    bootstrapOrderKinds: values.BOOTSTRAP_ORDER_KINDS,
    logLevel: values.LOG_LEVEL,
    metricsToken: values.METRICS_TOKEN,
    oidc:
      values.OIDC_ISSUER !== undefined && values.OIDC_CLIENT_ID !== undefined
        ? {
            issuer: values.OIDC_ISSUER,
            clientId: values.OIDC_CLIENT_ID,
            clientSecret: values.OIDC_CLIENT_SECRET ?? "",
          }
        : undefined,
    /** The variables that are set and that this version does nothing with yet: whoever set them is told. */
    withoutEffect: NOT_USED_YET.filter((name) => values[name] !== undefined),
    smtp:
      values.SMTP_URL !== undefined && values.SMTP_FROM !== undefined
        ? { url: values.SMTP_URL, from: values.SMTP_FROM }
        : undefined,
  }));

/** The configuration, parsed; `contract.md`'s names in camel case. Times in the unit that the name says. */
export type Env = z.output<typeof schema>;

/**
 * Parses the environment. Empty values count as missing. Each problem is one line that says which variable, why,
 * and how to make a value; a value is never repeated, for it may be a secret.
 */
export function readEnv(
  source: Record<string, string | undefined>,
): { ok: true; env: Env } | { ok: false; problems: string[] } {
  const given = Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined && value.trim() !== ""),
  );
  const parsed = schema.safeParse(given);
  if (parsed.success) return { ok: true, env: parsed.data };
  return {
    ok: false,
    problems: parsed.error.issues.map(
      (issue) => `${issue.path[0]?.toString() ?? "The environment"} ${issue.message}`,
    ),
  };
}

const memo = Symbol.for("proofdesk.env");
const store: Record<symbol, Env | undefined> = globalThis as never;

/**
 * The configuration of this process, parsed at the first call (never on import: `next build` imports everything).
 * Throws an error with every problem on a line when it is not usable.
 */
export function env(): Env {
  const known = store[memo];
  if (known !== undefined) return known;
  const read = readEnv(process.env);
  if (!read.ok) throw new Error(read.problems.join("\n"));
  store[memo] = read.env;
  return read.env;
}
