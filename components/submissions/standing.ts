import {
  Check,
  CircleHelp,
  Clock,
  Hourglass,
  type LucideIcon,
  Send,
  ShieldX,
  TriangleAlert,
  X,
} from "lucide-react";
import type { Tone } from "@/components/ui/tone";
import type { Messages } from "@/lib/i18n/messages";
import type { Submission } from "@/lib/mirror/schema";

type Word = keyof Messages["review"]["states"];

/** Where a submission stands, as one badge says it. */
export type Standing = { word: Word; tone: Tone; icon: LucideIcon };

const OPEN: Standing = { word: "open", tone: "neutral", icon: Clock };
const APPROVED: Standing = { word: "Approved", tone: "approve", icon: Check };
const REJECTED: Standing = { word: "Rejected", tone: "reject", icon: X };

/**
 * Upstream truth first: what RapidWorkers shows as decided is decided. Before that our own decision tells how far it
 * is; one that was undone leaves the submission open.
 */
export function standingOf({ status, decision }: Pick<Submission, "status" | "decision">): Standing {
  if (decision?.state === "CONFLICT") return { word: "CONFLICT", tone: "conflict", icon: TriangleAlert };
  if (status === "Approved") return APPROVED;
  if (status === "Rejected") return REJECTED;
  switch (decision?.state) {
    case "HELD":
      return { word: "HELD", tone: "held", icon: Clock };
    case "QUEUED":
      return { word: "QUEUED", tone: "held", icon: Hourglass };
    case "SENDING":
      return { word: "SENDING", tone: "sending", icon: Send };
    case "UNCERTAIN":
      return { word: "UNCERTAIN", tone: "uncertain", icon: CircleHelp };
    case "REFUSED":
      return { word: "REFUSED", tone: "reject", icon: ShieldX };
    // The mirror learns of it a moment later than the ledger.
    case "APPLIED":
      return decision.verdict === "approve" ? APPROVED : REJECTED;
    default:
      return OPEN;
  }
}

/** Whether a person may decide it now: one that RapidWorkers refused to take may be decided again. */
export function isOpen({ status, decision }: Pick<Submission, "status" | "decision">): boolean {
  return status === "Pending" && (decision === null || ["UNDONE", "REFUSED"].includes(decision.state));
}

/** Whether it was decided without the desk: on RapidWorkers' own site, or by a campaign that approves all once it is full. */
export function isDecidedElsewhere({ status, decision }: Pick<Submission, "status" | "decision">): boolean {
  return status !== "Pending" && (decision === null || ["UNDONE", "REFUSED"].includes(decision.state));
}
