import { charts } from "../helm/versions";
import { type AddonDefinition, controller, resources } from "./definition";

const seccompProfile = { type: "RuntimeDefault" } as const;

/**
 * A service mesh without sidecars: workloads' pods reach each other by mutual TLS, through a proxy on each node. Off unless
 * config switches it on. Its parts on the nodes change how pods are connected, so its namespace is privileged.
 *
 * It goes in as its makers say: definitions, control plane, network plugin, node proxies.
 */
export const istio: AddonDefinition = {
  name: "istio",
  namespace: "istio-system",
  podSecurity: "privileged",
  needs: ["prometheus-operator-crds"],
  releases: [
    { chart: "istio-base", timeoutSeconds: 300, values: () => ({}) },
    {
      chart: "istiod",
      timeoutSeconds: 300,
      values: ({ replicas }) => ({
        profile: "ambient",
        seccompProfile,
        autoscaleEnabled: false,
        replicaCount: replicas,
        resources: resources("100m", "512Mi", "2Gi"),
        tolerations: controller.tolerations,
        global: { priorityClassName: controller.priorityClassName },
      }),
    },
    {
      chart: "istio-cni",
      timeoutSeconds: 300,
      values: () => ({ profile: "ambient", seccompProfile, resources: resources("50m", "128Mi", "256Mi") }),
    },
    {
      chart: "ztunnel",
      timeoutSeconds: 300,
      // The chart names its image by its own values alone.
      values: () => ({ tag: charts.ztunnel.version, resources: resources("100m", "256Mi", "1Gi") }),
    },
  ],
};
