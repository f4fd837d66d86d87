import { isDumped, isOperated } from "../dumped";
import type { Problem } from "../errors";
import { type Check, missing } from "./check";

/** How stores are kept that no job dumps. */
const INSTEAD: Readonly<Record<string, string>> = {
  redis: "ElastiCache refuses to be dumped (SYNC), and keeps snapshots for `snapshotDays`",
  bucket: "a bucket keeps versions for `oldVersionDays`",
};

/** Backups are of stores that there are, and of a kind that jobs can dump or that an operator backs up. */
export const backupsKnown: Check = ({ config, names }) => {
  const { backups, stores = {} } = config;
  if (backups === undefined) return [];
  const known = Object.keys(stores).filter((name) => isDumped(stores[name]) || isOperated(stores[name]));
  const named = Object.entries(backups.stores).flatMap(([name, { drill = "off" }]): Problem[] => {
    const path = `backups.stores.${name}`;
    if (!names.stores.includes(name)) return [missing(path, name, known, "PostgreSQL or MongoDB store", "stores")];
    const kind = stores[name]?.kind;
    if (kind === undefined || isDumped(stores[name])) return [];
    if (isOperated(stores[name])) {
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
        allowed: known.length > 0 ? `one of ${known.join(", ")}` : "a PostgreSQL or MongoDB store",
        mend: `remove it here: ${INSTEAD[kind] ?? "nothing dumps it"}`,
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
