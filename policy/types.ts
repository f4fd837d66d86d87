/** Type tokens that several rules share. */

/** Azure Native gives each API version tokens of its own; rules name the one without a version, and hold for all. */
export const unversioned = (type: string): string =>
  type.startsWith("azure-native:") ? type.replace(/^(azure-native:[^/:]+)\/v[^:]+:/, "$1:") : type;

export const RDS_INSTANCE = "aws:rds/instance:Instance";
export const RDS_CLUSTER = "aws:rds/cluster:Cluster";
export const REPLICATION_GROUP = "aws:elasticache/replicationGroup:ReplicationGroup";
export const BUCKET = "aws:s3/bucket:Bucket";
export const BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy";
export const BUCKET_LOGGING = "aws:s3/bucketLogging:BucketLogging";
export const EKS_CLUSTER = "aws:eks/cluster:Cluster";
export const KMS_KEY = "aws:kms/key:Key";
export const LAUNCH_TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
export const EC2_INSTANCE = "aws:ec2/instance:Instance";
export const IAM_ROLE = "aws:iam/role:Role";

export const HELM_RELEASE = "kubernetes:helm.sh/v3:Release";
export const NAMESPACE = "kubernetes:core/v1:Namespace";
export const SERVICE = "kubernetes:core/v1:Service";

/** Kinds that make pods. */
export const WORKLOADS = [
  "kubernetes:apps/v1:Deployment",
  "kubernetes:apps/v1:StatefulSet",
  "kubernetes:apps/v1:DaemonSet",
  "kubernetes:apps/v1:ReplicaSet",
  "kubernetes:batch/v1:Job",
  "kubernetes:batch/v1:CronJob",
  "kubernetes:core/v1:Pod",
] as const;
