import type { KubernetesObject } from "../contracts/addon";
import type { Alert, AlertGroup, Dashboard } from "../contracts/monitoring";
import { dashboardLabel } from "./stack-values";

/** Where the runbooks are, from the root of the repository. */
export const runbookFolder = "docs/runbooks";

/** Rules in Prometheus's own terms. */
function rule({ alert, expr, for: held, severity, summary, description, runbook }: Alert): object {
  return {
    alert,
    expr,
    for: held,
    labels: { severity },
    annotations: { summary, description, runbook: `${runbookFolder}/${runbook}.md` },
  };
}

/** Alert groups as Prometheus's own rule file: what `promtool check rules` reads (JSON is YAML). */
export function ruleFile(groups: readonly AlertGroup[]): { readonly groups: readonly object[] } {
  return { groups: groups.map(({ name, rules }) => ({ name, rules: rules.map(rule) })) };
}

/** Alert groups as one PrometheusRule, which the operator hands to Prometheus. */
export function prometheusRule(name: string, namespace: string, groups: readonly AlertGroup[]): KubernetesObject {
  return {
    apiVersion: "monitoring.coreos.com/v1",
    kind: "PrometheusRule",
    metadata: { name, namespace, labels: { "app.kubernetes.io/part-of": "slipway" } },
    spec: { ...ruleFile(groups) },
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
