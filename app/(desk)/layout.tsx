import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { getNow } from "next-intl/server";
import type { ReactNode } from "react";
import { OutboxKeeper } from "@/components/review/outbox-keeper";
import { makeQueryClient } from "@/components/shell/query-client";
import { Shell } from "@/components/shell/shell";
import { readQueue } from "@/lib/decisions/data";
import { queueQuery } from "@/lib/decisions/queue-queries";
import { readBudget } from "@/lib/gateway/data";
import { budgetQuery } from "@/lib/gateway/queries";
import { readBalance, readOverview } from "@/lib/mirror/data";
import { balanceQuery, overviewQuery } from "@/lib/mirror/queries";
import { requirePerson } from "@/lib/team/gate";

/** The frame of the desk, with the figures of its header already read. */
export default async function DeskLayout({ children }: { children: ReactNode }) {
  const { personId, name, email, role } = await requirePerson("desk.look");
  const memory = makeQueryClient();
  const [balance, queue, overview] = await Promise.all([
    readBalance(),
    readQueue(),
    readOverview(await getNow()),
  ]);
  const budget = await readBudget(queue.held + queue.queued + queue.uncertain);
  memory.setQueryData(balanceQuery.queryKey, balance);
  memory.setQueryData(budgetQuery.queryKey, budget);
  memory.setQueryData(queueQuery.queryKey, queue);
  memory.setQueryData(overviewQuery.queryKey, overview);
  return (
    <HydrationBoundary state={dehydrate(memory)}>
      <Shell me={{ id: personId, name, email, role }}>{children}</Shell>
      <OutboxKeeper personId={personId} />
    </HydrationBoundary>
  );
}
