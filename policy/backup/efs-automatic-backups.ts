import { type Check, mustBeOneOf, setting } from "../checks";
import type { ResourceRule } from "../rule";

const check: Check = mustBeOneOf("backupPolicy.status", ["ENABLED"], "it takes automatic backups off");

export const efsAutomaticBackups: ResourceRule = {
  name: "efs-automatic-backups",
  pack: "backup",
  description: "EFS keeps automatic backups on.",
  severity: "medium",
  frameworks: ["AWS FSBP EFS.7", "AWS FSBP EFS.2", "SOC 2 A1.2", "GDPR Art. 32"],
  why: "Files that are overwritten are gone: a file system has no versions.",
  mend: 'Set backupPolicy.status: "ENABLED".',
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/efs-controls.html#efs-7",
  types: ["aws:efs/backupPolicy:BackupPolicy"],
  level: "remediate",
  levels: { dev: "advisory" },
  onUnknown: { behaviour: "passes", text: "An unknown backupPolicy passes, and is judged at the update." },
  check,
  inPlace: "AWS Backup begins to back the file system up, in place.",
  remediate: setting("backupPolicy.status", "ENABLED", check),
};
