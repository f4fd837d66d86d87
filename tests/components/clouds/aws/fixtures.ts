import type { ClusterHandle } from "../../../../components/contracts/cluster";
import type { Scope } from "../../../../components/contracts/common";
import type { StorePlacement } from "../../../../components/contracts/stores";
import { scopeOf as stackScope } from "../../../support/scope";
import { existing, type ResourceRecord, type Simulation } from "../../../support/simulate";

/** The place that components are built in; everything named here is in `world`. */
export function scopeOf(changes: Partial<Scope> = {}): Scope {
  return stackScope({ tags: { Project: "shop", Stack: "dev", ManagedBy: "slipway" }, ...changes });
}

export const network = {
  id: "vpc-1",
  cidr: "10.0.0.0/16",
  publicSubnetIds: ["subnet-public-a", "subnet-public-b"],
  privateSubnetIds: ["subnet-private-a", "subnet-private-b"],
  dataSubnetIds: ["subnet-data-a", "subnet-data-b"],
  dataCidrs: ["10.0.100.0/24", "10.0.101.0/24"],
};

export const cluster: ClusterHandle = {
  name: "shop-dev",
  endpoint: "https://ABCDEF.gr7.eu-central-1.eks.amazonaws.com",
  kubeconfig: "{}",
  issuer: "https://oidc.eks.eu-central-1.amazonaws.com/id/ABCDEF",
  accessGroup: "sg-cluster",
  compute: "karpenter",
  nodeRole: "shop-dev-node",
};

export const placement: StorePlacement = { network, cluster };

/** What exists before a component is built. */
export const world = [
  network.id,
  ...network.publicSubnetIds,
  ...network.privateSubnetIds,
  ...network.dataSubnetIds,
  "sg-cluster",
  existing("aws:eks/cluster:Cluster", "shop-dev", { name: "shop-dev" }),
];

export interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Principal?: unknown;
  readonly Action: string[];
  readonly Resource?: string | string[];
  readonly Condition?: Record<string, Record<string, string | string[]>>;
}

/** The statements of a policy as it is sent. */
export function statementsOf(resource: ResourceRecord, key = "policy"): Statement[] {
  return (JSON.parse(String(resource.inputs[key])) as { Statement: Statement[] }).Statement;
}

/** What AWS gives no tags to. */
const untagged = new Set([
  "aws:iam/rolePolicy:RolePolicy",
  "aws:kms/alias:Alias",
  "aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup",
  "aws:rds/proxyTarget:ProxyTarget",
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  "aws:s3/bucketLogging:BucketLogging",
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
  "aws:s3/bucketPolicy:BucketPolicy",
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  "aws:s3/bucketVersioning:BucketVersioning",
  "aws:secretsmanager/secretRotation:SecretRotation",
  "aws:secretsmanager/secretVersion:SecretVersion",
]);

/** Everything in a component that takes tags. */
export function taggable(made: Simulation): ResourceRecord[] {
  return made.resources.filter((r) => r.custom && r.type.startsWith("aws:") && !untagged.has(r.type));
}

/** Every statement of every policy, with the resource it is in. */
export function allStatements(made: Simulation): { readonly of: string; readonly statement: Statement }[] {
  return made.resources
    .flatMap((resource) => ["policy", "assumeRolePolicy"].map((key) => ({ resource, key })))
    .filter(({ resource, key }) => typeof resource.inputs[key] === "string")
    .flatMap(({ resource, key }) =>
      statementsOf(resource, key).map((statement) => ({ of: `${resource.name} ${key}`, statement })),
    );
}

/** Rules that let someone in, as [port, from whom]. */
export function openings(made: Simulation, group: ResourceRecord): unknown[] {
  return made
    .find("SecurityGroupIngressRule")
    .map(({ inputs }) => inputs)
    .filter((inputs) => inputs["securityGroupId"] === group.id)
    .map((inputs) => [inputs["fromPort"], inputs["toPort"], inputs["referencedSecurityGroupId"] ?? inputs["cidrIpv4"]])
    .sort();
}

/** ARN of the one key that a component has made. */
export const keyArn = (made: Simulation) => made.one("kms/key:Key").outputs["arn"];
