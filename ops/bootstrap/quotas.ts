/** Limits of an AWS account that a first `up` meets, with what counts against them. */
export interface Quota {
  readonly what: string;
  /** As Service Quotas knows it. */
  readonly service: string;
  readonly code: string;
  /** Pulumi's type, whose number the stack needs; for cores the config says it. */
  readonly type: string | "cores";
  /** The AWS CLI's way to count what is there already. @default it is not counted */
  readonly count?: readonly string[];
}

/** Codes: `aws service-quotas list-service-quotas`, "AWS service quotas" in the General Reference. */
export const QUOTAS: readonly Quota[] = [
  {
    what: "VPCs",
    service: "vpc",
    code: "L-F678F1CE",
    type: "aws:ec2/vpc:Vpc",
    count: ["ec2", "describe-vpcs", "--query", "length(Vpcs)"],
  },
  {
    what: "internet gateways",
    service: "vpc",
    code: "L-A4707A72",
    type: "aws:ec2/internetGateway:InternetGateway",
    count: ["ec2", "describe-internet-gateways", "--query", "length(InternetGateways)"],
  },
  {
    what: "elastic addresses",
    service: "ec2",
    code: "L-0263D0A3",
    type: "aws:ec2/eip:Eip",
    count: ["ec2", "describe-addresses", "--query", "length(Addresses)"],
  },
  {
    what: "EKS clusters",
    service: "eks",
    code: "L-1194D53C",
    type: "aws:eks/cluster:Cluster",
    count: ["eks", "list-clusters", "--query", "length(clusters)"],
  },
  {
    what: "RDS instances",
    service: "rds",
    code: "L-7B6409FD",
    type: "aws:rds/instance:Instance",
    count: ["rds", "describe-db-instances", "--query", "length(DBInstances)"],
  },
  {
    what: "network load balancers",
    service: "elasticloadbalancing",
    code: "L-69A177A2",
    type: "aws:lb/loadBalancer:LoadBalancer",
    count: ["elbv2", "describe-load-balancers", "--query", "length(LoadBalancers[?Type=='network'])"],
  },
  { what: "cores of on-demand nodes", service: "ec2", code: "L-1216C47A", type: "cores" },
  { what: "cores of spot nodes", service: "ec2", code: "L-34B43A08", type: "cores" },
];

export interface QuotaFinding {
  readonly what: string;
  readonly needed: number;
  readonly used: number;
  readonly limit: number;
  readonly code: string;
  readonly enough: boolean;
}
