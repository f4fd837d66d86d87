import { at, isDict, isMissing, isUnknown } from "../read";
import type { ResourceRule } from "../rule";

export const azureBudgetNotifies: ResourceRule = {
  name: "azure-budget-notifies",
  pack: "cost",
  description: "Budgets tell somebody.",
  severity: "medium",
  frameworks: [],
  why: "A budget without a notification is a figure that nobody reads.",
  mend: "Give notifications with contactEmails, contactGroups or contactRoles.",
  link: "https://learn.microsoft.com/azure/cost-management-billing/costs/tutorial-acm-create-budgets",
  types: ["azure-native:consumption:Budget"],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "Unknown notifications and contacts pass." },
  check: ({ props }) => {
    const notifications = at(props, "notifications");
    if (isUnknown(notifications)) return [];
    const each = isDict(notifications) ? Object.values(notifications) : [];
    const told = each.some(
      (one) =>
        isUnknown(one) || ["contactEmails", "contactGroups", "contactRoles"].some((key) => !isMissing(at(one, key))),
    );
    return told ? [] : ["it tells nobody"];
  },
};
