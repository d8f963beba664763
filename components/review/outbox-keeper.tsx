"use client";

import { usePathname } from "next/navigation";
import { useEffect } from "react";
import { openOutbox } from "@/components/review/outbox";
import { createSender } from "@/components/review/sender";
import { sendDecision, undoDecision } from "@/lib/decisions/queries";

/**
 * Sends what still waits in this browser while the person is on another page than review (which sends by itself).
 * Shows nothing; what became of the decisions stands in the ledger. Belongs once into the frame of the desk.
 */
export function OutboxKeeper({ personId }: { personId: string }) {
  const reviewing = /(^|\/)review$/.test(usePathname());
  useEffect(() => {
    if (reviewing) return;
    const sender = createSender({
      outbox: openOutbox(localStorage, personId),
      send: (entry) => sendDecision(entry.idempotencyKey, entry.item),
      takeBack: undoDecision,
      onNews: () => undefined,
    });
    sender.retry();
    window.addEventListener("online", sender.retry);
    return () => {
      window.removeEventListener("online", sender.retry);
      sender.stop();
    };
  }, [reviewing, personId]);
  return null;
}
