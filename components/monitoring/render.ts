import type { KubernetesObject } from "../contracts/addon";
import type { Alert, AlertGroup, Dashboard, MonitoringSettings } from "../contracts/monitoring";
import { SYMPTOM } from "./inhibition";
import { dashboardLabel } from "./stack-values";

/** Where the runbooks are, from the root of the repository. */
export const runbookFolder = "docs/runbooks";

type Links = MonitoringSettings["links"];

/** The labels that dashboards can be opened with; what an alert lacks is left empty, and Grafana ignores it. */
const VARIABLES = ["namespace", "workload"] as const;

/** A dashboard, opened at what the alert is about. */
function dashboardLink(grafana: string, dashboard: string): string {
  const chosen = VARIABLES.map((label) => `var-${label}={{ $labels.${label} }}`).join("&");
  return `${grafana}/d/${dashboard}?${chosen}`;
}

/** Rules in Prometheus's own terms. */
function rule(alert: Alert, { runbooks, grafana }: Links): object {
  const {
    alert: name,
    expr,
    for: held,
    severity,
    summary,
    description,
    runbook,
    dashboard,
    panel,
    symptom,
    labels,
  } = alert;
  return {
    alert: name,
    expr,
    for: held,
    labels: { severity, ...labels, ...(symptom ? { [SYMPTOM.label]: SYMPTOM.value } : {}) },
    annotations: {
      summary,
      description,
      runbook: `${runbooks}/${runbook}.md`,
      dashboard: dashboardLink(grafana, dashboard),
      panel,
    },
  };
}

/** Groups as Prometheus's own rule file: what `promtool check rules` reads (JSON is YAML). */
export function ruleFile(groups: readonly AlertGroup[], links: Links): { readonly groups: readonly object[] } {
  return {
    groups: groups.map(({ name, interval, records = [], rules }) => ({
      name,
      ...(interval === undefined ? {} : { interval }),
      rules: [...records, ...rules.map((each) => rule(each, links))],
    })),
  };
}

/** Groups as one PrometheusRule, which the operator hands to Prometheus. */
export function prometheusRule(
  name: string,
  namespace: string,
  groups: readonly AlertGroup[],
  links: Links,
): KubernetesObject {
  return {
    apiVersion: "monitoring.coreos.com/v1",
    kind: "PrometheusRule",
    metadata: { name, namespace, labels: { "app.kubernetes.io/part-of": "slipway" } },
    spec: { ...ruleFile(groups, links) },
  };
}

/** A ConfigMap that Grafana's sidecar loads a dashboard from. */
export interface DashboardConfigMap {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels: Readonly<Record<string, string>>;
  };
  readonly data: Readonly<Record<string, string>>;
}

/** A dashboard as the ConfigMap that Grafana's sidecar loads. */
export function dashboardConfigMap({ name, title, model }: Dashboard, namespace: string): DashboardConfigMap {
  return {
    metadata: {
      name: `dashboard-${name}`,
      namespace,
      labels: { [dashboardLabel.name]: dashboardLabel.value, "app.kubernetes.io/part-of": "slipway" },
    },
    data: { [`${name}.json`]: JSON.stringify({ ...model, uid: name, title }) },
  };
}
