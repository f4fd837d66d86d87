import type { Alert, AlertGroup, BusinessMetric, MonitoringSettings } from "../../contracts/monitoring";

/** The series of a business metric, by the label `metric`. */
export const BUSINESS = "slipway:business:value";

/** Numbers of the business that config declares, and their limits. */
export function businessAlerts({ business }: MonitoringSettings): readonly AlertGroup[] {
  if (business.length === 0) return [];
  return [
    {
      name: "business",
      records: business.map(({ name, query }) => ({
        record: BUSINESS,
        expr: `sum(${query})`,
        labels: { metric: name },
      })),
      rules: business.flatMap(limits),
    },
  ];
}

function limits({ name, title, below, above }: BusinessMetric): readonly Alert[] {
  const value = `${BUSINESS}{metric="${name}"}`;
  const common = {
    for: "15m",
    severity: "warning",
    dashboard: "slipway-business",
    panel: title,
    runbook: "business-metric",
  } as const;
  return [
    ...(below === undefined
      ? []
      : [
          {
            ...common,
            alert: "BusinessMetricLow",
            expr: `${value} < ${below}`,
            summary: `${title} is low`,
            description: `It is {{ $value | humanize }}, below ${below}.`,
          },
        ]),
    ...(above === undefined
      ? []
      : [
          {
            ...common,
            alert: "BusinessMetricHigh",
            expr: `${value} > ${above}`,
            summary: `${title} is high`,
            description: `It is {{ $value | humanize }}, above ${above}.`,
          },
        ]),
  ];
}
