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
export const EKS_NODE_GROUP = "aws:eks/nodeGroup:NodeGroup";
export const SQS_QUEUE = "aws:sqs/queue:Queue";
export const SECRET = "aws:secretsmanager/secret:Secret";
export const EFS_FILE_SYSTEM = "aws:efs/fileSystem:FileSystem";
export const EFS_ACCESS_POINT = "aws:efs/accessPoint:AccessPoint";
export const DOCDB_CLUSTER = "aws:docdb/cluster:Cluster";
export const DYNAMODB_TABLE = "aws:dynamodb/table:Table";
export const OPENSEARCH_DOMAIN = "aws:opensearch/domain:Domain";
export const MSK_CLUSTER = "aws:msk/cluster:Cluster";
export const BACKUP_PLAN = "aws:backup/plan:Plan";
export const BACKUP_VAULT = "aws:backup/vault:Vault";
export const CLOUDTRAIL = "aws:cloudtrail/trail:Trail";
export const CLOUDFRONT = "aws:cloudfront/distribution:Distribution";
export const WEB_ACL = "aws:wafv2/webAcl:WebAcl";
export const CNPG_CLUSTER = "kubernetes:postgresql.cnpg.io/v1:Cluster";
export const CNPG_POOLER = "kubernetes:postgresql.cnpg.io/v1:Pooler";
export const PSMDB_CLUSTER = "kubernetes:psmdb.percona.com/v1:PerconaServerMongoDB";
export const ATLAS_CLUSTER = "mongodbatlas:index/advancedCluster:AdvancedCluster";
export const ECR_REPOSITORY = "aws:ecr/repository:Repository";
export const LAMBDA_FUNCTION = "aws:lambda/function:Function";
export const AUTOSCALING_GROUP = "aws:autoscaling/group:Group";
export const ROUTE53_ZONE = "aws:route53/zone:Zone";
export const CLASSIC_LB = "aws:elb/loadBalancer:LoadBalancer";
export const LOAD_BALANCERS = ["aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer"] as const;

export const HELM_RELEASE = "kubernetes:helm.sh/v3:Release";
export const NAMESPACE = "kubernetes:core/v1:Namespace";
export const SERVICE = "kubernetes:core/v1:Service";

/** Kinds that make pods. */
export const WORKLOADS = [
  "kubernetes:apps/v1:Deployment",
  "kubernetes:apps/v1:StatefulSet",
  "kubernetes:apps/v1:DaemonSet",
  "kubernetes:apps/v1:ReplicaSet",
  "kubernetes:core/v1:ReplicationController",
  "kubernetes:argoproj.io/v1alpha1:Rollout",
  "kubernetes:batch/v1:Job",
  "kubernetes:batch/v1:CronJob",
  "kubernetes:core/v1:Pod",
  "kubernetes:core/v1:PodTemplate",
] as const;

/** Kinds whose number of pods can be set or scaled. */
export const SCALED = [
  "kubernetes:apps/v1:Deployment",
  "kubernetes:apps/v1:StatefulSet",
  "kubernetes:argoproj.io/v1alpha1:Rollout",
] as const;

/** Kinds whose pods run until they are stopped. */
export const LONG_RUNNING = [...SCALED, "kubernetes:apps/v1:DaemonSet"] as const;

export const AUTOSCALERS = [
  "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
  "kubernetes:autoscaling/v1:HorizontalPodAutoscaler",
] as const;
export const DISRUPTION_BUDGET = "kubernetes:policy/v1:PodDisruptionBudget";
export const NETWORK_POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy";
export const GATEWAYS = [
  "kubernetes:gateway.networking.k8s.io/v1:Gateway",
  "kubernetes:gateway.networking.k8s.io/v1beta1:Gateway",
] as const;
export const HTTP_ROUTES = [
  "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute",
  "kubernetes:gateway.networking.k8s.io/v1beta1:HTTPRoute",
] as const;
export const STORAGE_CLASS = "kubernetes:storage.k8s.io/v1:StorageClass";
export const CLUSTER_ROLE = "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole";
export const ROLES = [CLUSTER_ROLE, "kubernetes:rbac.authorization.k8s.io/v1:Role"] as const;
export const ROLE_BINDINGS = [
  "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding",
  "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding",
] as const;
