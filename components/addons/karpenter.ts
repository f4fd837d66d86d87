import type { AddonContext, KubernetesObject } from "../contracts/addon";
import type { AlertGroup } from "../contracts/monitoring";
import { type AddonDefinition, controller, resources, restrictedContainer } from "./definition";
import { karpenterStatements } from "./karpenter-policy";

/** The node pool and its class are called so. */
const POOL = "workloads";

/** Nodes live at most so long, so that each gets a fresh image and no drift builds up. */
const EXPIRE_AFTER = "336h";

const alerts: AlertGroup = {
  name: "karpenter",
  rules: [
    {
      alert: "KarpenterNearLimit",
      expr: 'max by (nodepool) (karpenter_nodepools_usage{resource_type="cpu"}) / max by (nodepool) (karpenter_nodepools_limit{resource_type="cpu"}) > 0.9',
      for: "10m",
      severity: "warning",
      summary: "The node pool {{ $labels.nodepool }} is nearly used up",
      description: "It uses {{ $value | humanizePercentage }} of the cores that it may buy; after that pods wait.",
      runbook: "karpenter-near-limit",
      dashboard: "slipway-platform",
      panel: "Machines bought by Karpenter, against the limit",
    },
    {
      alert: "KarpenterCloudErrors",
      expr: 'sum by (error, controller) (increase(karpenter_cloudprovider_errors_total{error!="NodeClaimNotFoundError"}[15m])) > 5',
      for: "15m",
      severity: "warning",
      summary: "AWS refuses what Karpenter asks for",
      description:
        "{{ $value | humanize }} errors in a quarter of an hour ({{ $labels.controller }}: {{ $labels.error }}).",
      runbook: "karpenter-cloud-errors",
      dashboard: "slipway-platform",
      panel: "Errors of the cloud, by Karpenter",
    },
  ],
};

/** Machines for workloads: where they start, with which image and disks. */
function nodeClass({ scope, facts, settings }: AddonContext): KubernetesObject {
  return {
    apiVersion: "karpenter.k8s.aws/v1",
    kind: "EC2NodeClass",
    metadata: { name: POOL },
    spec: {
      role: facts.nodeRole,
      amiSelectorTerms: [{ alias: settings.nodes.image }],
      subnetSelectorTerms: facts.nodeSubnets,
      securityGroupSelectorTerms: [{ id: facts.accessGroup }],
      // One hop: pods that are not on the host's network cannot reach the node's own credentials.
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      blockDeviceMappings: disks(settings.nodes.image),
      tags: { ...scope.tags, Name: `${scope.name}-${POOL}` },
    },
  };
}

/** Bottlerocket keeps its own disk small and puts images and logs on a second; others have one. */
function disks(image: string): readonly object[] {
  const disk = (deviceName: string, size: string) => ({
    deviceName,
    ebs: { volumeType: "gp3", volumeSize: size, encrypted: true, deleteOnTermination: true },
  });
  return image.startsWith("bottlerocket@")
    ? [disk("/dev/xvda", "4Gi"), disk("/dev/xvdb", "50Gi")]
    : [disk("/dev/xvda", "50Gi")];
}

/** What may be bought, how much of it, and when it is given back. */
function nodePool({ settings: { nodes } }: AddonContext): KubernetesObject {
  const oneOf = (key: string, values: readonly string[]) => ({ key, operator: "In", values });
  return {
    apiVersion: "karpenter.sh/v1",
    kind: "NodePool",
    metadata: { name: POOL },
    spec: {
      template: {
        spec: {
          nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: POOL },
          expireAfter: EXPIRE_AFTER,
          requirements: [
            oneOf("kubernetes.io/os", ["linux"]),
            oneOf("kubernetes.io/arch", nodes.architectures),
            // Given both, Karpenter takes spot first and falls back to on-demand.
            oneOf("karpenter.sh/capacity-type", nodes.capacity === "spot" ? ["spot", "on-demand"] : ["on-demand"]),
            oneOf("karpenter.k8s.aws/instance-category", ["c", "m", "r", "t"]),
            { key: "karpenter.k8s.aws/instance-generation", operator: "Gt", values: ["3"] },
          ],
        },
      },
      limits: { cpu: String(nodes.maxCpu) },
      disruption: {
        consolidationPolicy: "WhenEmptyOrUnderutilized",
        consolidateAfter: "2m",
        budgets: [{ nodes: "10%" }],
      },
    },
  };
}

const serviceAccount = "karpenter";

/**
 * Buys the machines that pods wait for, and gives them back. The queue of interruption notices is called as the cluster.
 *
 * It runs in `kube-system`, as its documentation asks, where the API server serves it before workloads.
 * Settings read: `nodes`.
 */
export const karpenter: AddonDefinition = {
  name: "karpenter",
  clouds: ["aws"],
  namespace: "kube-system",
  podSecurity: "privileged",
  needs: ["prometheus-operator-crds"],
  identity: { serviceAccount, policies: { aws: karpenterStatements } },
  releases: [
    { chart: "karpenter-crd", timeoutSeconds: 180, values: () => ({}) },
    {
      chart: "karpenter",
      timeoutSeconds: 300,
      values: ({ replicas, annotations, facts }) => ({
        replicas,
        ...controller,
        serviceAccount: { name: serviceAccount, annotations },
        settings: {
          clusterName: facts.clusterName,
          clusterEndpoint: facts.clusterEndpoint,
          interruptionQueue: facts.clusterName,
        },
        controller: {
          env: [{ name: "AWS_REGION", value: facts.region }],
          resources: resources("250m", "512Mi", "1Gi"),
        },
        podSecurityContext: { fsGroup: 65532, seccompProfile: restrictedContainer.seccompProfile },
        serviceMonitor: { enabled: true },
      }),
    },
  ],
  // The pool goes first when a stack is destroyed, and takes its machines along while the class is still there.
  objects: (context) => [nodeClass(context), nodePool(context)],
  alerts: () => [alerts],
};
