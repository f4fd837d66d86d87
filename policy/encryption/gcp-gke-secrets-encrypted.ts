import { mustBeOneOf } from "../checks";
import { GCP_CLUSTER } from "../gcp-types";
import type { ResourceRule } from "../rule";

export const gcpGkeSecretsEncrypted: ResourceRule = {
  name: "gcp-gke-secrets-encrypted",
  pack: "encryption",
  description: "GKE encrypts Kubernetes secrets with a key of one's own.",
  severity: "high",
  frameworks: ["PCI DSS 3.5.1", "SOC 2 CC6.1", "GDPR Art. 32"],
  why: "Whoever gets at etcd or its backups reads every secret of the cluster.",
  mend: 'Set databaseEncryption { state: "ENCRYPTED", keyName }.',
  link: "https://cloud.google.com/kubernetes-engine/docs/how-to/encrypting-secrets",
  types: [GCP_CLUSTER],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown databaseEncryption passes, and is judged at the update." },
  check: mustBeOneOf(
    "databaseEncryption.state",
    ["ENCRYPTED", "ALL_OBJECTS_ENCRYPTION_ENABLED"],
    "its secrets are not encrypted with a key",
  ),
};
