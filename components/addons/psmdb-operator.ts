import { storesNamespace } from "../in-cluster/places";
import { type AddonDefinition, controller, resources, restrictedContainer } from "./definition";

/** MongoDB in the cluster: Percona's operator, which looks after the namespace of stores alone. */
export const psmdbOperator: AddonDefinition = {
  name: "psmdb-operator",
  namespace: "psmdb-system",
  podSecurity: "restricted",
  // Members' certificates are cert-manager's: it renews them.
  needs: ["cert-manager", "external-secrets"],
  releases: [
    {
      chart: "psmdb-operator",
      timeoutSeconds: 300,
      values: ({ scope, replicas }) => ({
        replicaCount: replicas,
        watchNamespace: storesNamespace(scope.app),
        disableTelemetry: true,
        logStructured: true,
        podSecurityContext: {
          runAsNonRoot: true,
          runAsUser: 2,
          runAsGroup: 2,
          seccompProfile: { type: "RuntimeDefault" },
        },
        securityContext: restrictedContainer,
        tolerations: controller.tolerations,
        resources: resources("50m", "128Mi", "256Mi"),
      }),
    },
  ],
};
