import { rm } from "node:fs/promises";
import type { ChaosOptions } from "@/e2e/chaos/options";
import { type Desk, newDataDir, OWNER, startDesk } from "@/e2e/support/desk";
import { type Marketplace, startMarketplace } from "@/e2e/support/marketplace";
import { type Credentials, createPerson } from "@/e2e/support/people";
import { startPrivatePostgres } from "@/lib/postgres/private-server";

/** One request's time limit of the desks: short, so that many timeouts fit into a run. */
export const TIMEOUT_MS = 600;
/** Long enough for some undos to come in time and for some to come too late. */
const UNDO_SECONDS = 1;

export type Stage = {
  marketplace: Marketplace;
  desks: Desk[];
  people: Credentials[];
  /** Requests an hour, the same for the marketplace and the desks. */
  hourlyLimit: number;
  /** Ends every program and removes their data. */
  close: () => Promise<void>;
};

/** A marketplace, one desk on its private PostgreSQL or several desks on one server, and two people who decide. */
export async function openStage({ decisions, replicas, seed }: ChaosOptions): Promise<Stage> {
  const releases: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const release of releases.splice(0).toReversed()) await release();
  };
  try {
    const hourlyLimit = 20_000 + decisions * 20;
    const marketplace = await startMarketplace(
      `--seed ${seed} --scenario small --balance 9000000.00 --limit ${hourlyLimit}`.split(" "),
    );
    releases.push(marketplace.stop);
    const env = {
      RAPIDWORKERS_HOURLY_LIMIT: String(hourlyLimit),
      RAPIDWORKERS_TIMEOUT_MS: String(TIMEOUT_MS),
      DECISION_UNDO_SECONDS: String(UNDO_SECONDS),
      ...(replicas > 1 ? { DATABASE_URL: await startServer(releases) } : {}),
    };
    const desks: Desk[] = [];
    for (let replica = 0; replica < replicas; replica++) {
      const desk = await startDesk({ marketplace, env });
      releases.push(desk.remove);
      desks.push(desk);
    }
    const [first] = desks;
    if (first === undefined) throw new Error("there is no desk");
    const people = [OWNER, await createPerson(first, "reviewer", "Rita")];
    return { marketplace, desks, people, hourlyLimit, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A PostgreSQL that no desk owns, for several of them. */
async function startServer(releases: (() => Promise<unknown>)[]): Promise<string> {
  const dataDir = await newDataDir();
  releases.push(() => rm(dataDir, { recursive: true, force: true }));
  const server = await startPrivatePostgres({
    dataDir,
    address: "a chaos run",
    log: (line) => void process.stderr.write(`${line}\n`),
  });
  releases.push(server.stop);
  return server.url;
}
