/**
 * What a request does at the vendor. A `read` may be repeated; a `change` or `spend` whose answer is lost has an
 * unknown outcome and is read back, never sent again (there is no idempotency key).
 */
export type Effect = "read" | "change" | "spend";

export interface EndpointDescription {
  readonly method: "GET" | "POST";
  /** Path template; each `{name}` is one encoded segment. */
  readonly path: string;
  readonly effect: Effect;
  /** The largest answer taken, in bytes, after decompression. */
  readonly maxBytes: number;
}

const MIB = 1024 * 1024;
/** Lists carry up to 1,000 rows with free text; 64 MiB is far above any honest one. */
const listBytes = 64 * MIB;
const objectBytes = 1 * MIB;

/** The vendor's calls as data. `order` stands for the ten prefilled kinds, so these twelve are all twenty-one. */
export const endpoints = {
  "jobs-add": { method: "POST", path: "/jobs/add", effect: "spend", maxBytes: objectBytes },
  balance: { method: "POST", path: "/account/get_balance", effect: "read", maxBytes: objectBytes },
  approve: {
    method: "POST",
    path: "/api/campaigns/{campaignId}/submissions/{submissionId}/approve/",
    effect: "spend",
    maxBytes: objectBytes,
  },
  reject: {
    method: "POST",
    path: "/api/campaigns/{campaignId}/submissions/{submissionId}/reject/",
    effect: "change",
    maxBytes: objectBytes,
  },
  bulk: {
    method: "POST",
    path: "/api/campaigns/{campaignId}/submissions/bulk_action/",
    effect: "spend",
    maxBytes: listBytes,
  },
  campaigns: { method: "GET", path: "/api/campaigns/", effect: "read", maxBytes: listBytes },
  campaign: {
    method: "GET",
    path: "/api/campaigns/detail/{campaignId}/",
    effect: "read",
    maxBytes: objectBytes,
  },
  submissions: {
    method: "GET",
    path: "/api/campaigns/{campaignId}/submissions/",
    effect: "read",
    maxBytes: listBytes,
  },
  block: { method: "POST", path: "/api/workers/block/", effect: "change", maxBytes: objectBytes },
  unblock: { method: "POST", path: "/api/workers/unblock/", effect: "change", maxBytes: objectBytes },
  blocked: { method: "GET", path: "/api/workers/blocked/", effect: "read", maxBytes: listBytes },
  order: { method: "POST", path: "/api/jobs/{kind}/", effect: "spend", maxBytes: objectBytes },
} as const satisfies Record<string, EndpointDescription>;

/** An endpoint's name in logs, records and errors. */
export type EndpointName = keyof typeof endpoints;

/** The ten prefilled orders, as they stand in the path. */
export const prefilledKinds = [
  "facebook-likes",
  "facebook-shares",
  "instagram-likes",
  "instagram-followers",
  "twitter-likes",
  "twitter-followers",
  "twitter-retweets",
  "trustpilot-reviews",
  "9gag-upvotes",
  "youtube-likes",
] as const;

export type PrefilledKind = (typeof prefilledKinds)[number];
