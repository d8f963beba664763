import { db } from "@/lib/db/client";
import { runShutdownSteps } from "@/lib/process/shutdown";
import { startJobs } from "@/lib/runtime/loop";
import { replicaId } from "@/lib/runtime/replica";

// One replica of the background loop, with one job that notes its runs (lib/runtime/loop.test.ts). The job is the first
// argument, as JSON.
const { name, exclusive, takesMs, restsMs } = JSON.parse(process.argv[2] ?? "{}") as {
  name: string;
  exclusive: boolean;
  takesMs: number;
  restsMs: number;
};

startJobs([
  {
    name,
    exclusive,
    async run() {
      const [row] = await db().$queryRaw<{ id: bigint }[]>`
        INSERT INTO job_run (job, replica) VALUES (${name}, ${replicaId()}) RETURNING id`;
      await new Promise((resolve) => setTimeout(resolve, takesMs));
      await db().$executeRaw`UPDATE job_run SET ended = clock_timestamp() WHERE id = ${row?.id}`;
      return { nextInMs: restsMs };
    },
  },
]);
process.once("SIGTERM", () => void runShutdownSteps().then(() => process.exit(0)));
