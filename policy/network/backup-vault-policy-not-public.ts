import { mustNotBePublic } from "../checks";
import type { ResourceRule } from "../rule";

export const backupVaultPolicyNotPublic: ResourceRule = {
  name: "backup-vault-policy-not-public",
  pack: "network",
  description: "A vault's policy opens it to nobody outside.",
  severity: "critical",
  frameworks: ["PCI DSS 1.3.1", "SOC 2 CC6.6"],
  why: 'An allowed principal "*" without a condition lets any account copy backups into it, or out of it.',
  mend: "Name the accounts, roles or services, or add a condition such as aws:SourceArn.",
  link: "https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html",
  types: ["aws:backup/vaultPolicy:VaultPolicy"],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown policy, and an unknown condition, pass." },
  check: mustNotBePublic("policy"),
};
