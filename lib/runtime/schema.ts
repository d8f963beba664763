import { z } from "zod";

/** The types of live events (contract, `GET /api/events`). */
export const LIVE_EVENT_TYPES = [
  "decision",
  "submission",
  "campaign",
  "balance",
  "budget",
  "order",
  "sync",
] as const;

/**
 * What each event carries: enough to know what to read again, never secrets. `decision` carries the ledger row's
 * state so that a page can show it without asking.
 */
export const liveEventSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("decision"),
    ids: z.array(z.string()),
    campaignIds: z.array(z.string()),
    state: z.string(),
  }),
  z.object({ type: z.literal("submission"), campaignId: z.string(), ids: z.array(z.number().int()) }),
  z.object({ type: z.literal("campaign"), ids: z.array(z.string()) }),
  z.object({ type: z.literal("balance"), balance: z.string() }),
  z.object({ type: z.literal("budget") }),
  z.object({ type: z.literal("order"), id: z.string() }),
  z.object({
    type: z.literal("sync"),
    campaignId: z.string(),
    read: z.number().int(),
    total: z.number().int().nullable(),
    done: z.boolean(),
  }),
]);
export type LiveEventData = z.infer<typeof liveEventSchema>;
