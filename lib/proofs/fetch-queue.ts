import pLimit, { type LimitFunction } from "p-limit";
import { singleton } from "@/lib/process/singleton";

/** 6 × 15 MiB is the most that strangers can make us hold at once. */
const AT_ONCE = 6;
/** A host that keeps us waiting cannot take every place. */
const AT_ONCE_PER_HOST = 4;

type Queue = { all: LimitFunction; hosts: Map<string, LimitFunction> };

/** Runs fetches a few at a time, and fewer to one host; in the order in which they came. */
export async function queueFetch<T>(url: string, work: () => Promise<T>): Promise<T> {
  const queue = singleton<Queue>("proofs.fetches", () => ({ all: pLimit(AT_ONCE), hosts: new Map() }));
  const name = URL.canParse(url) ? new URL(url).host : "";
  const host = queue.hosts.get(name) ?? pLimit(AT_ONCE_PER_HOST);
  queue.hosts.set(name, host);
  try {
    return await host(() => queue.all(work));
  } finally {
    if (host.activeCount + host.pendingCount === 0) queue.hosts.delete(name);
  }
}
