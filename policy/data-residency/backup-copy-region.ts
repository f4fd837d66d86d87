import { isOutside, lies, regionOfArn } from "../places";
import { dictsAt } from "../read";
import type { ResourceRule } from "../rule";
import { BACKUP_PLAN } from "../types";

export const backupCopyRegion: ResourceRule = {
  name: "backup-copy-region",
  pack: "data-residency",
  description: "Backups are copied to allowed regions only.",
  severity: "high",
  frameworks: ["GDPR Art. 44", "SOC 2 C1.1"],
  why: "Personal data that is kept outside the agreed regions needs a legal ground of its own, and a contract that names the place.",
  mend: "Move it into one of the regions in slipway:policy.regions, or add the region there.",
  link: "https://docs.aws.amazon.com/aws-backup/latest/devguide/cross-region-backup.html",
  types: [BACKUP_PLAN],
  level: "mandatory",
  onUnknown: {
    behaviour: "judges-the-rest",
    text: "A destination that is not known yet passes; the others are judged.",
  },
  check: ({ props }, context) =>
    dictsAt(props, "rules")
      .flatMap((rule) => dictsAt(rule, "copyActions"))
      .map(({ destinationVaultArn }) => regionOfArn(destinationVaultArn))
      .filter((place) => isOutside(place, context))
      .map((place) => lies("copies go to a vault", String(place), context)),
};
