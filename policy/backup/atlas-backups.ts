import { type Check, every, mustBeOn } from "../checks";
import type { ResourceRule } from "../rule";
import { ATLAS_CLUSTER } from "../types";

const check: Check = every(
  mustBeOn("backupEnabled", "it has no backups"),
  mustBeOn("pitEnabled", "its backups go back to snapshots alone, and to no moment between them"),
);

export const atlasBackups: ResourceRule = {
  name: "atlas-backups",
  pack: "backup",
  description: "Clusters of MongoDB Atlas are backed up, and go back to any moment.",
  severity: "high",
  frameworks: ["SOC 2 A1.2", "GDPR Art. 32"],
  why: "Neither is on by default: without them a wrong deletion is for ever, or takes the work of hours with it.",
  mend: "Set backupEnabled: true and pitEnabled: true.",
  link: "https://www.mongodb.com/docs/atlas/backup/cloud-backup/overview/",
  types: [ATLAS_CLUSTER],
  level: "mandatory",
  levels: { dev: "advisory" },
  onUnknown: { behaviour: "passes", text: "Unknown flags pass, and are judged at the update." },
  check,
  inPlace: "Backups are turned on in place, without a restart; from then on Atlas bills for what they take.",
  remediate: (resource, context) =>
    check(resource, context).length > 0 ? { backupEnabled: true, pitEnabled: true } : undefined,
};
