"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useRef } from "react";
import { toast } from "sonner";
import { UndoToast } from "@/components/batches/undo-toast";
import { useProblemText } from "@/components/shell/problem-text";
import { actOnBatch } from "@/lib/decisions/bulk/queries";
import type { Batch } from "@/lib/decisions/bulk/schema";
import { undoDecision } from "@/lib/decisions/queries";

/** What was just decided together: a bulk action, or a single decision, which is none. */
export type Undoable = {
  target: { kind: "batch" | "decision"; id: string };
  /** What was done, in words. */
  words: string;
  /** How long it can surely be taken back, ms. */
  windowMs: number;
};

/** Longer than a person needs to read that the window is over. */
const AFTERWARDS_MS = 1_500;

/** Tells what was decided together in a toast that takes all of it back in one step, as the returned `undoLast` does. */
export function useUndoable(): { tell: (undoable: Undoable) => void; undoLast: () => void } {
  const t = useTranslations("bulk.done");
  const problemText = useProblemText();
  const queryClient = useQueryClient();
  const last = useRef<{ until: number; undo: () => void } | null>(null);
  const takeBack = async ({ target }: Undoable) => {
    last.current = null;
    try {
      const changed =
        target.kind === "batch" ? (await actOnBatch(target.id, "undo")).changed : await undoOne(target.id);
      toast.success(t("undone", { count: changed }));
    } catch (err) {
      if (!(err instanceof Error)) throw err;
      toast.error(problemText(err));
    }
    await queryClient.invalidateQueries();
  };
  return {
    tell: (undoable) => {
      const until = Date.now() + undoable.windowMs;
      const undo = () => {
        toast.dismiss(id);
        void takeBack(undoable);
      };
      const id = toast(<UndoToast words={undoable.words} until={until} onUndo={undo} />, {
        duration: undoable.windowMs + AFTERWARDS_MS,
      });
      last.current = { until, undo };
    },
    undoLast: () => {
      if (last.current !== null && last.current.until > Date.now()) last.current.undo();
    },
  };
}

async function undoOne(id: string): Promise<number> {
  await undoDecision(id);
  return 1;
}

/** How long a bulk action can surely be undone, by the desk's own times. */
export function windowOf({ createdAt, heldUntil }: Pick<Batch, "createdAt" | "heldUntil">): number {
  return heldUntil === null ? 0 : Math.max(0, Date.parse(heldUntil) - Date.parse(createdAt));
}
