import { z } from "zod";

/** The path of one campaign. Campaign ids are UUIDs by the reference, but any id the vendor uses is taken. */
export const campaignParamsSchema = z.object({ id: z.string().min(1).max(200) });
