import { at, dictsAt, isMissing, isTrue, isUnknown, partlyUnknown } from "../read";
import type { ResourceRule } from "../rule";
import { CNPG_CLUSTER } from "../types";

export const cnpgArchived: ResourceRule = {
  name: "cnpg-archived",
  pack: "backup",
  description: "A PostgreSQL of CloudNativePG archives its write-ahead log.",
  severity: "high",
  frameworks: ["SOC 2 A1.2", "GDPR Art. 32"],
  why: "Without the log in a bucket there is no way back to a moment: what was written since the last dump is lost with the disk.",
  mend: "Give it a plugin with isWALArchiver: true (slipway:cluster.backupsTo).",
  link: "https://cloudnative-pg.io/documentation/current/wal_archiving/",
  types: [CNPG_CLUSTER],
  level: "advisory",
  levels: { dev: "disabled" },
  onUnknown: { behaviour: "passes", text: "Unknown plugins, and one of which it is not known what it does, pass." },
  check: ({ props }) => {
    const archives = dictsAt(props, "spec.plugins").some(
      ({ isWALArchiver }) => isTrue(isWALArchiver) || isUnknown(isWALArchiver),
    );
    const unsure = partlyUnknown(props, "spec.plugins") || !isMissing(at(props, "spec.backup.barmanObjectStore"));
    return archives || unsure ? [] : ["it keeps its write-ahead log on its own disk alone"];
  },
};
