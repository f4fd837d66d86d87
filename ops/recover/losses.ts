import type { Database, Pair, Side } from "./pair";
import type { Lag } from "./region";

/** What a failover loses of one store. */
export interface Loss {
  readonly store: string;
  readonly kind: string;
  /** A clause, after the store's name. */
  readonly what: string;
  /** What was written up to then is kept, where that is known. */
  readonly keptUpTo?: string;
  /** Seconds before the question. */
  readonly seconds?: number;
}

/** What each store would lose now. @param copies the databases of the stack that is to serve */
export function lossesOf({ to, from }: Pair, copies: readonly Database[], now: Date): readonly Loss[] {
  return Object.entries(from.config.stores).map(([store, { kind }]): Loss => {
    if (kind === "redis") return { store, kind, what: "loses all of it: it is not copied, and begins empty" };
    if (kind === "bucket") {
      const what = "loses what was not copied yet: AWS promises 99.99% of objects within 15 minutes";
      return { store, kind, what };
    }
    const copy = copies.find((each) => each.store === store);
    return { store, kind, ...(copy ? ofCopy(copy, lagOf(to, copy, now), now) : NO_COPY) };
  });
}

/** Nobody waits for a measure when a region is lost. */
function lagOf({ region }: Side, { identifier }: Database, now: Date): Lag | undefined {
  try {
    return region.lag(identifier, now);
  } catch {
    return undefined;
  }
}

const NO_COPY = { what: "loses all of it: there is no copy" };

function ofCopy(
  { identifier }: Database,
  lag: Lag | undefined,
  now: Date,
): Pick<Loss, "what" | "keptUpTo" | "seconds"> {
  if (lag === undefined) {
    return { what: `loses what ${identifier} has not received: how much that is nobody has measured for 15 minutes` };
  }
  const seconds = Math.max(0, Math.round((now.getTime() - lag.upTo.getTime()) / 1000));
  const keptUpTo = lag.upTo.toISOString();
  return { what: `loses what was written after ${keptUpTo}, ${seconds} s ago`, keptUpTo, seconds };
}

/** The same once writers were stopped and every copy has caught up. */
export const nothingLost = (losses: readonly Loss[]): readonly Loss[] =>
  losses.map((loss) => {
    if (loss.kind !== "postgres") return loss;
    return { store: loss.store, kind: loss.kind, what: "loses nothing: its copy had caught up", seconds: 0 };
  });

export const lossText = ({ store, what }: Loss): string => `${store} ${what}`;
