import { type ApiClient, signIn } from "@/e2e/support/api-client";
import { type Desk, OWNER, startDesk } from "@/e2e/support/desk";
import { type Marketplace, startMarketplace } from "@/e2e/support/marketplace";

export type Stage = {
  marketplace: Marketplace;
  desk: Desk;
  api: ApiClient;
  /** The campaign of 20,000 submissions. */
  campaignId: string;
  /** Seconds from `npm start` to "ready" on an empty data folder: PostgreSQL is made, migrations run. */
  firstStart: number;
  /** Ends both programs and removes their data. */
  close: () => Promise<void>;
};

const LARGE = 20_000;
const HOURLY_LIMIT = 1_000_000;

/** The large marketplace and a new desk on it, with limits that no benchmark reaches. */
export async function openStage(): Promise<Stage> {
  const marketplace = await startMarketplace(
    `--scenario large --balance 9000000.00 --limit ${HOURLY_LIMIT}`.split(" "),
  );
  const releases = [marketplace.stop as () => Promise<unknown>];
  const close = async () => {
    for (const release of releases.splice(0).toReversed()) await release();
  };
  try {
    const startedAt = performance.now();
    const desk = await startDesk({
      marketplace,
      env: {
        RAPIDWORKERS_HOURLY_LIMIT: String(HOURLY_LIMIT),
        // Above the slow vendor's 2 s; the waits after an unknown outcome are multiples of it.
        RAPIDWORKERS_TIMEOUT_MS: "3000",
        DECISION_UNDO_SECONDS: "0",
      },
    });
    releases.push(desk.remove);
    const firstStart = secondsSince(startedAt);
    const campaigns = await marketplace.control<{ id: string; handedIn: number }[]>("GET", "campaigns");
    const campaignId = campaigns.find(({ handedIn }) => handedIn >= LARGE)?.id;
    if (campaignId === undefined) throw new Error("the marketplace has no large campaign");
    return { marketplace, desk, api: await signIn(desk.address, OWNER), campaignId, firstStart, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Seconds since a moment of `performance.now()`, to hundredths. */
export const secondsSince = (startedAt: number) => Math.round((performance.now() - startedAt) / 10) / 100;

/** How many requests the marketplace has seen so far. */
export const requestsSoFar = async (marketplace: Marketplace): Promise<number> =>
  (await marketplace.control<{ last: number }>("GET", "requests?since=1000000000")).last;
