import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { singleton } from "@/lib/process/singleton";

/** This process's name among the replicas; a new one at every start, so that a dead process's leases are never ours. */
export function replicaId(): string {
  return singleton("replica", () => `${hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`);
}
