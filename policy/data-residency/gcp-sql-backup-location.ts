import { GCP_SQL } from "../gcp-types";
import { isOutside, lies } from "../places";
import { at } from "../read";
import type { ResourceRule } from "../rule";

export const gcpSqlBackupLocation: ResourceRule = {
  name: "gcp-sql-backup-location",
  pack: "data-residency",
  description: "Backups of Cloud SQL are kept in an allowed place.",
  severity: "high",
  frameworks: ["GDPR Art. 44", "SOC 2 C1.1"],
  why: "Personal data that is kept outside the agreed regions needs a legal ground of its own, and a contract that names the place.",
  mend: "Move it into one of the regions in slipway:policy.regions, or add the region there.",
  link: "https://cloud.google.com/sql/docs/postgres/backup-recovery/backups#locationbackups",
  types: [GCP_SQL],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown backupConfiguration passes, and is judged at the update." },
  check: ({ props }, context) => {
    const place = at(props, "settings.backupConfiguration.location");
    return isOutside(place, context) ? [lies("its backups are", place, context)] : [];
  },
};
