/**
 * The tables of an archive, each after those that its foreign keys refer to: so they are restored. A list, and not what
 * the catalog has, because a shared database may hold tables of others, which are neither copied nor emptied. A test
 * compares it with the schema.
 */
export const KEPT_TABLES = [
  "person",
  "session",
  "account_key",
  "upstream_call",
  "pause",
  "campaign",
  "campaign_sync",
  "worker",
  "submission",
  "proof_image",
  "balance",
  "decision",
  "decision_batch",
  "sweep",
  "idempotent_request",
  "audit_event",
] as const;

/** Rows that mean something for minutes only, and only to desks that run: not archived, and emptied by a restore. */
export const PASSING_TABLES = [
  "claim",
  "lease",
  "live_event",
  "presence",
  "rate_limit",
  "review_presence",
] as const;
