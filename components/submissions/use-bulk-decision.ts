"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { z } from "zod";
import { type Undoable, useUndoable, windowOf } from "@/components/batches/use-undoable";
import { freshKey } from "@/components/review/outbox";
import { useProblemText } from "@/components/shell/problem-text";
import type { Selection } from "@/components/submissions/selection";
import { decideFiltered, decideSelected } from "@/lib/decisions/bulk/queries";
import type { BulkFilter, BulkRequest } from "@/lib/decisions/bulk/schema";
import type { DecideItem, Verdict } from "@/lib/decisions/schema";
import { ApiError } from "@/lib/http/client";

/** What is to be decided: the selection as it stood when the button was pressed. */
export type BulkOrder = {
  campaignId: string;
  selection: Selection;
  /** What a selection of everything is about, and how many of it the person saw. */
  filter: BulkFilter;
  count: number;
  verdict: Verdict;
  notes?: string;
};

const changedSchema = z.object({ code: z.literal("count_changed"), count: z.number().int() });

/**
 * Decides everything that is selected as one bulk action. The same order keeps its idempotency key until the desk
 * answered, so pressing again after a lost answer decides nothing twice. `recount`: the number found instead of the one
 * that the person saw, for them to confirm.
 */
export function useBulkDecision({ onDone }: { onDone: () => void }) {
  const t = useTranslations("bulk.done");
  const problemText = useProblemText();
  const queryClient = useQueryClient();
  const { tell, undoLast } = useUndoable();
  const [recount, setRecount] = useState<number | null>(null);
  const attempt = useRef<{ order: string; key: string } | null>(null);
  const keyOf = (order: BulkOrder) => {
    const written = JSON.stringify(bodyOf(order));
    if (attempt.current?.order !== written) attempt.current = { order: written, key: freshKey() };
    return attempt.current.key;
  };

  const mutation = useMutation({
    mutationFn: async (order: BulkOrder): Promise<Undoable | null> => {
      const body = bodyOf(order);
      const idempotencyKey = keyOf(order);
      if ("items" in body) {
        const { items, batchId } = await decideSelected(idempotencyKey, body.items);
        const taken = items.filter((item) => item.status === 202);
        const words = t(order.verdict, { count: taken.length, refused: items.length - taken.length });
        const [first] = taken;
        return first === undefined
          ? null
          : {
              target:
                batchId === undefined ? { kind: "decision", id: first.id } : { kind: "batch", id: batchId },
              words,
              windowMs: Date.parse(first.heldUntil) - Date.parse(first.decidedAt),
            };
      }
      const batch = await decideFiltered({ idempotencyKey, ...body });
      const words = t(order.verdict, { count: batch.asked - batch.refused, refused: batch.refused });
      return { target: { kind: "batch", id: batch.id }, words, windowMs: windowOf(batch) };
    },
    onSuccess: (undoable) => {
      attempt.current = null;
      setRecount(null);
      if (undoable !== null) {
        tell(undoable);
        onDone();
      }
    },
    onError: (error) => {
      const changed = error instanceof ApiError ? changedSchema.safeParse(error.problem).data : undefined;
      setRecount(changed?.count ?? null);
    },
    // What was refused, or may be done after all, is seen in the rows.
    onSettled: () => queryClient.invalidateQueries(),
  });

  const { data, error } = mutation;
  return {
    decide: (order: BulkOrder) => mutation.mutate(order),
    pending: mutation.isPending,
    recount,
    trouble: troubleWords(),
    /** The selection is another one: what was said about the last no longer holds. */
    forget: () => {
      mutation.reset();
      setRecount(null);
    },
    undoLast,
  };

  function troubleWords(): string | null {
    if (recount !== null) return t("recount", { count: recount });
    if (error !== null) return problemText(error);
    return mutation.isSuccess && data === null ? t("noneTaken") : null;
  }
}

/** The body of the call, without its key. */
function bodyOf({
  campaignId,
  selection,
  filter,
  count,
  verdict,
  notes,
}: BulkOrder): { items: DecideItem[] } | Omit<BulkRequest, "idempotencyKey"> {
  const said = { verdict, ...(notes === undefined ? {} : { notes }) };
  const { whole, picked } = selection;
  return whole === null
    ? { items: [...picked].map((submissionId) => ({ campaignId, submissionId, ...said })) }
    : { filter, expected: count, except: [...whole.except], ...said };
}
