import { mustBeGiven } from "../checks";
import type { ResourceRule } from "../rule";
import { BACKUP_VAULT } from "../types";

export const backupVaultKey: ResourceRule = {
  name: "backup-vault-key",
  pack: "encryption",
  description: "Backup vaults have a key of their own.",
  severity: "medium",
  frameworks: ["SOC 2 CC6.1", "GDPR Art. 32"],
  why: "A key of the vault's own keeps recovery points readable when the key of what they were taken from is lost, and unreadable to whoever has only that one.",
  mend: "Give kmsKeyArn a key of the stack.",
  link: "https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html",
  types: [BACKUP_VAULT],
  level: "mandatory",
  levels: { dev: "advisory" },
  onUnknown: { behaviour: "passes", text: "An unknown kmsKeyArn passes, and is judged at the update." },
  check: mustBeGiven("kmsKeyArn", "it has no KMS key of its own"),
};
