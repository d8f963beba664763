import { db } from "@/lib/db/client";

/** Whether the desk waits for its first owner: nobody exists yet. */
export async function isSetupNeeded(): Promise<boolean> {
  return (await db().person.findFirst({ select: { id: true } })) === null;
}
