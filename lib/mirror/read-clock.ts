import { databaseTime } from "@/lib/db/clock";
import { db } from "@/lib/db/client";

/**
 * The database's time, taken before a read of the vendor begins. What a read tells was true at some moment after this,
 * so it may be older than any change that was committed later (see apply-submissions.ts). All such comparisons use the
 * one clock that the replicas share.
 */
export const readClock = (): Promise<Date> => databaseTime(db());
