import { dictsAt, stringsAt } from "../read";
import type { ResourceRule } from "../rule";

export const azureNoWildcardRoles: ResourceRule = {
  name: "azure-no-wildcard-roles",
  pack: "identity",
  description: "No role of one's own allows everything.",
  severity: "critical",
  frameworks: ["CIS Azure Foundations 2.23", "PCI DSS 7.2.2", "SOC 2 CC6.3"],
  why: "Whoever takes such an identity has the whole scope.",
  mend: "List the actions that are needed.",
  link: "https://learn.microsoft.com/azure/role-based-access-control/custom-roles",
  types: ["azure-native:authorization:RoleDefinition"],
  level: "mandatory",
  onUnknown: { behaviour: "judges-the-rest", text: "Unknown permissions and actions pass; the others are judged." },
  check: ({ props }) =>
    dictsAt(props, "permissions").some((permission) => stringsAt(permission, "actions").includes("*"))
      ? ["it allows every action"]
      : [],
};
