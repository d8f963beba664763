import { z } from "zod";

/** An account key as a person gives it, trimmed. It travels in a header: printable ASCII without spaces. */
export const accountKeySchema = z
  .string()
  .trim()
  .min(1, "must not be empty")
  .max(500, "must have at most 500 characters")
  .regex(/^[\x21-\x7e]*$/, "holds characters that no key has; copy it again");
