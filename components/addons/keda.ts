import type { AlertGroup } from "../contracts/monitoring";
import { type AddonDefinition, controller, resources, restrictedContainer } from "./definition";

const alerts: AlertGroup = {
  name: "keda",
  rules: [
    {
      alert: "KedaScalerFailing",
      expr: "sum by (exported_namespace, scaledObject, scaler) (rate(keda_scaler_detail_errors_total[5m])) > 0",
      for: "10m",
      severity: "warning",
      summary: "KEDA cannot read what it scales {{ $labels.scaledObject }} by",
      description:
        "The scaler {{ $labels.scaler }} of {{ $labels.exported_namespace }}/{{ $labels.scaledObject }} fails {{ $value | humanize }} times a second; the workload stays as it is.",
      runbook: "keda-scaler-failing",
      dashboard: "slipway-platform",
      panel: "Scalers that fail",
    },
  ],
};

const serviceAccount = "keda-operator";

/**
 * Scales workloads by queues, schedules and other events, down to none. On by itself where a workload has triggers.
 *
 * Settings read: `scaling` (what its triggers look at).
 */
export const keda: AddonDefinition = {
  name: "keda",
  namespace: "keda",
  podSecurity: "restricted",
  needs: ["prometheus-operator-crds"],
  // KEDA looks at the queues' lengths itself: no workload's trigger says how.
  identity: { serviceAccount, rights: ({ scaling }) => [{ kind: "seeQueues", queues: scaling.queues }] },
  storePorts: ({ scaling }) => scaling.storePorts,
  releases: [
    {
      chart: "keda",
      timeoutSeconds: 300,
      values: ({ replicas, annotations, facts }) => {
        const budget = replicas > 1 ? { maxUnavailable: 1 } : {};
        const metrics = { enabled: true, serviceMonitor: { enabled: true } };
        return {
          clusterName: facts.clusterName,
          ...controller,
          // One works, the others stand by; the metrics adapter has no leader and needs no second.
          operator: { replicaCount: replicas },
          metricsServer: { replicaCount: 1 },
          webhooks: { replicaCount: replicas },
          podDisruptionBudget: { operator: budget, webhooks: budget },
          // It scales what Slipway runs, not whatever has a scale subresource.
          rbac: {
            scaledRefKinds: [
              { apiGroup: "apps", kind: "Deployment" },
              { apiGroup: "apps", kind: "StatefulSet" },
              { apiGroup: "argoproj.io", kind: "Rollout" },
            ],
          },
          serviceAccount: { operator: { name: serviceAccount, annotations } },
          image: { pullPolicy: "IfNotPresent" },
          securityContext: {
            operator: restrictedContainer,
            metricServer: restrictedContainer,
            webhooks: restrictedContainer,
          },
          resources: {
            operator: resources("100m", "128Mi", "512Mi"),
            metricServer: resources("50m", "128Mi", "256Mi"),
            webhooks: resources("20m", "64Mi", "128Mi"),
          },
          prometheus: { operator: metrics, metricServer: metrics, webhooks: metrics },
        };
      },
    },
  ],
  alerts: () => [alerts],
};
