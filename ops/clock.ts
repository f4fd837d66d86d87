import { setTimeout as sleep } from "node:timers/promises";

/** The time that a command goes by: another one in tests. */
export interface Clock {
  readonly now: () => Date;
  /** Waits. @param milliseconds by the same clock */
  readonly sleep: (milliseconds: number) => Promise<unknown>;
}

export const machineClock: Clock = { now: () => new Date(), sleep };

/** Asks until the answer will do or the time is over. @param every milliseconds between two questions @returns the last answer */
export async function until<T>(
  { now, sleep: wait }: Clock,
  milliseconds: number,
  every: number,
  ask: () => Promise<T>,
  enough: (answer: T) => boolean,
): Promise<T> {
  const end = now().getTime() + milliseconds;
  for (;;) {
    const answer = await ask();
    if (enough(answer) || now().getTime() >= end) return answer;
    await wait(every);
  }
}
