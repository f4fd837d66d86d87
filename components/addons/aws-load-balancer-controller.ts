import type { AwsStatement, CloudFacts } from "../contracts/addon";
import { arn } from "./arn";
import { type AddonDefinition, controller, resources, restrictedContainer } from "./definition";

const serviceAccount = "aws-load-balancer-controller";

/**
 * Slipway owns the load balancer, its target groups and their security groups; the controller only registers pods with
 * target groups of this stack. So it gets the subset that its documentation names for TargetGroupBinding alone, less
 * what no binding calls (ModifyTargetGroup and its attributes), plus the network interfaces and zones that it looks pods'
 * addresses up by. None of the reads can be limited to a resource.
 */
function statements(facts: CloudFacts): readonly AwsStatement[] {
  return [
    {
      Sid: "SeeTargets",
      Effect: "Allow",
      Action: [
        "ec2:DescribeAvailabilityZones",
        "ec2:DescribeInstances",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeVpcs",
        "elasticloadbalancing:DescribeTargetGroups",
        "elasticloadbalancing:DescribeTargetHealth",
      ],
      Resource: "*",
      Condition: { StringEquals: { "aws:RequestedRegion": facts.region } },
    },
    {
      Sid: "RegisterPods",
      Effect: "Allow",
      Action: ["elasticloadbalancing:RegisterTargets", "elasticloadbalancing:DeregisterTargets"],
      Resource: arn(facts, "elasticloadbalancing", "targetgroup/*/*"),
      Condition: { StringEquals: ofStack(facts) },
    },
  ];
}

/** Without these tags the condition would be empty, and every target group of the account within reach. */
function ofStack({ tags }: CloudFacts): Record<string, string> {
  const { Project, Stack } = tags;
  if (!Project || !Stack) throw new Error("the load balancer controller's rights need the tags Project and Stack");
  return { "aws:ResourceTag/Project": Project, "aws:ResourceTag/Stack": Stack };
}

/** Keeps the gateway's pods in the target groups of the load balancer that Slipway owns. */
export const awsLoadBalancerController: AddonDefinition = {
  name: "aws-load-balancer-controller",
  clouds: ["aws"],
  namespace: "kube-system",
  podSecurity: "privileged",
  needs: ["prometheus-operator-crds"],
  identity: { serviceAccount, policies: { aws: statements } },
  releases: [
    {
      chart: "aws-load-balancer-controller",
      timeoutSeconds: 300,
      values: ({ replicas, annotations, facts }) => ({
        replicaCount: replicas,
        ...controller,
        clusterName: facts.clusterName,
        // Given, as pods cannot ask the node's metadata service.
        region: facts.region,
        vpcId: facts.networkId,
        serviceAccount: { name: serviceAccount, annotations },
        // No ingress and no Service makes a load balancer that a destroy would leave behind.
        createIngressClassResource: false,
        ingressClassParams: { create: false },
        enableServiceMutatorWebhook: false,
        enableBackendSecurityGroup: false,
        enableShield: false,
        enableWaf: false,
        enableWafv2: false,
        controllerConfig: { featureGates: { ALBGatewayAPI: false, NLBGatewayAPI: false } },
        // Else every upgrade would sign a new webhook certificate, and calls would fail in between.
        keepTLSSecret: true,
        podDisruptionBudget: replicas > 1 ? { maxUnavailable: 1 } : {},
        resources: resources("50m", "128Mi", "256Mi"),
        securityContext: restrictedContainer,
        serviceMonitor: { enabled: true },
      }),
    },
  ],
};
