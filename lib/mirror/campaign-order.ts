import { z } from "zod";
import { Prisma } from "@/lib/db/generated/client";
import { decodeCursor, encodeCursor } from "@/lib/http/cursor";
import { CAMPAIGN_SORTS, type CampaignQuery } from "@/lib/mirror/schema";

type Sort = (typeof CAMPAIGN_SORTS)[number];

/**
 * What each order compares; ties go by id. A missing time stands last. Titles count with their first 40 characters, so
 * that a cursor stays short.
 */
const ORDERS: Record<Sort, { key: Prisma.Sql; direction: "asc" | "desc"; type: "numeric" | "text" }> = {
  pending: { key: Prisma.sql`c.pending`, direction: "desc", type: "numeric" },
  oldest: {
    key: Prisma.sql`coalesce((extract(epoch FROM waiting.oldest) * 1000)::bigint, 9223372036854775807)`,
    direction: "asc",
    type: "numeric",
  },
  created: {
    key: Prisma.sql`coalesce((extract(epoch FROM c.created_at) * 1000)::bigint, -1)`,
    direction: "desc",
    type: "numeric",
  },
  title: { key: Prisma.sql`left(lower(c.title), 40)`, direction: "asc", type: "text" },
  pay: { key: Prisma.sql`c.pay`, direction: "desc", type: "numeric" },
};

const positionSchema = z
  .strictObject({ sort: z.enum(CAMPAIGN_SORTS), key: z.string().max(60), id: z.string().max(200) })
  .refine(({ sort, key }) => ORDERS[sort].type === "text" || /^-?\d{1,20}(\.\d{1,6})?$/.test(key));

/** The parts of a statement that read a page of campaigns in `query`'s order, after its cursor. */
export function campaignOrder({ sort, cursor }: Pick<CampaignQuery, "sort" | "cursor">) {
  const { key, direction, type } = ORDERS[sort];
  const order = Prisma.sql`${key} ${Prisma.raw(direction)}, c.id`;
  return { key: Prisma.sql`(${key})::text`, order, after: after() };

  function after(): Prisma.Sql {
    if (cursor === undefined) return Prisma.sql`true`;
    const position = decodeCursor(
      positionSchema.refine((at) => at.sort === sort),
      cursor,
    );
    const from =
      type === "text" ? Prisma.sql`${position.key}::text` : Prisma.sql`${position.key}::text::numeric`;
    const beyond = Prisma.raw(direction === "asc" ? ">" : "<");
    return Prisma.sql`(${key} ${beyond} ${from} OR (${key} = ${from} AND c.id > ${position.id}))`;
  }
}

/** The cursor behind a row of that order. */
export function campaignCursor(sort: Sort, row: { id: string; sort_key: string }): string {
  return encodeCursor({ sort, key: row.sort_key, id: row.id });
}
