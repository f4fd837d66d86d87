import { at, isMissing, isTrue, isUnknown } from "../read";
import type { ResourceRule } from "../rule";
import { PSMDB_CLUSTER } from "../types";

export const psmdbArchived: ResourceRule = {
  name: "psmdb-archived",
  pack: "backup",
  description: "A MongoDB of Percona's operator is backed up, to any moment.",
  severity: "high",
  frameworks: ["SOC 2 A1.2", "GDPR Art. 32"],
  why: "Without backups and the log of changes in a bucket, what is lost with the disks is lost.",
  mend: "Set spec.backup.enabled and spec.backup.pitr.enabled: true, with a task that takes backups (slipway:cluster.backupsTo).",
  link: "https://docs.percona.com/percona-operator-for-mongodb/backups.html",
  types: [PSMDB_CLUSTER],
  level: "advisory",
  levels: { dev: "disabled" },
  onUnknown: { behaviour: "passes", text: "What is not known of spec.backup passes, and is judged at the update." },
  check: ({ props }) => {
    const on = (path: string): boolean => {
      const value = at(props, path);
      return !isMissing(value) && (isUnknown(value) || isTrue(value));
    };
    if (isUnknown(at(props, "spec.backup"))) return [];
    if (!on("spec.backup.enabled")) return ["it is not backed up"];
    const tasks = at(props, "spec.backup.tasks");
    if (
      !isUnknown(tasks) &&
      !(Array.isArray(tasks) && tasks.some((task) => isUnknown(task) || at(task, "enabled") !== false))
    )
      return ["no task takes a backup, without which the log of changes leads nowhere"];
    return on("spec.backup.pitr.enabled") ? [] : ["what was written since its last backup cannot be had back"];
  },
};
