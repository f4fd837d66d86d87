import { at, isMissing } from "../read";
import type { ResourceRule } from "../rule";

/** The ids of Azure's built-in roles, the same everywhere (the page at `link`). */
const PRIVILEGED: Readonly<Record<string, string>> = {
  "8e3af657-a8ff-443c-a75c-2fe8c4bcb635": "Owner",
  "b24988ac-6180-42a0-ab88-20f7382dd24c": "Contributor",
  "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9": "User Access Administrator",
  "f58310d9-a9f6-439a-9e8d-f62e7b41a168": "Role Based Access Control Administrator",
};

export const azureNoOwnerAssignments: ResourceRule = {
  name: "azure-no-owner-assignments",
  pack: "identity",
  description: "Nobody is made owner, contributor or access administrator by the stack.",
  severity: "critical",
  frameworks: ["PCI DSS 7.2.2", "SOC 2 CC6.3"],
  why: "Each of the three leads to everything in its scope.",
  mend: "Give the built-in role that is needed, such as AcrPull or Key Vault Secrets User.",
  link: "https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/privileged",
  types: ["azure-native:authorization:RoleAssignment"],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown roleDefinitionId passes, and is judged at the update." },
  check: ({ props }) => {
    const id = at(props, "roleDefinitionId");
    const role = typeof id === "string" ? PRIVILEGED[id.split("/").at(-1)?.toLowerCase() ?? ""] : undefined;
    // A condition limits what may be given on.
    return role && isMissing(props["condition"]) ? [`it gives the role ${role}`] : [];
  },
};
