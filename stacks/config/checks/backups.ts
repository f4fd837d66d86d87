import type { Problem } from "../errors";
import { type Check, missing } from "./check";

/** How stores are kept that no job dumps. */
const INSTEAD = {
  redis: "ElastiCache refuses to be dumped (SYNC), and keeps snapshots for `snapshotDays`",
  mongodb: "nothing dumps it from here; DocumentDB's own backups go back to any moment of `backupDays`",
  bucket: "a bucket keeps versions for `oldVersionDays`",
} as const;

/** Backups by jobs are of stores that there are, and of a kind that can be dumped. */
export const backupsKnown: Check = ({ config, names, planner }) => {
  const { backups, stores = {} } = config;
  if (backups === undefined) return [];
  // The operator of a MongoDB in the cluster backs it up by itself.
  const operated = (store: (typeof stores)[string] | undefined): boolean =>
    store?.kind === "mongodb" && store.service === "percona" && !("at" in store && store.at);
  const known = Object.keys(stores).filter((name) => stores[name]?.kind === "postgres" || operated(stores[name]));
  const what = planner.stores.inCluster ? "PostgreSQL or MongoDB store" : "PostgreSQL store";
  const named = Object.entries(backups.stores).flatMap(([name, { drill = "off" }]): Problem[] => {
    const path = `backups.stores.${name}`;
    if (!names.stores.includes(name)) return [missing(path, name, known, what, "stores")];
    const kind = stores[name]?.kind;
    if (kind === undefined || kind === "postgres") return [];
    if (operated(stores[name])) {
      if (drill === "off") return [];
      return [
        {
          ...{ path: `${path}.drill`, given: drill, allowed: "off: the operator of a MongoDB restores in place alone" },
          mend: "remove it; to try a backup, restore it into another stack (docs/guides/mongodb.md)",
        },
      ];
    }
    return [
      {
        path,
        given: `a ${kind}`,
        allowed: known.length > 0 ? `one of ${known.join(", ")}` : "a PostgreSQL store",
        mend: `remove it here: ${INSTEAD[kind]}`,
      },
    ];
  });
  const { copyTo, vault } = backups;
  const elsewhere = [
    ["backups.copyTo", copyTo],
    ["backups.vault.copyTo", vault?.copyTo],
  ].flatMap(([path, region]): Problem[] =>
    region === undefined || region !== config.region
      ? []
      : [
          {
            path: path!,
            given: `${region}, the stack's own region`,
            allowed: "another region",
            mend: "name another region, or remove it",
          },
        ],
  );
  const { lock, days = 0 } = vault ?? {};
  const locked: Problem[] =
    lock === undefined || lock.days <= days
      ? []
      : [
          {
            path: "backups.vault.lock.days",
            given: `${lock.days}, with days ${days}`,
            allowed: "at most the days that recovery points are kept",
            mend: `write ${days} or less`,
          },
        ];
  return [...named, ...elsewhere, ...locked];
};
