import { connectionsTo } from "./figures";
import type { CapacityFinding, CapacityPart } from "./finding";
import type { CapacityInput, ConnectionsInput } from "./input";

/**
 * Share of the formula's connections that is planned with: PostgreSQL keeps 3 for superusers and RDS 2 more, and RDS
 * takes the memory that it runs in off before it divides, which the formula's result does not show.
 */
const USABLE = 0.8;

/** Whether stores take the connections that pods may open: at their maxima, in a rollout, while a migration runs. */
export function connectionsPart(input: CapacityInput): CapacityPart {
  const parts = input.connections.map((store) => ofStore(store, input));
  return {
    figures: parts.flatMap(({ figures = [] }) => figures),
    findings: parts.flatMap(({ findings = [] }) => findings),
    unknown: parts.flatMap(({ unknown = [] }) => unknown),
  };
}

function ofStore(store: ConnectionsInput, { figures }: CapacityInput): CapacityPart {
  if (store.users.length === 0) return {};
  const limit = connectionsTo(figures, store);
  const what = `connections to ${store.store}`;
  if (limit === undefined) return { unknown: [`${what}: the class ${store.size} is not known here`] };
  if (store.poolPercent !== undefined) return byPool(store, store.poolPercent, limit);
  const terms = store.users.map(({ workload, pods, surge, pool, said, migrates }) => ({
    certain: pods * (said ? pool : 1),
    text: `${workload} ${pods}${surge > 0 ? `+${surge}` : ""}${migrates ? "+1" : ""} × ${pool}`,
  }));
  const certain = sum(terms.map((term) => term.certain));
  const most = sum(store.users.map(atMost));
  const because = `${listed(terms.map(({ text }) => text))}; ${store.size} takes ${limit}`;
  return {
    figures: [{ what, most, of: limit, because }],
    findings: findingsOf(store, { certain, most, limit, because }),
  };
}

/** A pool holds no more than its share, however many pods come to it; migrations go past it. */
function byPool({ store, size, users }: ConnectionsInput, percent: number, limit: number): CapacityPart {
  const held = Math.floor((limit * percent) / 100);
  const past = sum(users.map(({ migrates, pool }) => (migrates ? pool : 0)));
  const because = `the pool ${percent}%: ${held}${past > 0 ? `, migrations +${past}` : ""}; ${size} takes ${limit}`;
  const [most, usable] = [held + past, Math.floor(limit * USABLE)];
  const figures = [{ what: `connections to ${store}`, most, of: limit, because }];
  if (most <= usable) return { figures };
  const mend = Math.floor(((usable - past) / limit) * 100);
  const path = `stores.${store}.pool.percent`;
  return {
    figures,
    findings: [
      {
        ...{ level: "warning", check: "connections", path },
        message: `the pool and migrations may open ${most} connections to ${store} together (${because})`,
        allowed: `at most ${usable}, 80% of what it takes`,
        mend: mend >= 10 ? `write ${mend} or less, or take a bigger size` : "take a bigger size",
      },
    ],
  };
}

/** As many as can be read; where there are more, how many. */
function listed(all: readonly string[], most = 6): string {
  const rest = all.length - most;
  return rest > 0 ? `${all.slice(0, most).join(", ")} and ${rest} more` : all.join(", ");
}

interface Sums {
  /** At the maxima, by the pools that config says, and one connection a pod where it says none. */
  readonly certain: number;
  /** At the maxima, in a rollout of everything, by the pools that are said or assumed. */
  readonly most: number;
  readonly limit: number;
  readonly because: string;
}

/** An error only where config itself says so many connections: an assumed pool is a reason to ask, not to refuse. */
function findingsOf(store: ConnectionsInput, { certain, most, limit, because }: Sums): CapacityFinding[] {
  const usable = Math.floor(limit * USABLE);
  if (most <= usable && certain <= limit) return [];
  const refused = certain > limit;
  return [
    {
      ...{ level: refused ? "error" : "warning", check: "connections", path: store.path },
      message: refused
        ? `workloads open ${certain} connections to ${store.store} at their maxima (${because})`
        : `workloads may open ${most} connections to ${store.store} in a rollout at their maxima (${because})`,
      allowed: `at most ${usable}, 80% of what it takes`,
      mend: mendOf(store, usable),
    },
  ];
}

/** A smaller pool for the workload that opens most, where that alone is enough; else for all of them. */
function mendOf({ kind, store, users }: ConnectionsInput, usable: number): string {
  const [first, ...others] = [...users].sort((a, b) => atMost(b) - atMost(a)) as [User, ...User[]];
  const size = kind !== "redis" ? "take a bigger size; or " : "";
  const enough = Math.floor((usable - sum(others.map(atMost))) / podsOf(first));
  const pool =
    enough >= 1
      ? `write workloads.${first.workload}.pool.${store}: ${enough} or less`
      : `write pool.${store}: ${Math.max(1, Math.floor(usable / sum(users.map(podsOf))))} or less in every workload that uses it`;
  return `${size}${pool}, or lower workloads.${first.workload}.scaling.max`;
}

type User = ConnectionsInput["users"][number];

/** At the maximum, in a rollout, while a migration runs. */
const podsOf = ({ pods, surge, migrates }: User): number => pods + surge + (migrates ? 1 : 0);
const atMost = (user: User): number => podsOf(user) * user.pool;

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
