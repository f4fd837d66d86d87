import type { Problem } from "../errors";
import { type Check, missing } from "./check";

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
        mend:
          kind === "redis"
            ? "remove it here: ElastiCache refuses to be dumped (SYNC), and keeps snapshots for `snapshotDays`"
            : "remove it here: a bucket keeps versions for `oldVersionDays`",
      },
    ];
  });
  if (backups.copyTo === undefined || backups.copyTo !== config.region) return named;
  return [
    ...named,
    {
      path: "backups.copyTo",
      given: `${backups.copyTo}, the stack's own region`,
      allowed: "another region",
      mend: "name another region, or remove it",
    },
  ];
};
