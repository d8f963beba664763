import { db, transaction } from "@/lib/db/client";
import { databaseTime } from "@/lib/db/clock";
import { callMarketplace } from "@/lib/gateway/call";
import { compareMoney, parseMoney } from "@/lib/money";
import { storeBalance } from "@/lib/mirror/store-balance";
import { emit } from "@/lib/runtime/emit";

const REASON = "insufficient_funds";
/** The balance is asked again after a minute, then less and less often. */
const CHECK_FIRST_MS = 60_000;
const CHECK_MOST_MS = 15 * 60_000;

/**
 * Holds back approvals (rejects cost nothing and go on) until the balance grows above what it is now. Remembers the
 * vendor's words for everybody to read.
 */
export async function pauseForFunds(vendorWords: string | null): Promise<void> {
  const balance = await readBalance();
  await transaction(async (tx) => {
    const now = await databaseTime(tx);
    await tx.pause.upsert({
      where: { reason: REASON },
      create: {
        reason: REASON,
        since: now,
        until: new Date(now.getTime() + CHECK_FIRST_MS),
        detail: vendorWords,
        mark: balance,
      },
      // Several approvals are refused at the same moment: the first tells all.
      update: {},
    });
    await emit(tx, [{ type: "budget" }]);
  });
}

/**
 * Whether approvals may go. While they are paused, reads the balance when it is due and ends the pause once there is
 * more than there was when it began (or when that was never known, once there is any answer).
 */
export async function approvalsMayGo(): Promise<boolean> {
  const pause = await db().pause.findUnique({ where: { reason: REASON } });
  if (pause === null) return true;
  if (pause.until !== null && pause.until > new Date()) return false;
  const balance = await readBalance();
  const grown =
    balance !== null && (pause.mark === null || compareMoney(balance, parseMoney(pause.mark.toFixed())) > 0);
  // A balance that could not be read says nothing: the next look comes as soon as the first.
  const strikes = balance === null ? 0 : pause.strikes;
  const waitMs = Math.min(CHECK_MOST_MS, CHECK_FIRST_MS * 2 ** Math.min(strikes, 10));
  await transaction(async (tx) => {
    if (grown) await tx.pause.deleteMany({ where: { reason: REASON } });
    // Spent elsewhere meanwhile: from then on any growth above that is growth.
    else
      await tx.$executeRaw`
        UPDATE pause SET strikes = strikes + ${balance === null ? 0 : 1},
          until = now() + ${waitMs} * interval '1 millisecond', mark = least(mark, ${balance}::numeric)
        WHERE reason = ${REASON}`;
    await emit(tx, [{ type: "budget" }]);
  });
  return grown;
}

/** The balance fresh from the vendor, kept in the mirror too; null when it cannot be read now. */
async function readBalance() {
  const answer = await callMarketplace({ purpose: "decision", joinKey: "balance" }, (client) =>
    client.getBalance(),
  );
  if (!answer.ok) return null;
  await transaction((tx) => storeBalance(tx, answer.value));
  return answer.value;
}
