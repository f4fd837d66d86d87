import type { Capabilities, CloudOptions } from "../../contracts/cloud";
import type { MongodbHandle, MongodbService } from "../../contracts/stores";
import type { ImageRegistry } from "./image-rules";
import type { EksVersion } from "./versions";

/** Ways to run workloads' pods on EKS. */
export const computeKinds = ["karpenter", "managed", "fargate", "auto"] as const;
export type Compute = (typeof computeKinds)[number];

/** Interface endpoints that a VPC can be given, by service. */
export const endpointServices = [
  "ec2",
  "ecr.api",
  "ecr.dkr",
  "eks",
  "eks-auth",
  "elasticloadbalancing",
  "kms",
  "logs",
  "secretsmanager",
  "sqs",
  "sts",
] as const;
export type EndpointService = (typeof endpointServices)[number];

/**
 * What clients of DocumentDB are told: they find its members by themselves, and do not repeat writes, which it cannot tell
 * from new ones. Source: "Connecting programmatically", Amazon DocumentDB Developer Guide.
 */
export const DOCUMENTDB_OPTIONS = "replicaSet=rs0&retryWrites=false";

/** What clients of Atlas are told beside TLS: what its own connection strings say. */
const ATLAS_OPTIONS = "retryWrites=true&w=majority";

/**
 * Ports that members answer on behind Atlas's private endpoint: each has one of its own, from the first on, and gets another when
 * it is replaced. Source: MongoDB's own module for AWS, terraform-mongodbatlas-atlas-aws, `security_group` of `privatelink`.
 */
const ATLAS_PORTS = { port: 1024, lastPort: 65_535 } as const;

/** What clients of a MongoDB need beside its address and its authorities, by who runs it. */
export const mongodbFacts = (service: MongodbService): Pick<MongodbHandle, "port" | "lastPort" | "srv" | "options"> =>
  service === "atlas"
    ? { ...ATLAS_PORTS, srv: true, options: ATLAS_OPTIONS }
    : { port: 27_017, options: DOCUMENTDB_OPTIONS };

/**
 * Atlas's general tiers on AWS, smallest first: what bounds of scaling are held to. Source: "Manage Cluster Auto-Scaling" and
 * "Connection Limits and Cluster Tier", MongoDB Atlas documentation.
 */
export const atlasTiers = ["M10", "M20", "M30", "M40", "M50", "M60", "M80", "M140", "M200", "M300"] as const;

/** A group of nodes with a fixed kind of machine. */
export interface NodeGroup {
  readonly instanceTypes: readonly string[];
  readonly min: number;
  readonly max: number;
  /** GiB of each node's data volume. */
  readonly diskGb: number;
  readonly capacity: "onDemand" | "spot";
}

/** What only AWS has; kept out of every shared type. */
export interface AwsOptions extends CloudOptions {
  readonly network: {
    /** Private paths to AWS services, about $7.30 a month each and zone, plus data. */
    readonly endpoints: readonly EndpointService[];
  };
  readonly cluster: {
    readonly version: EksVersion;
    readonly compute: Compute;
    /** Nodes of the platform itself. */
    readonly systemNodes: NodeGroup;
    /** Nodes of workloads, with `managed` compute. */
    readonly workloadNodes: NodeGroup;
    /** It stands by: there are no nodes, nor what needs some. @default false */
    readonly withoutNodes?: boolean;
    /** Who may take the break-glass role; empty: whoever signs in to the account with a second factor. */
    readonly breakGlass: readonly string[];
    /** Seconds of an emergency session. */
    readonly breakGlassSeconds: number;
    /** Repositories of the stack's own images; those of no image are none. */
    readonly registry: ImageRegistry;
  };
}

/** What AWS has. */
export const awsCapabilities: Capabilities = {
  network: { by: "VPC" },
  ownNetwork: { by: "network.adopt" },
  privateCluster: { by: "EKS with a private endpoint" },
  nodeScaling: { by: "Karpenter, Cluster Autoscaler or EKS Auto Mode" },
  spotNodes: { by: "EC2 Spot" },
  serverlessPods: { by: "Fargate" },
  workloadIdentity: { by: "EKS Pod Identity (IRSA on Fargate)" },
  postgres: { by: "RDS" },
  postgresReplicas: { by: "RDS read replicas" },
  postgresPool: { by: "RDS Proxy" },
  postgresSnapshots: { by: "snapshots of RDS, copied under the store's own key" },
  redis: { by: "ElastiCache: Valkey or Redis" },
  redisSnapshots: { by: "snapshots of ElastiCache" },
  redisUsers: { by: "ElastiCache's users and groups of them" },
  mongodb: { by: "DocumentDB, or MongoDB Atlas over PrivateLink" },
  bucket: { by: "S3" },
  backupJobs: { by: "a bucket on S3 that its jobs cannot delete from" },
  backupVault: { by: "AWS Backup" },
  secretManager: { by: "Secrets Manager" },
  customerKeys: { by: "KMS" },
  publicEntry: { by: "Network Load Balancer" },
  dns: { by: "Route 53" },
  dnsRouting: { by: "Route 53: failover, weights, latency, with health checks" },
  dnssec: { by: "Route 53, with a key in KMS" },
  externalDns: { by: "Route 53" },
  cdn: { by: "CloudFront" },
  cdnBuckets: { by: "CloudFront's origin access control" },
  cdnErrorPages: { by: "CloudFront" },
  cdnReach: { by: "CloudFront's price classes" },
  cdnGrpc: { by: "CloudFront" },
  staticSites: { by: "S3 behind CloudFront" },
  firewall: { by: "AWS WAF, at CloudFront" },
  reputationRules: { by: "AWS WAF" },
  anonymousRules: { by: "AWS WAF" },
  storeMetrics: { by: "CloudWatch, by its exporter" },
  podLogs: { by: "CloudWatch Logs" },
  alarms: { by: "CloudWatch, to SNS" },
  budget: { by: "AWS Budgets" },
  standby: { by: "a stack in another region: RDS replicas, copied buckets and secrets, records with failover" },
  registry: { by: "ECR, a repository for each image" },
  accountGuard: { by: "the account's 12 digits" },
};
