import {
  Check,
  CircleHelp,
  Clock,
  CloudOff,
  Hourglass,
  type LucideIcon,
  Send,
  ShieldX,
  TriangleAlert,
  Undo2,
} from "lucide-react";
import type { RowStanding } from "@/components/review/decision-rows";
import type { Tone } from "@/components/ui/tone";

/** Colour of meaning and icon of each standing; its word is `review.rows.<phase>`. */
export const ROW_LOOKS: Record<RowStanding["phase"], { tone: Tone; icon: LucideIcon }> = {
  posting: { tone: "held", icon: Clock },
  waiting: { tone: "held", icon: CloudOff },
  held: { tone: "held", icon: Clock },
  queued: { tone: "held", icon: Hourglass },
  sending: { tone: "sending", icon: Send },
  applied: { tone: "approve", icon: Check },
  refused: { tone: "reject", icon: ShieldX },
  uncertain: { tone: "uncertain", icon: CircleHelp },
  conflict: { tone: "conflict", icon: TriangleAlert },
  declined: { tone: "conflict", icon: TriangleAlert },
  failed: { tone: "reject", icon: ShieldX },
  undoFailed: { tone: "conflict", icon: Undo2 },
};
