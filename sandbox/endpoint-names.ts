/** What each prefilled kind is called as a campaign. */
export const prefilledKinds = {
  "facebook-likes": "Like a Facebook post",
  "facebook-shares": "Share a Facebook post",
  "instagram-likes": "Like an Instagram post",
  "instagram-followers": "Follow an Instagram profile",
  "twitter-likes": "Like a Twitter/X post",
  "twitter-followers": "Follow a Twitter/X profile",
  "twitter-retweets": "Repost a Twitter/X post",
  "trustpilot-reviews": "Write a Trustpilot review",
  "9gag-upvotes": "Upvote a 9GAG post",
  "youtube-likes": "Like a YouTube video",
} as const;

export type PrefilledKind = keyof typeof prefilledKinds;

/** The 21 calls of the vendor's reference, by the names that fault rules, logs and tests use. */
export const endpointNames = [
  "jobs-add",
  "balance",
  "approve",
  "reject",
  "bulk",
  "campaigns",
  "campaign",
  "submissions",
  "block",
  "unblock",
  "blocked",
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

export type EndpointName = (typeof endpointNames)[number];

/** Whether the name is one of the ten prefilled kinds (fault rules call them together "order"). */
export function isPrefilledKind(name: string): name is PrefilledKind {
  return Object.hasOwn(prefilledKinds, name);
}
