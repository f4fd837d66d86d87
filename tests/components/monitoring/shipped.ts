import { catalogue } from "../../../components/addons/catalogue";
import type { Alert, AlertGroup, Dashboard } from "../../../components/contracts/monitoring";
import { contextOf } from "../addons/context";

/** Everything that Slipway can ship: the rules and dashboards of a stack with every add-on and one of everything. */
const context = contextOf("prod");

export const groups: readonly AlertGroup[] = Object.values(catalogue).flatMap(({ alerts }) => alerts?.(context) ?? []);
export const alerts: readonly Alert[] = groups.flatMap(({ rules }) => rules);
export const dashboards: readonly Dashboard[] = Object.values(catalogue).flatMap(
  (addon) => addon.dashboards?.(context) ?? [],
);

/** What tells one rule from all others. */
export const keyOf = ({ alert, severity, labels }: Pick<Alert, "alert" | "severity" | "labels">): string =>
  [alert, severity, ...Object.values(labels ?? {})].join(" ");
