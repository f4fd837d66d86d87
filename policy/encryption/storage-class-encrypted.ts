import { at, isMissing, isTrue, isUnknown } from "../read";
import type { ResourceRule } from "../rule";
import { STORAGE_CLASS } from "../types";

/** Provisioners whose disks are only encrypted when asked; those of Google and Azure always are. */
const ASKED: readonly unknown[] = ["ebs.csi.aws.com", "kubernetes.io/aws-ebs", "ebs.csi.eks.amazonaws.com"];

export const storageClassEncrypted: ResourceRule = {
  name: "storage-class-encrypted",
  pack: "encryption",
  description: "Disks for pods are encrypted.",
  severity: "high",
  frameworks: ["AWS FSBP EC2.3", "PCI DSS 3.5.1", "SOC 2 CC6.1", "GDPR Art. 32"],
  why: "A disk, or a snapshot of it, that comes into the wrong hands can be read.",
  mend: 'Set parameters.encrypted: "true" (and kmsKeyId for a key of your own).',
  link: "https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/docs/parameters.md",
  types: [STORAGE_CLASS],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown provisioner or parameter passes." },
  check: ({ props }) => {
    const encrypted = at(props, "parameters.encrypted");
    return ASKED.includes(props["provisioner"]) && !isUnknown(encrypted) && (isMissing(encrypted) || !isTrue(encrypted))
      ? ["it makes disks that are not encrypted"]
      : [];
  },
};
