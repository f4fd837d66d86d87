import { type AddonDefinition, resources } from "./definition";

/**
 * CPU, memory, disks and network of each node. It reads the host's file systems, which only the `privileged` Pod
 * Security level allows; so it has a namespace to itself, and Prometheus, Grafana and the rest keep to `restricted`.
 */
export const nodeExporter: AddonDefinition = {
  name: "node-exporter",
  namespace: "node-exporter",
  podSecurity: "privileged",
  needs: ["prometheus-operator-crds"],
  releases: [
    {
      chart: "node-exporter",
      timeoutSeconds: 300,
      values: ({ settings }) => ({
        fullnameOverride: "node-exporter",
        // The host's processes are read from its mounted /proc; its network can only be seen from inside.
        hostPID: false,
        priorityClassName: "system-node-critical",
        // On every node, whatever its taints.
        tolerations: [{ operator: "Exists" }],
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [
                {
                  matchExpressions: [{ key: "eks.amazonaws.com/compute-type", operator: "NotIn", values: ["fargate"] }],
                },
              ],
            },
          },
        },
        resources: resources("20m", "32Mi", "64Mi"),
        containerSecurityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ["ALL"] },
          seccompProfile: { type: "RuntimeDefault" },
        },
        extraArgs: [
          "--collector.filesystem.mount-points-exclude=^/(dev|proc|sys|run/containerd/.+|var/lib/docker/.+|var/lib/kubelet/.+)($|/)",
          "--collector.filesystem.fs-types-exclude=^(autofs|binfmt_misc|bpf|cgroup2?|configfs|debugfs|devpts|devtmpfs|fusectl|hugetlbfs|mqueue|nsfs|overlay|proc|procfs|pstore|rpc_pipefs|securityfs|selinuxfs|squashfs|sysfs|tracefs|erofs)$",
        ],
        // The job that kube-prometheus-stack's rules and dashboards ask for.
        podLabels: { jobLabel: "node-exporter" },
        prometheus: {
          monitor: { enabled: true, jobLabel: "jobLabel", interval: `${settings.monitoring.scrapeSeconds}s` },
        },
      }),
    },
  ],
};
