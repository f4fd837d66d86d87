/** Good resources of Google Cloud, to be broken one property at a time. */
import { kind } from "./resources";

export const LABELS = {
  project: "shop",
  stack: "prod",
  environment: "prod",
  "managed-by": "slipway",
  owner: "team",
  "cost-center": "42",
};
const KEY = "projects/shop/locations/europe-west1/keyRings/shop/cryptoKeys/data";

export const sql = kind("gcp:sql/databaseInstance:DatabaseInstance", {
  databaseVersion: "POSTGRES_17",
  region: "europe-west1",
  encryptionKeyName: KEY,
  settings: {
    tier: "db-custom-2-7680",
    availabilityType: "REGIONAL",
    deletionProtectionEnabled: true,
    backupConfiguration: { enabled: true, pointInTimeRecoveryEnabled: true },
    ipConfiguration: { ipv4Enabled: false, sslMode: "ENCRYPTED_ONLY" },
    userLabels: LABELS,
  },
});
export const cluster = kind("gcp:container/cluster:Cluster", {
  location: "europe-west1",
  databaseEncryption: { state: "ENCRYPTED", keyName: KEY },
  privateClusterConfig: { enablePrivateNodes: true },
  masterAuthorizedNetworksConfig: { cidrBlocks: [{ cidrBlock: "203.0.113.0/24" }] },
  datapathProvider: "ADVANCED_DATAPATH",
  workloadIdentityConfig: { workloadPool: "shop.svc.id.goog" },
  releaseChannel: { channel: "REGULAR" },
  binaryAuthorization: { evaluationMode: "PROJECT_SINGLETON_POLICY_ENFORCE" },
  resourceLabels: LABELS,
});
export const nodePool = kind("gcp:container/nodePool:NodePool", {
  cluster: "shop",
  management: { autoRepair: true, autoUpgrade: true },
  autoscaling: { minNodeCount: 1, maxNodeCount: 3 },
  nodeConfig: {
    serviceAccount: "nodes@shop.iam.gserviceaccount.com",
    workloadMetadataConfig: { mode: "GKE_METADATA" },
    shieldedInstanceConfig: { enableSecureBoot: true },
  },
});
export const bucket = kind("gcp:storage/bucket:Bucket", {
  location: "europe-west1",
  publicAccessPrevention: "enforced",
  uniformBucketLevelAccess: true,
  versioning: { enabled: true },
  encryption: { defaultKmsKeyName: KEY },
  labels: LABELS,
});
export const key = kind("gcp:kms/cryptoKey:CryptoKey", {
  keyRing: "projects/shop/locations/europe-west1/keyRings/shop",
  rotationPeriod: "7776000s",
  labels: LABELS,
});
export const sslPolicy = kind("gcp:compute/sSLPolicy:SSLPolicy", { minTlsVersion: "TLS_1_2", profile: "MODERN" });
export const redis = kind("gcp:redis/instance:Instance", {
  memorySizeGb: 1,
  region: "europe-west1",
  tier: "STANDARD_HA",
  authEnabled: true,
  transitEncryptionMode: "SERVER_AUTHENTICATION",
  labels: LABELS,
});
export const dnsZone = kind("gcp:dns/managedZone:ManagedZone", {
  dnsName: "example.com.",
  dnssecConfig: { state: "on" },
  labels: LABELS,
});
export const firewall = kind("gcp:compute/firewall:Firewall", {
  network: "shop",
  sourceRanges: ["0.0.0.0/0"],
  allows: [{ protocol: "tcp", ports: ["443"] }],
});
export const network = kind("gcp:compute/network:Network", { autoCreateSubnetworks: false });
export const subnetwork = kind("gcp:compute/subnetwork:Subnetwork", {
  network: "shop",
  ipCidrRange: "10.0.0.0/20",
  region: "europe-west1",
  privateIpGoogleAccess: true,
  logConfig: { aggregationInterval: "INTERVAL_10_MIN", flowSampling: 0.5 },
});
export const instance = kind("gcp:compute/instance:Instance", {
  machineType: "e2-medium",
  zone: "europe-west1-b",
  networkInterfaces: [{ subnetwork: "shop" }],
  serviceAccount: { email: "app@shop.iam.gserviceaccount.com", scopes: ["cloud-platform"] },
  shieldedInstanceConfig: { enableSecureBoot: true },
  labels: LABELS,
});
export const bucketMember = kind("gcp:storage/bucketIAMMember:BucketIAMMember", {
  bucket: "shop",
  role: "roles/storage.objectViewer",
  member: "group:team@example.com",
});
export const bucketBinding = kind("gcp:storage/bucketIAMBinding:BucketIAMBinding", {
  bucket: "shop",
  role: "roles/storage.objectViewer",
  members: ["group:team@example.com"],
});
export const keyMember = kind("gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember", {
  cryptoKeyId: KEY,
  role: "roles/cloudkms.cryptoKeyDecrypter",
  member: "group:team@example.com",
});
export const grant = kind("gcp:projects/iAMMember:IAMMember", {
  project: "shop",
  role: "roles/logging.logWriter",
  member: "serviceAccount:app@shop.iam.gserviceaccount.com",
});
export const binding = kind("gcp:projects/iAMBinding:IAMBinding", {
  project: "shop",
  role: "roles/logging.logWriter",
  members: [],
});
export const accountKey = kind("gcp:serviceaccount/key:Key", {});
export const backend = kind("gcp:compute/backendService:BackendService", {
  loadBalancingScheme: "EXTERNAL_MANAGED",
  securityPolicy: "edge",
});
export const repository = kind("gcp:artifactregistry/repository:Repository", {
  repositoryId: "shop",
  location: "europe-west1",
  format: "DOCKER",
  dockerConfig: { immutableTags: true },
  labels: LABELS,
});
export const secret = kind("gcp:secretmanager/secret:Secret", {
  secretId: "shop",
  replication: { userManaged: { replicas: [{ location: "europe-west1" }] } },
  labels: LABELS,
});
export const logBucket = kind("gcp:logging/projectBucketConfig:ProjectBucketConfig", {
  bucketId: "_Default",
  location: "europe-west1",
});
