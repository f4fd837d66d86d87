import { at, isMissing, isTrue, isUnknown } from "../read";
import type { ResourceRule } from "../rule";
import { RDS_CLUSTER, RDS_INSTANCE } from "../types";

export const rdsStorageEncrypted: ResourceRule = {
  name: "rds-storage-encrypted",
  pack: "encryption",
  description: "RDS storage is encrypted.",
  severity: "critical",
  frameworks: ["AWS FSBP RDS.3", "AWS FSBP RDS.27"],
  why: "Storage that is not encrypted can be read from a copied volume or snapshot, and cannot be encrypted later in place.",
  mend: "Set storageEncrypted: true. A running instance must be restored from an encrypted copy of a snapshot.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-3",
  types: [RDS_INSTANCE, RDS_CLUSTER],
  level: "mandatory",
  onUnknown: {
    behaviour: "passes",
    text: "An unknown storageEncrypted, or an unknown source that it comes from, passes.",
  },
  // A replica in the same region has the encryption of its source.
  check: ({ props }) =>
    isMissing(props["replicateSourceDb"]) &&
    !isUnknown(props["storageEncrypted"]) &&
    !isTrue(at(props, "storageEncrypted"))
      ? ["its storage is not encrypted"]
      : [],
};
