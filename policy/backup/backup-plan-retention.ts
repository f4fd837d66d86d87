import { at, dictsAt, isMissing } from "../read";
import type { ResourceRule } from "../rule";
import { BACKUP_PLAN } from "../types";

export const backupPlanRetention: ResourceRule = {
  name: "backup-plan-retention",
  pack: "backup",
  description: "Backup plans keep what they take for 7 days or longer, and not for ever.",
  severity: "medium",
  frameworks: ["SOC 2 A1.2", "GDPR Art. 32"],
  why: "Too short, and damage is found too late; without an end, personal data stays in backups after it was deleted.",
  mend: "Set lifecycle.deleteAfter to 7 or more in every rule of the plan.",
  link: "https://docs.aws.amazon.com/aws-backup/latest/devguide/plan-options-and-configuration.html#backup-lifecycle",
  types: [BACKUP_PLAN],
  level: "mandatory",
  levels: { dev: "advisory" },
  onUnknown: { behaviour: "judges-the-rest", text: "An unknown rule or lifetime passes; the others are judged." },
  check: ({ props }) =>
    dictsAt(props, "rules").flatMap((rule) => {
      const days = at(rule, "lifecycle.deleteAfter");
      if (isMissing(days)) return [`${String(rule["ruleName"])} keeps backups for ever`];
      return typeof days === "number" && days < 7 ? [`${String(rule["ruleName"])} keeps backups for ${days} days`] : [];
    }),
};
