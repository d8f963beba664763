import { setTimeout as sleep } from "node:timers/promises";
import type { Desk } from "@/e2e/support/desk";
import type { Random } from "@/sandbox/random";

/** How far the run is: `asked` decisions have been answered, and whether nothing more will be asked. */
export type Progress = () => { asked: number; over: boolean };

/**
 * Kills a random desk `kills` times (SIGKILL: nothing is told, nothing is finished) and starts it again. The moments lie
 * anywhere in the run while people decide; every fifth comes after that, while the last decisions settle.
 */
export async function killDesks(
  desks: readonly Desk[],
  kills: number,
  {
    decisions,
    random,
    progress,
    killed,
  }: {
    decisions: number;
    random: Random;
    progress: Progress;
    killed: (count: number) => void;
  },
): Promise<void> {
  const late = Math.floor(kills / 5);
  const moments = Array.from({ length: kills - late }, () => random.integer(1, decisions)).toSorted(
    (a, b) => a - b,
  );
  for (const [count, moment] of [
    ...moments,
    ...Array<number>(late).fill(Number.POSITIVE_INFINITY),
  ].entries()) {
    while (!progress().over && progress().asked < moment) await sleep(20);
    await sleep(random.integer(0, 400));
    const desk = random.pick(desks);
    await desk.kill();
    killed(count + 1);
    await sleep(random.integer(0, 300));
    await desk.startAgain();
    if (progress().over) await sleep(random.integer(0, 1_500));
  }
}
