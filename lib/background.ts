import { claimsJob } from "@/lib/decisions/claims/job";
import { decisionsJob, finishSending } from "@/lib/decisions/job";
import { sweepsJob } from "@/lib/decisions/sweeps/job";
import { mirrorJob } from "@/lib/mirror/job";
import { onShutdown } from "@/lib/process/shutdown";
import { housekeepingJob } from "@/lib/runtime/housekeeping";
import { startJobs } from "@/lib/runtime/loop";
import { presenceJob } from "@/lib/runtime/presence";

/** How long a clean stop waits for decisions that are on their way; what is not back by then is read back later. */
const FINISH_MS = 1_500;

/** Starts everything that runs without a request. This is the list of it. */
export function startBackground(): void {
  onShutdown(() => finishSending(FINISH_MS));
  startJobs([decisionsJob, sweepsJob, mirrorJob, presenceJob, housekeepingJob, claimsJob]);
}
