import { z } from "zod";

/** `1`: a person asks to try again now, although it failed a short while ago. */
const retry = z.literal("1").optional();

/** `GET /api/images/{id}` */
export const imageQuerySchema = z.strictObject({ size: z.enum(["thumb", "full"]).default("full"), retry });

/** `GET /api/workers/{id}/avatar` */
export const avatarQuerySchema = z.strictObject({ retry });

/** The id of an image or a worker, as the mirror has it. */
export const pictureParamsSchema = z.object({ id: z.string().min(1).max(300) });
