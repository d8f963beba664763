import type { z } from "zod";
import type { approveAllPreviewSchema } from "@/lib/decisions/sweeps/schema";
import { type Money, parseMoney, subtractMoney } from "@/lib/money";

export type ApproveAllPreview = z.infer<typeof approveAllPreviewSchema>;

/** Whether the number must be typed: a click is too little for so many. */
export const mustType = ({
  pending,
  typedAbove,
}: Pick<ApproveAllPreview, "pending" | "typedAbove">): boolean => pending > typedAbove;

/** Whether what was typed confirms the number, where it must; separators may stand in it. Nothing confirms none. */
export function confirms(typed: string, preview: Pick<ApproveAllPreview, "pending" | "typedAbove">): boolean {
  if (preview.pending === 0) return false;
  return !mustType(preview) || typed.replace(/[\s.,'’_\u00a0\u202f]/g, "") === String(preview.pending);
}

/** What would be left of the balance; null when the balance is not known. */
export function balanceAfter({ balance, cost }: Pick<ApproveAllPreview, "balance" | "cost">): Money | null {
  return balance === null ? null : subtractMoney(parseMoney(balance), parseMoney(cost));
}
