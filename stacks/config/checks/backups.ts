import type { Problem } from "../errors";
import { type Check, missing } from "./check";

/** How stores are kept that no job dumps. */
const INSTEAD = {
  redis: "ElastiCache refuses to be dumped (SYNC), and keeps snapshots for `snapshotDays`",
  mongodb: "no job dumps a MongoDB; its own backups go back to any moment of `backupDays`",
  bucket: "a bucket keeps versions for `oldVersionDays`",
} as const;

/** Backups by jobs are of stores that there are, and of a kind that can be dumped. */
export const backupsKnown: Check = ({ config, names }) => {
  const { backups, stores = {} } = config;
  if (backups === undefined) return [];
  const known = Object.keys(stores).filter((name) => stores[name]?.kind === "postgres");
  const named = Object.keys(backups.stores).flatMap((name): Problem[] => {
    const path = `backups.stores.${name}`;
    if (!names.stores.includes(name)) return [missing(path, name, known, "PostgreSQL store", "stores")];
    const kind = stores[name]?.kind;
    if (kind === undefined || kind === "postgres") return [];
    return [
      {
        path,
        given: `a ${kind}`,
        allowed: known.length > 0 ? `a PostgreSQL store: ${known.join(", ")}` : "a PostgreSQL store",
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
