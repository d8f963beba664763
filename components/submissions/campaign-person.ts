import type { BatchPerson } from "@/components/batches/batch-list";

/** Who looks at a campaign, and what they may do there. */
export type CampaignPerson = BatchPerson & { mayExport: boolean };
