import { CloudError, isRecord, type TypeModel, text } from "../model";
import { refuseTwin, tagsOf } from "./shared";

/** Most notifications of one budget (AWS Budgets, "Quotas"). */
const MOST_NOTIFICATIONS = 5;

/** Budgets. They belong to the account, not to a region. */
export const budgets: Readonly<Record<string, TypeModel>> = {
  "aws:budgets/budget:Budget": {
    id: (c) => `${c.account}:${text(c.inputs, "name")}`,
    required: ["budgetType", "timeUnit"],
    autoName: { property: "name", max: 100 },
    validate: (c) => {
      refuseTwin(c, ["name"], "DuplicateRecordException");
      const { notifications } = c.inputs;
      const all = Array.isArray(notifications) ? notifications.filter(isRecord) : [];
      const keys = all.map(({ notificationType, threshold, thresholdType, comparisonOperator }) =>
        JSON.stringify([notificationType, threshold, thresholdType, comparisonOperator]),
      );
      if (all.length > MOST_NOTIFICATIONS)
        throw new CloudError(
          "CreationLimitExceededException",
          `${c.name} has ${all.length} notifications; 5 are allowed`,
        );
      if (new Set(keys).size < keys.length)
        throw new CloudError("DuplicateRecordException", `${c.name} has the same notification twice`);
    },
    outputs: (c) => ({
      arn: `arn:aws:budgets::${c.account}:budget/${text(c.inputs, "name")}`,
      accountId: c.account,
      tagsAll: tagsOf(c.inputs),
    }),
    replaceOn: ["name", "accountId"],
  },
};
