import { type AddonDefinition, controller, resources } from "./definition";

/**
 * PostgreSQL in the cluster: the operator, and the plugin by which it keeps base backups and write-ahead logs in a bucket. The
 * plugin must live beside the operator, and has its certificates from cert-manager.
 */
export const cloudnativePg: AddonDefinition = {
  name: "cloudnative-pg",
  namespace: "cnpg-system",
  podSecurity: "restricted",
  needs: ["cert-manager", "prometheus-operator-crds"],
  releases: [
    {
      chart: "cloudnative-pg",
      timeoutSeconds: 300,
      values: ({ replicas }) => ({
        replicaCount: replicas,
        ...controller,
        resources: resources("50m", "128Mi", "256Mi"),
        monitoring: { podMonitorEnabled: true },
      }),
    },
    {
      chart: "plugin-barman-cloud",
      timeoutSeconds: 300,
      // One: it answers the operator, which asks again.
      values: () => ({ replicaCount: 1, ...controller, resources: resources("10m", "64Mi", "128Mi") }),
    },
  ],
};
