import type { AwsStatement, CloudFacts } from "../contracts/addon";
import { arn, globalArn, publicArn } from "./arn";
import { join } from "./late";

/** What Karpenter makes, and may tag as it makes it. */
const MADE = [
  "fleet/*",
  "instance/*",
  "volume/*",
  "network-interface/*",
  "launch-template/*",
  "spot-instances-request/*",
];

/**
 * The rights of Karpenter's controller, after the CloudFormation template in its documentation (v1.14): it may make
 * instances only with the tags of this cluster, and change and delete only what carries them. That template scopes by a
 * tag whose key holds the cluster's name; this one by `eks:eks-cluster-name`, which Karpenter puts on the same things
 * with the name as its value, so that the name may be known late. The rights for zonal shift are left out, as it is off.
 */
export function karpenterStatements(facts: CloudFacts): readonly AwsStatement[] {
  return [...machines(facts), ...instanceProfiles(facts), ...reads(facts)];
}

const anyNodePool = { "aws:RequestTag/karpenter.sh/nodepool": "*" };
const ofNodePool = { "aws:ResourceTag/karpenter.sh/nodepool": "*" };

function machines(facts: CloudFacts): AwsStatement[] {
  const ec2 = (resource: string) => arn(facts, "ec2", resource);
  const requested = { "aws:RequestTag/eks:eks-cluster-name": facts.clusterName };
  const owned = { "aws:ResourceTag/eks:eks-cluster-name": facts.clusterName };
  return [
    {
      Sid: "StartFromWhatIsThere",
      Effect: "Allow",
      Action: ["ec2:RunInstances", "ec2:CreateFleet"],
      Resource: [
        publicArn(facts, "ec2", "image/*"),
        publicArn(facts, "ec2", "snapshot/*"),
        ...["security-group/*", "subnet/*", "capacity-reservation/*", "placement-group/*"].map(ec2),
      ],
    },
    {
      Sid: "StartFromOwnTemplates",
      Effect: "Allow",
      Action: ["ec2:RunInstances", "ec2:CreateFleet"],
      Resource: ec2("launch-template/*"),
      Condition: { StringEquals: owned, StringLike: ofNodePool },
    },
    {
      Sid: "MakeWithTags",
      Effect: "Allow",
      Action: ["ec2:RunInstances", "ec2:CreateFleet", "ec2:CreateLaunchTemplate"],
      Resource: MADE.map(ec2),
      Condition: { StringEquals: requested, StringLike: anyNodePool },
    },
    {
      Sid: "TagWhatIsMade",
      Effect: "Allow",
      Action: ["ec2:CreateTags"],
      Resource: MADE.map(ec2),
      Condition: {
        StringEquals: { ...requested, "ec2:CreateAction": ["RunInstances", "CreateFleet", "CreateLaunchTemplate"] },
        StringLike: anyNodePool,
      },
    },
    {
      Sid: "TagOwnInstances",
      Effect: "Allow",
      Action: ["ec2:CreateTags"],
      Resource: ec2("instance/*"),
      Condition: {
        StringEquals: owned,
        StringLike: ofNodePool,
        StringEqualsIfExists: requested,
        "ForAllValues:StringEquals": { "aws:TagKeys": ["eks:eks-cluster-name", "karpenter.sh/nodeclaim", "Name"] },
      },
    },
    {
      Sid: "DeleteOwn",
      Effect: "Allow",
      Action: ["ec2:TerminateInstances", "ec2:DeleteLaunchTemplate"],
      Resource: [ec2("instance/*"), ec2("launch-template/*")],
      Condition: { StringEquals: owned, StringLike: ofNodePool },
    },
  ];
}

function instanceProfiles(facts: CloudFacts): AwsStatement[] {
  const profiles = globalArn(facts, "iam", "instance-profile/*");
  const tags = (kind: "RequestTag" | "ResourceTag") => ({
    StringEquals: {
      [`aws:${kind}/eks:eks-cluster-name`]: facts.clusterName,
      [`aws:${kind}/topology.kubernetes.io/region`]: facts.region,
    },
    StringLike: { [`aws:${kind}/karpenter.k8s.aws/ec2nodeclass`]: "*" },
  });
  const [requested, owned] = [tags("RequestTag"), tags("ResourceTag")];
  return [
    {
      Sid: "GiveNodesTheirRole",
      Effect: "Allow",
      Action: ["iam:PassRole"],
      Resource: globalArn(facts, "iam", join("role/", facts.nodeRole)),
      Condition: { StringEquals: { "iam:PassedToService": ["ec2.amazonaws.com", "ec2.amazonaws.com.cn"] } },
    },
    {
      Sid: "MakeProfiles",
      Effect: "Allow",
      Action: ["iam:CreateInstanceProfile"],
      Resource: profiles,
      Condition: requested,
    },
    {
      Sid: "TagOwnProfiles",
      Effect: "Allow",
      Action: ["iam:TagInstanceProfile"],
      Resource: profiles,
      Condition: {
        StringEquals: { ...requested.StringEquals, ...owned.StringEquals },
        StringLike: { ...requested.StringLike, ...owned.StringLike },
      },
    },
    {
      Sid: "ChangeOwnProfiles",
      Effect: "Allow",
      Action: ["iam:AddRoleToInstanceProfile", "iam:RemoveRoleFromInstanceProfile", "iam:DeleteInstanceProfile"],
      Resource: profiles,
      Condition: owned,
    },
  ];
}

function reads(facts: CloudFacts): AwsStatement[] {
  return [
    {
      Sid: "FindTheCluster",
      Effect: "Allow",
      Action: ["eks:DescribeCluster"],
      Resource: arn(facts, "eks", join("cluster/", facts.clusterName)),
    },
    {
      Sid: "HearOfInterruptions",
      Effect: "Allow",
      Action: ["sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage"],
      Resource: arn(facts, "sqs", facts.clusterName),
    },
    {
      Sid: "SeeTheRegion",
      Effect: "Allow",
      Action: [
        "ec2:DescribeCapacityReservations",
        "ec2:DescribeImages",
        "ec2:DescribeInstanceStatus",
        "ec2:DescribeInstanceTypeOfferings",
        "ec2:DescribeInstanceTypes",
        "ec2:DescribeInstances",
        "ec2:DescribeLaunchTemplates",
        "ec2:DescribePlacementGroups",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSpotPriceHistory",
        "ec2:DescribeSubnets",
      ],
      Resource: "*",
      Condition: { StringEquals: { "aws:RequestedRegion": facts.region } },
    },
    {
      Sid: "FindImages",
      Effect: "Allow",
      Action: ["ssm:GetParameter"],
      Resource: publicArn(facts, "ssm", "parameter/aws/service/*"),
    },
    // Neither of these two can be limited to a resource.
    {
      Sid: "SeePricesAndProfiles",
      Effect: "Allow",
      Action: ["pricing:GetProducts", "iam:ListInstanceProfiles"],
      Resource: "*",
    },
    {
      Sid: "ReadProfiles",
      Effect: "Allow",
      Action: ["iam:GetInstanceProfile"],
      Resource: globalArn(facts, "iam", "instance-profile/*"),
    },
  ];
}
