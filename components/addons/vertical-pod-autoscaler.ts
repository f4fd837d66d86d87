import { type AddonDefinition, controller, resources, restrictedContainer } from "./definition";

/**
 * Works out what pods should ask for, from what they use, and says so; it changes nothing: neither the part that ends pods
 * nor the one that changes new ones runs. Off unless config switches it on; every web workload and worker then has its
 * recommendation.
 */
export const verticalPodAutoscaler: AddonDefinition = {
  name: "vertical-pod-autoscaler",
  namespace: "vertical-pod-autoscaler",
  podSecurity: "restricted",
  scrapedOnly: true,
  needs: ["metrics-server"],
  releases: [
    {
      chart: "vertical-pod-autoscaler",
      timeoutSeconds: 300,
      values: ({ replicas }) => ({
        podSecurityContext: { seccompProfile: { type: "RuntimeDefault" } },
        containerSecurityContext: restrictedContainer,
        admissionController: { enabled: false },
        updater: { enabled: false },
        recommender: {
          replicas,
          ...controller,
          resources: resources("50m", "256Mi", "1Gi"),
          podDisruptionBudget: replicas > 1 ? { minAvailable: 1 } : { enabled: false },
        },
      }),
    },
  ],
};
