import { dictsAt, isMissing, partlyUnknown } from "../read";
import type { ResourceRule } from "../rule";

export const budgetNotifies: ResourceRule = {
  name: "budget-notifies",
  pack: "cost",
  description: "Budgets tell somebody.",
  severity: "medium",
  frameworks: [],
  why: "A budget without a notification is a figure that nobody reads.",
  mend: "Give notifications with subscriberEmailAddresses or subscriberSnsTopicArns.",
  link: "https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-managing-costs.html",
  types: ["aws:budgets/budget:Budget"],
  level: "mandatory",
  onUnknown: { behaviour: "judges-the-rest", text: "Unknown notifications and subscribers pass." },
  check: ({ props }) => {
    if (partlyUnknown(props, "notifications")) return [];
    const told = dictsAt(props, "notifications").some(
      (each) => !isMissing(each["subscriberEmailAddresses"]) || !isMissing(each["subscriberSnsTopicArns"]),
    );
    return told ? [] : ["it tells nobody"];
  },
};
