import { every, mustNotBeOn } from "../checks";
import { GCP_CLUSTER } from "../gcp-types";
import type { ResourceRule } from "../rule";

export const gcpGkeNoLegacyAccess: ResourceRule = {
  name: "gcp-gke-no-legacy-access",
  pack: "identity",
  description: "GKE knows RBAC only.",
  severity: "high",
  frameworks: ["SOC 2 CC6.3"],
  why: "Legacy authorisation and client certificates go round every role.",
  mend: "Leave enableLegacyAbac and masterAuth.clientCertificateConfig out.",
  link: "https://cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster#leave_abac_disabled_default_for_110",
  types: [GCP_CLUSTER],
  level: "mandatory",
  onUnknown: { behaviour: "judges-the-rest", text: "An unknown flag passes; the other one is judged." },
  check: every(
    mustNotBeOn("enableLegacyAbac", "it still asks ABAC"),
    mustNotBeOn("masterAuth.clientCertificateConfig.issueClientCertificate", "it issues a client certificate"),
  ),
};
