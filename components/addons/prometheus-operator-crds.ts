import type { AddonDefinition } from "./definition";

/**
 * The definitions of ServiceMonitor, PrometheusRule and the like. First of all, and apart from Prometheus itself, so
 * that every other add-on can ship its monitors and rules, and upgrades reach the definitions (Helm never upgrades a
 * chart's `crds/` folder).
 */
export const prometheusOperatorCrds: AddonDefinition = {
  name: "prometheus-operator-crds",
  namespace: "kube-system",
  podSecurity: "privileged",
  crdsOnly: true,
  needs: [],
  releases: [{ chart: "prometheus-operator-crds", timeoutSeconds: 180, values: () => ({}) }],
};
