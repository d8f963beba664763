import { Prisma } from "@/lib/db/generated/client";

/**
 * Which decisions (`d`) still need a person's eye: uncertain ones; conflicts for a week; a refused one until its submission
 * is decided some other way. The overview counts by this and lists by this.
 */
export const needsAnEye = Prisma.sql`(
  d.state = 'UNCERTAIN'
  OR d.state = 'CONFLICT' AND d.settled_at > now() - interval '7 days'
  OR d.state = 'REFUSED'
    AND EXISTS (SELECT 1 FROM submission s
      WHERE s.campaign_id = d.campaign_id AND s.id = d.submission_id AND (s.status = 'Pending') IS TRUE)
    AND NOT EXISTS (SELECT 1 FROM decision later
      WHERE later.campaign_id = d.campaign_id AND later.submission_id = d.submission_id
        AND later.decided_at > d.decided_at))`;
