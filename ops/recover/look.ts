import type { Clock } from "../clock";
import { askName, namesOf } from "../look/smoke";
import { databasesOf, hostsOf, type Side } from "./pair";

/** One thing that was asked whether it is well. */
export interface Sign {
  readonly what: string;
  readonly well: boolean;
  readonly said: string;
}

/** How the stack is that serves. */
export interface Health {
  /** Something could be asked, and all of it is well. */
  readonly well: boolean;
  readonly signs: readonly Sign[];
}

/** Milliseconds that an answer may take, and how often each name is asked. */
const SLOW = 10_000;
const TRIES = 3;

/** Asks its names, past DNS, and its databases. What cannot be asked counts as ill. */
export async function healthOf(side: Side, clock: Pick<Clock, "sleep">): Promise<Health> {
  const signs = [...(await namesSigns(side, clock)), ...(await databaseSigns(side))];
  return { signs, well: signs.length > 0 && signs.every(({ well }) => well) };
}

async function namesSigns(side: Side, clock: Pick<Clock, "sleep">): Promise<readonly Sign[]> {
  const names = namesOf(side.config.workloads);
  if (names.length === 0) return [];
  try {
    const hosts = await hostsOf(side);
    const asked = names.map(async ({ workload, url }): Promise<Sign> => {
      const address = hosts[new URL(url).hostname];
      if (!address) return { what: url, well: false, said: "leads nowhere yet" };
      const { well, said } = await askName(clock, workload, url, `https://${address}`, SLOW, TRIES);
      return { what: url, well, said };
    });
    return await Promise.all(asked);
  } catch (error) {
    return [{ what: `the outputs of ${side.config.name}`, well: false, said: (error as Error).message }];
  }
}

async function databaseSigns(side: Side): Promise<readonly Sign[]> {
  try {
    return (await databasesOf(side)).map(({ store, identifier }): Sign => {
      const what = `database ${store}`;
      try {
        const state = side.region.databaseState(identifier);
        return { what, well: state === "available", said: state };
      } catch (error) {
        return { what, well: false, said: (error as Error).message };
      }
    });
  } catch (error) {
    return [{ what: `the state of ${side.config.name}`, well: false, said: (error as Error).message }];
  }
}
