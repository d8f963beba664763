import type { TestProject } from "vitest/node";
import { startTestCluster } from "@/lib/db/test-cluster";

/** One PostgreSQL for the whole vitest run; test files make their own databases on it with `testDatabase`. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startTestCluster();
  project.provide("postgresUrl", cluster.url);
  return cluster.stop;
}
