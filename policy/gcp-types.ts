/** Type tokens of Google Cloud that several rules share, as @pulumi/gcp 9 writes them. */

export const GCP_SQL = "gcp:sql/databaseInstance:DatabaseInstance";
export const GCP_CLUSTER = "gcp:container/cluster:Cluster";
export const GCP_NODE_POOL = "gcp:container/nodePool:NodePool";
export const GCP_BUCKET = "gcp:storage/bucket:Bucket";
export const GCP_KEY = "gcp:kms/cryptoKey:CryptoKey";
export const GCP_REDIS = "gcp:redis/instance:Instance";
export const GCP_SECRET = "gcp:secretmanager/secret:Secret";
export const GCP_REPOSITORY = "gcp:artifactregistry/repository:Repository";
export const GCP_INSTANCE = "gcp:compute/instance:Instance";
export const GCP_INSTANCE_TEMPLATE = "gcp:compute/instanceTemplate:InstanceTemplate";
export const GCP_SUBNETWORK = "gcp:compute/subnetwork:Subnetwork";
export const GCP_DNS_ZONE = "gcp:dns/managedZone:ManagedZone";

/** Grants of a role in a project: to one member, or to a list. */
export const GCP_PROJECT_GRANTS = ["gcp:projects/iAMMember:IAMMember", "gcp:projects/iAMBinding:IAMBinding"] as const;
