import { placeOf } from "../../rehearsal/state/export";
import type { Ask } from "../kubernetes";
import { alerts, backups, certificates, releases, workloads } from "./cluster";
import type { Firing, Part, Status } from "./page";

export interface StatusSources {
  /** What `pulumi stack export` gives. */
  readonly state: unknown;
  /** The cluster; a text says why it cannot be asked. */
  readonly cluster: Ask | string;
  /** Alarms of the cloud that are raised; none: there are none in the stack. */
  readonly cloudAlarms?: () => Promise<readonly Firing[]>;
  readonly now: Date;
}

/** Days and hours from which on a certificate or a backup is wrong: the critical limits that every stack begins with. */
const LIMITS = { certificateDays: 7, backupHours: 50 } as const;

/** Gathers the page. What cannot be read is said so, and counts as wrong; nothing is thrown for it. */
export async function status({ state, cluster, cloudAlarms, now }: StatusSources): Promise<Status> {
  const read = async <T>(what: (ask: Ask) => Promise<readonly T[]>): Promise<Part<T>> => {
    if (typeof cluster === "string") return { unknown: cluster };
    return part(() => what(cluster));
  };
  const [found, running, firing, raised, saved, certified] = await Promise.all([
    read(releases),
    read(workloads),
    read(alerts),
    cloudAlarms ? part(cloudAlarms) : { items: [] },
    read((ask) => backups(ask, now)),
    read((ask) => certificates(ask, now)),
  ]);
  const seen = {
    ...{ ...placeOf(state), ...deploymentOf(state) },
    ...{ releases: found, workloads: running, alerts: both(firing, raised), backups: saved, certificates: certified },
  };
  return { ...seen, wrong: wrongWith(seen) };
}

async function part<T>(what: () => Promise<readonly T[]>): Promise<Part<T>> {
  try {
    return { items: await what() };
  } catch (error) {
    return { unknown: error instanceof Error ? error.message : String(error) };
  }
}

/** What one of them does not know does not hide what the other says. */
const both = (one: Part<Firing>, other: Part<Firing>): Part<Firing> => {
  if ("items" in one && "items" in other) return { items: [...one.items, ...other.items] };
  const known = [one, other].flatMap((each) => ("items" in each ? each.items : []));
  return known.length > 0 ? { items: known } : "unknown" in one ? one : other;
};

function deploymentOf(state: unknown): Pick<Status, "resources" | "pending" | "updated"> {
  const { deployment } = state as {
    deployment: {
      resources?: { custom?: boolean }[];
      pending_operations?: unknown[];
      manifest?: { time?: string };
    };
  };
  const updated = deployment.manifest?.time;
  return {
    resources: (deployment.resources ?? []).filter(({ custom }) => custom).length,
    pending: deployment.pending_operations?.length ?? 0,
    ...(updated && { updated }),
  };
}

const items = <T>(part: Part<T>): readonly T[] => ("items" in part ? part.items : []);

function wrongWith(seen: Omit<Status, "wrong">): string[] {
  const unknown = (["releases", "workloads", "alerts", "backups", "certificates"] as const).flatMap((name) => {
    const each = seen[name];
    return "unknown" in each ? [`${name}: ${each.unknown}`] : [];
  });
  return [
    ...(seen.pending > 0 ? [`an update was cut off: ${seen.pending} operations are pending (pulumi refresh)`] : []),
    ...[...new Set(unknown)],
    ...items(seen.releases).flatMap(({ namespace, name, status: said }) =>
      said === "deployed" ? [] : [`release ${namespace}/${name} is ${said}`],
    ),
    ...items(seen.workloads).flatMap(({ namespace, name, ready, desired }) =>
      ready < desired ? [`${namespace}/${name} has ${ready} of ${desired} pods ready`] : [],
    ),
    ...items(seen.alerts).flatMap(({ name, severity, summary }) =>
      severity === "critical" ? [`alert ${name}: ${summary}`] : [],
    ),
    ...items(seen.backups).flatMap(({ store, tier, ageHours }) =>
      tier === "daily" && ageHours > LIMITS.backupHours ? [`the last backup of ${store} is ${ageHours} hours old`] : [],
    ),
    ...items(seen.certificates).flatMap(({ namespace, name, days, ready }) => {
      if (!ready) return [`certificate ${namespace}/${name} is not ready`];
      return days !== undefined && days < LIMITS.certificateDays
        ? [`certificate ${namespace}/${name} holds for ${days} more days`]
        : [];
    }),
  ];
}
