import { type TypeModel, text } from "../model";
import { arn, to, uuid, withArn } from "./shared";

/** Backup vaults, plans, and what they cover. */
export const backup: Readonly<Record<string, TypeModel>> = {
  "aws:backup/vault:Vault": {
    id: (c) => text(c.inputs, "name"),
    autoName: { property: "name", max: 50 },
    references: [to.keyArn("kmsKeyArn")],
    outputs: (c) => ({ ...withArn("backup", () => `backup-vault:${c.id}`)(c), recoveryPoints: 0 }),
    replaceOn: ["name", "kmsKeyArn"],
  },
  "aws:backup/vaultLockConfiguration:VaultLockConfiguration": {
    id: (c) => text(c.inputs, "backupVaultName"),
    references: [{ path: "backupVaultName", to: ["aws:backup/vault:Vault#name"], error: "ResourceNotFoundException" }],
    outputs: (c) => ({ backupVaultArn: arn(c, "backup", `backup-vault:${text(c.inputs, "backupVaultName")}`) }),
    replaceOn: ["backupVaultName", "changeableForDays", "minRetentionDays", "maxRetentionDays"],
  },
  "aws:backup/plan:Plan": {
    id: (c) => uuid(c),
    autoName: { property: "name", max: 50 },
    required: ["rules"],
    references: [
      { path: "rules[].targetVaultName", to: ["aws:backup/vault:Vault#name"], error: "ResourceNotFoundException" },
    ],
    outputs: (c) => ({ ...withArn("backup", () => `backup-plan:${c.id}`)(c), version: c.hash(32) }),
  },
  "aws:backup/selection:Selection": {
    id: (c) => uuid(c),
    autoName: { property: "name", max: 50 },
    references: [
      to.roleArn("iamRoleArn"),
      { path: "planId", to: ["aws:backup/plan:Plan"], error: "ResourceNotFoundException" },
    ],
    replaceOn: ["name", "planId", "iamRoleArn", "resources", "selectionTags", "conditions"],
  },
};
