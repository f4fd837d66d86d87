import type { KubernetesObject } from "../contracts/addon";
import type { AlertGroup } from "../contracts/monitoring";
import { type AddonDefinition, controller, resources, restrictedContainer } from "./definition";

const NAMESPACE = "reloader";

/** What it runs as; the workloads' layer gives it its rights there. */
export const reloaderAccount = { name: "reloader", namespace: NAMESPACE } as const;

const alerts: AlertGroup = {
  name: "reloader",
  rules: [
    {
      alert: "SecretRestartFailed",
      expr: 'sum(increase(reloader_reload_executed_total{success="false"}[15m])) > 0',
      for: "5m",
      severity: "warning",
      summary: "A workload could not be restarted after a secret of its had changed",
      description: "{{ $value | humanize }} restarts failed in a quarter of an hour; its pods have the old value.",
      runbook: "secret-restart-failed",
      dashboard: "slipway-platform",
      panel: "Restarts for new secrets",
    },
  ],
};

/** What it may do in its own namespace: agree on who works, and write down its version. */
function ownRights(): readonly KubernetesObject[] {
  const metadata = { name: "reloader-own", namespace: NAMESPACE };
  return [
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "Role",
      metadata,
      rules: [
        { apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: ["create", "get", "update"] },
        { apiGroups: [""], resources: ["configmaps"], verbs: ["create", "get", "list", "update", "watch"] },
      ],
    },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "RoleBinding",
      metadata,
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: metadata.name },
      subjects: [{ kind: "ServiceAccount", ...reloaderAccount }],
    },
  ];
}

/**
 * Restarts workloads when a Secret that their pods read has changed: a value that is rotated in the secret manager comes
 * into the cluster with nobody's `up`. On by itself where a workload reads such a value.
 *
 * Its chart would give it every secret of the cluster, or a Role in a namespace that is not there yet; so its rights in the
 * workloads' namespace come with that namespace (`components/workloads/restarts.ts`), and it watches nothing else.
 *
 * Settings read: `workloadNamespace`, `rollouts`.
 */
export const reloader: AddonDefinition = {
  name: "reloader",
  namespace: NAMESPACE,
  podSecurity: "restricted",
  scrapedOnly: true,
  needs: ["prometheus-operator-crds"],
  releases: [
    {
      chart: "reloader",
      timeoutSeconds: 300,
      values: ({ replicas, settings }) => ({
        fullnameOverride: reloaderAccount.name,
        reloader: {
          rbac: { enabled: false },
          // Where it watches is said by the variable below; `false` would make it watch its own namespace.
          watchGlobally: true,
          isArgoRollouts: settings.rollouts,
          ignoreConfigMaps: true,
          ignoreJobs: true,
          ignoreCronJobs: true,
          // A note on the pods rather than a variable in them, which Helm would have to leave alone.
          reloadStrategy: "annotations",
          logFormat: "json",
          readOnlyRootFileSystem: true,
          // A change while nobody looks is never made up for.
          enableHA: replicas > 1,
          deployment: {
            replicas,
            tolerations: controller.tolerations,
            containerSecurityContext: restrictedContainer,
            resources: resources("20m", "128Mi", "256Mi"),
            env: { open: { KUBERNETES_NAMESPACE: settings.workloadNamespace } },
          },
          podMonitor: { enabled: true },
          podDisruptionBudget: replicas > 1 ? { enabled: true, maxUnavailable: 1 } : { enabled: false },
        },
      }),
    },
  ],
  objects: ownRights,
  alerts: () => [alerts],
};
