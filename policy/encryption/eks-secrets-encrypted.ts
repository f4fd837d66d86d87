import { at, isMissing, isUnknown, partlyUnknown, stringsAt } from "../read";
import type { ResourceRule } from "../rule";
import { EKS_CLUSTER } from "../types";

export const eksSecretsEncrypted: ResourceRule = {
  name: "eks-secrets-encrypted",
  pack: "encryption",
  description: "Kubernetes secrets are encrypted with a KMS key.",
  severity: "high",
  frameworks: ["CIS EKS 5.3.1", "AWS FSBP EKS.3"],
  why: "Envelope encryption keeps secrets unreadable to whoever gets at etcd or its backups, and logs each use of the key.",
  mend: 'Give encryptionConfig { resources: ["secrets"], provider: { keyArn } }. It cannot be removed later.',
  link: "https://docs.aws.amazon.com/eks/latest/userguide/enable-kms.html",
  types: [EKS_CLUSTER],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown encryptionConfig or key passes." },
  check: ({ props }) => {
    const config = at(props, "encryptionConfig");
    if (isUnknown(config)) return [];
    if (isMissing(config)) return ["its secrets are not encrypted with a key"];
    if (!partlyUnknown(config, "resources") && !stringsAt(config, "resources").includes("secrets"))
      return ["its encryption does not cover secrets"];
    return isMissing(at(config, "provider.keyArn")) ? ["its encryption names no key"] : [];
  },
};
