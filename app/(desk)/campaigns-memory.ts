import { type DehydratedState, dehydrate } from "@tanstack/react-query";
import { makeQueryClient } from "@/components/shell/query-client";
import { listCampaigns } from "@/lib/mirror/data";
import { campaignsQuery } from "@/lib/mirror/queries";
import { campaignQuerySchema } from "@/lib/mirror/schema";

/** As many as are worth sending with the page; a longer list is read by the browser. */
const WITH_THE_PAGE = 200;

/** For pages: the list of campaigns as the browser's memory takes it, empty when it is too long to send along. */
export async function campaignsMemory(): Promise<DehydratedState> {
  const memory = makeQueryClient();
  const { items, nextCursor } = await listCampaigns(campaignQuerySchema.parse({ limit: WITH_THE_PAGE }));
  if (nextCursor === null) memory.setQueryData(campaignsQuery.queryKey, items);
  return dehydrate(memory);
}
