import type { StackRule } from "../rule";
import { BACKUP_VAULT } from "../types";

export const backupVaultLocked: StackRule = {
  name: "backup-vault-locked",
  pack: "backup",
  description: "Every backup vault is locked.",
  severity: "medium",
  frameworks: ["PCI DSS 10.3.2", "SOC 2 A1.2", "GDPR Art. 32"],
  why: "Who takes over the account deletes the backups first; a lock refuses that even to administrators.",
  mend: "Add a VaultLockConfiguration with minRetentionDays for the vault.",
  link: "https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html",
  types: [BACKUP_VAULT],
  level: "advisory",
  levels: { dev: "disabled" },
  onUnknown: { behaviour: "passes", text: "A lock whose vault is not known yet may be this one's: it passes." },
  checkStack: (stack) =>
    stack
      .ofType(BACKUP_VAULT)
      .filter(
        (vault) =>
          stack.referring("aws:backup/vaultLockConfiguration:VaultLockConfiguration", "backupVaultName", vault)
            .length === 0,
      )
      .map((resource) => ({ resource, message: "no lock keeps its backups from being deleted" })),
};
