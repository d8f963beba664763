import pino, { type Logger } from "pino";
import { env } from "@/lib/env";
import { singleton } from "@/lib/process/singleton";

/** Fields that may hold a secret, wherever they stand in what is logged. */
const SECRET_FIELDS = [
  "password",
  "passwordHash",
  "token",
  "secret",
  "apiKey",
  "accountKey",
  "key",
  "cookie",
  "authorization",
  "set-cookie",
  "x-api-key",
];

/**
 * The process's log: one JSON line per event on standard output, secrets removed by field name. Errors are logged
 * under `err`, with their causes.
 */
export function log(): Logger {
  return singleton("log", () =>
    pino({
      level: env().logLevel,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: {
        paths: SECRET_FIELDS.flatMap((field) => [`["${field}"]`, `*["${field}"]`, `*.*["${field}"]`]),
        censor: "[removed]",
      },
    }),
  );
}
