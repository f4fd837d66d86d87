import { type Check, mustNotBeOn, setting } from "../checks";
import type { ResourceRule } from "../rule";
import { BACKUP_VAULT } from "../types";

const check: Check = mustNotBeOn("forceDestroy", "its backups would be deleted with it");

export const backupVaultForceDestroy: ResourceRule = {
  name: "backup-vault-force-destroy",
  pack: "backup",
  description: "A vault is not deleted with the backups in it.",
  severity: "high",
  frameworks: ["SOC 2 A1.2", "GDPR Art. 32"],
  why: "A destroy of the stack should not destroy what it would be restored from.",
  mend: "Leave forceDestroy out.",
  link: "https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault.html",
  types: [BACKUP_VAULT],
  level: "mandatory",
  levels: { dev: "advisory" },
  onUnknown: { behaviour: "passes", text: "An unknown forceDestroy passes, and is judged at the update." },
  check,
  inPlace: "A flag that only the provider reads, when the vault is deleted.",
  remediate: setting("forceDestroy", false, check),
};
