import { GCP_PROJECT_GRANTS } from "../gcp-types";
import { at } from "../read";
import type { ResourceRule } from "../rule";

export const gcpNoBasicRoles: ResourceRule = {
  name: "gcp-no-basic-roles",
  pack: "identity",
  description: "Nobody is given Owner or Editor of a project.",
  severity: "critical",
  frameworks: ["CIS GCP Foundations 1.5", "PCI DSS 7.2.2", "SOC 2 CC6.3"],
  why: "Editor may change nearly everything, and Owner may give that on.",
  mend: "Give the predefined roles that are needed, or a custom one.",
  link: "https://cloud.google.com/iam/docs/roles-overview#basic",
  types: GCP_PROJECT_GRANTS,
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown role passes, and is judged at the update." },
  check: ({ props }) => {
    const role = at(props, "role");
    return role === "roles/owner" || role === "roles/editor" ? [`it gives ${role}`] : [];
  },
};
