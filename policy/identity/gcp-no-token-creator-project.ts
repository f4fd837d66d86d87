import { GCP_PROJECT_GRANTS } from "../gcp-types";
import { at } from "../read";
import type { ResourceRule } from "../rule";

export const gcpNoTokenCreatorProject: ResourceRule = {
  name: "gcp-no-token-creator-project",
  pack: "identity",
  description: "Nobody may act as every service account of a project.",
  severity: "high",
  frameworks: ["CIS GCP Foundations 1.6", "PCI DSS 7.2.1", "SOC 2 CC6.3"],
  why: "Who may use or sign for any service account has the rights of the strongest.",
  mend: "Give serviceAccountUser or TokenCreator on the one account that is needed.",
  link: "https://cloud.google.com/iam/docs/service-account-permissions",
  types: GCP_PROJECT_GRANTS,
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown role passes, and is judged at the update." },
  check: ({ props }) => {
    const role = at(props, "role");
    return role === "roles/iam.serviceAccountUser" || role === "roles/iam.serviceAccountTokenCreator"
      ? [`it gives ${role} for the whole project`]
      : [];
  },
};
