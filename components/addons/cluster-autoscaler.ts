import type { AwsStatement, CloudFacts } from "../contracts/addon";
import type { AlertGroup } from "../contracts/monitoring";
import { arn } from "./arn";
import { type AddonDefinition, controller, resources, restrictedContainer } from "./definition";
import { join } from "./late";

const serviceAccount = "cluster-autoscaler";

/**
 * Changes the size of this cluster's own groups only: EKS tags the Auto Scaling group of each managed node group with
 * `eks:cluster-name`. Reads as in the autoscaler's documentation for AWS; none of them can be limited to a resource,
 * but that of node groups.
 */
function statements(facts: CloudFacts): readonly AwsStatement[] {
  return [
    {
      Sid: "SeeGroups",
      Effect: "Allow",
      Action: [
        "autoscaling:DescribeAutoScalingGroups",
        "autoscaling:DescribeAutoScalingInstances",
        "autoscaling:DescribeLaunchConfigurations",
        "autoscaling:DescribeScalingActivities",
        "autoscaling:DescribeTags",
        "ec2:DescribeImages",
        "ec2:DescribeInstanceTypes",
        "ec2:DescribeLaunchTemplateVersions",
        "ec2:GetInstanceTypesFromInstanceRequirements",
      ],
      Resource: "*",
      Condition: { StringEquals: { "aws:RequestedRegion": facts.region } },
    },
    {
      Sid: "SeeNodeGroups",
      Effect: "Allow",
      Action: ["eks:DescribeNodegroup"],
      Resource: arn(facts, "eks", join("nodegroup/", facts.clusterName, "/*")),
    },
    {
      Sid: "ResizeOwnGroups",
      Effect: "Allow",
      Action: ["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"],
      Resource: arn(facts, "autoscaling", "autoScalingGroup:*:autoScalingGroupName/*"),
      Condition: {
        StringEquals: {
          "aws:ResourceTag/eks:cluster-name": facts.clusterName,
          "aws:ResourceTag/k8s.io/cluster-autoscaler/enabled": "true",
        },
      },
    },
  ];
}

const alerts: AlertGroup = {
  name: "cluster-autoscaler",
  rules: [
    {
      alert: "ClusterAutoscalerBlind",
      expr: "min by (namespace) (cluster_autoscaler_cluster_safe_to_autoscale) == 0",
      for: "15m",
      severity: "warning",
      summary: "The cluster autoscaler holds still",
      description: "Too many nodes are not ready for it to act (safe: {{ $value }}).",
      runbook: "cluster-autoscaler-blind",
      dashboard: "slipway-platform",
      panel: "Cluster autoscaler",
    },
    {
      alert: "ClusterAutoscalerRefused",
      expr: "sum by (reason) (increase(cluster_autoscaler_failed_scale_ups_total[30m])) > 0",
      for: "5m",
      severity: "warning",
      summary: "The cluster autoscaler gets no machines",
      description: "{{ $value | humanize }} attempts failed in half an hour ({{ $labels.reason }}).",
      runbook: "cluster-autoscaler-refused",
      dashboard: "slipway-platform",
      panel: "Cluster autoscaler",
    },
  ],
};

/** Resizes managed node groups to what pods ask for; where Karpenter does not buy machines itself. */
export const clusterAutoscaler: AddonDefinition = {
  name: "cluster-autoscaler",
  clouds: ["aws"],
  namespace: "kube-system",
  podSecurity: "privileged",
  needs: ["prometheus-operator-crds"],
  identity: { serviceAccount, policies: { aws: statements } },
  releases: [
    {
      chart: "cluster-autoscaler",
      timeoutSeconds: 300,
      values: ({ replicas, annotations, facts }) => ({
        cloudProvider: "aws",
        awsRegion: facts.region,
        autoDiscovery: { clusterName: facts.clusterName },
        fullnameOverride: "cluster-autoscaler",
        replicaCount: replicas,
        ...controller,
        extraArgs: {
          "balance-similar-node-groups": true,
          "skip-nodes-with-system-pods": false,
          expander: "least-waste",
        },
        rbac: { serviceAccount: { name: serviceAccount, annotations } },
        resources: resources("100m", "300Mi", "600Mi"),
        securityContext: {
          runAsNonRoot: true,
          runAsUser: 65534,
          fsGroup: 65534,
          seccompProfile: { type: "RuntimeDefault" },
        },
        containerSecurityContext: restrictedContainer,
        // The chart puts its monitor in a namespace `monitoring`, unless told.
        serviceMonitor: { enabled: true, namespace: "kube-system", interval: "30s" },
      }),
    },
  ],
  alerts: () => [alerts],
};
