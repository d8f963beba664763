"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { useState } from "react";
import { toast } from "sonner";
import { BatchFailures } from "@/components/batches/batch-failures";
import { BatchLine } from "@/components/batches/batch-line";
import { dismiss } from "@/components/batches/dismissed";
import { useProblemText } from "@/components/shell/problem-text";
import { actOnBatch } from "@/lib/decisions/bulk/queries";
import type { Batch, BatchAction } from "@/lib/decisions/bulk/schema";
import { campaignQuery } from "@/lib/mirror/queries";

/** Who looks at bulk actions, and what they may do: decide, and change those of others. */
export type BatchPerson = { id: string; mayDecide: boolean; mayManage: boolean };

type BatchListProps = {
  label: string;
  batches: readonly Batch[];
  person: BatchPerson;
  /** Whether each names its campaign. */
  withPlace: boolean;
};

/** Bulk actions with what can be done about them. */
export function BatchList({ label, batches, person, withPlace }: BatchListProps) {
  const t = useTranslations("bulk.batch");
  const problemText = useProblemText();
  const queryClient = useQueryClient();
  const [openId, setOpenId] = useState<string | null>(null);
  const act = useMutation({
    mutationFn: ({ id, action }: { id: string; action: BatchAction }) => actOnBatch(id, action),
    onSuccess: ({ changed }, { action, id }) => {
      toast.success(t(`acted.${action}`, { count: changed }));
      if (action !== "retry") return;
      dismiss(id);
      setOpenId(null);
    },
    onError: (error) => toast.error(problemText(error)),
    onSettled: () => queryClient.invalidateQueries(),
  });
  const opened = batches.find(({ id }) => id === openId);
  const mayAct = (batch: Batch) => person.mayDecide && (person.mayManage || batch.createdBy.id === person.id);
  const actingOn = (id: string) => (act.isPending && act.variables.id === id ? act.variables.action : null);
  return (
    <>
      <ul aria-label={label} className="grid divide-y divide-line">
        {batches.map((batch) => (
          <BatchLine
            key={batch.id}
            batch={batch}
            {...(withPlace && batch.campaignId !== null ? { place: <Place id={batch.campaignId} /> } : {})}
            mayAct={mayAct(batch)}
            acting={actingOn(batch.id)}
            onAct={(action) => act.mutate({ id: batch.id, action })}
            onFailures={() => setOpenId(batch.id)}
            onDismiss={batch.done ? () => dismiss(batch.id) : undefined}
          />
        ))}
      </ul>
      {opened !== undefined && (
        <BatchFailures
          batch={opened}
          mayAct={mayAct(opened)}
          mayDecide={person.mayDecide}
          retrying={actingOn(opened.id) === "retry"}
          onRetry={() => act.mutate({ id: opened.id, action: "retry" })}
          onClose={() => setOpenId(null)}
        />
      )}
    </>
  );
}

function Place({ id }: { id: string }) {
  const { data } = useQuery(campaignQuery(id));
  return (
    <Link href={`/campaigns/${encodeURIComponent(id)}`} className="text-accent hover:underline">
      <bdi>{data?.title ?? id}</bdi>
    </Link>
  );
}
