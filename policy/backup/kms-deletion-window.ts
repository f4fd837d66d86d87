import { type Check, mustBeAtLeast, setting } from "../checks";
import type { ResourceRule } from "../rule";
import { KMS_KEY } from "../types";

const check: Check = mustBeAtLeast("deletionWindowInDays", 14, (days) => `it is gone after ${days} days`, 30);

export const kmsDeletionWindow: ResourceRule = {
  name: "kms-deletion-window",
  pack: "backup",
  description: "A key that is deleted can be brought back for two weeks or longer.",
  severity: "high",
  frameworks: ["SOC 2 A1.2"],
  why: "With the key go all data and all backups that it encrypted.",
  mend: "Leave deletionWindowInDays out (30 days), or set 14 to 30.",
  link: "https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html",
  types: [KMS_KEY, "aws:kms/replicaKey:ReplicaKey"],
  level: "remediate",
  levels: { dev: "disabled" },
  onUnknown: { behaviour: "passes", text: "An unknown deletionWindowInDays passes, and is judged at the update." },
  check,
  inPlace: "The number only counts when the key is deleted; changing it touches nothing.",
  remediate: setting("deletionWindowInDays", 30, check),
};
