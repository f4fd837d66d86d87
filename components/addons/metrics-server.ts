import { type AddonDefinition, controller, resources } from "./definition";

/** CPU and memory of pods and nodes: what HorizontalPodAutoscalers and `kubectl top` read. */
export const metricsServer: AddonDefinition = {
  name: "metrics-server",
  namespace: "kube-system",
  podSecurity: "privileged",
  needs: ["prometheus-operator-crds"],
  releases: [
    {
      chart: "metrics-server",
      timeoutSeconds: 300,
      // The chart's own securityContext is already that of the restricted level.
      values: ({ replicas }) => ({
        replicas,
        ...controller,
        podDisruptionBudget: { enabled: replicas > 1, maxUnavailable: 1 },
        resources: resources("100m", "200Mi"),
        metrics: { enabled: true },
        serviceMonitor: { enabled: true },
      }),
    },
  ],
};
