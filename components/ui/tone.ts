/** What a colour means; each has its text and its soft background, and always stands beside an icon or a word. */
export type Tone =
  | "neutral"
  | "accent"
  | "approve"
  | "reject"
  | "held"
  | "sending"
  | "uncertain"
  | "conflict"
  | "flag";

/** Text and soft background in one tone. */
export const TONE_SOFT: Record<Tone, string> = {
  neutral: "bg-sunken text-muted border-transparent",
  accent: "bg-accent-soft text-accent border-transparent",
  approve: "bg-approve-soft text-approve border-transparent",
  reject: "bg-reject-soft text-reject border-transparent",
  held: "bg-held-soft text-held border-transparent",
  sending: "bg-sending-soft text-sending border-transparent",
  uncertain: "bg-uncertain-soft text-uncertain border-uncertain border-dashed",
  conflict: "bg-conflict-soft text-conflict border-transparent",
  flag: "bg-flag-soft text-flag border-transparent",
};

/** The tone as a filled area (bars, dots). */
export const TONE_AREA: Record<Tone, string> = {
  neutral: "bg-empty-area",
  accent: "bg-accent",
  approve: "bg-approve-area",
  reject: "bg-reject-area",
  held: "bg-held-area inset-ring inset-ring-held-edge",
  sending: "bg-sending",
  uncertain: "bg-uncertain",
  conflict: "bg-conflict",
  flag: "bg-flag",
};
