/** Google Cloud. */
import { type Cases, type CaseTable, property, together } from "../support/cases";
import * as g from "../support/gcp";
import * as r from "../support/resources";

const { U } = r;
const replica = { masterInstanceName: "primary" };
const autopilot = { enableAutopilot: true };
const opening = (patch: r.Dict) => g.firewall({ allows: [{ protocol: "tcp", ports: ["22"], ...patch }] });
const published = (build: typeof g.grant, path: string): Cases =>
  property(build, path, ["allUsers", "allAuthenticatedUsers"]);

export const gcp: CaseTable = {
  "gcp-sql-tls": property(
    g.sql,
    "settings.ipConfiguration.sslMode",
    ["ALLOW_UNENCRYPTED_AND_ENCRYPTED", undefined],
    ["TRUSTED_CLIENT_CERTIFICATE_REQUIRED"],
  ),
  "gcp-sql-customer-key": together(property(g.sql, "encryptionKeyName", [undefined]), {
    pass: [g.sql({ ...replica, encryptionKeyName: undefined })],
    fail: [],
    unknown: [],
  }),
  "gcp-bucket-customer-key": property(g.bucket, "encryption.defaultKmsKeyName", [undefined]),
  "gcp-kms-rotation": together(property(g.key, "rotationPeriod", ["31536000s", undefined], ["2592000s"]), {
    pass: [g.key({ purpose: "ASYMMETRIC_SIGN", rotationPeriod: undefined })],
    fail: [],
    unknown: [g.key({ purpose: U, rotationPeriod: undefined })],
  }),
  "gcp-gke-secrets-encrypted": property(g.cluster, "databaseEncryption.state", ["DECRYPTED", undefined]),
  "gcp-ssl-policy": together(
    property(g.sslPolicy, "minTlsVersion", ["TLS_1_0", undefined]),
    property(g.sslPolicy, "profile", ["COMPATIBLE", undefined], ["RESTRICTED"]),
  ),
  "gcp-redis-in-transit": property(g.redis, "transitEncryptionMode", ["DISABLED", undefined]),
  "gcp-redis-auth": property(g.redis, "authEnabled", [false, undefined]),
  "gcp-dnssec": together(property(g.dnsZone, "dnssecConfig.state", ["off", undefined], ["transfer"]), {
    pass: [g.dnsZone({ visibility: "private", dnssecConfig: undefined })],
    fail: [g.dnsZone({ dnssecConfig: { state: "on", defaultKeySpecs: [{ algorithm: "rsasha1" }] } })],
    unknown: [g.dnsZone({ visibility: U, dnssecConfig: undefined })],
  }),
  "gcp-sql-not-public": property(g.sql, "settings.ipConfiguration.ipv4Enabled", [true, undefined]),
  "gcp-sql-authorised-networks": property(
    g.sql,
    "settings.ipConfiguration.authorizedNetworks",
    [[{ value: "0.0.0.0/0" }], [{ value: U }, { value: "::/0" }]],
    [[{ value: "203.0.113.7/32" }], [{ value: U }]],
  ),
  "gcp-firewall-world": {
    pass: [
      g.firewall(),
      opening({ ports: ["80"] }),
      g.firewall({ direction: "EGRESS", allows: [{ protocol: "all" }] }),
      g.firewall({ sourceRanges: ["10.0.0.0/8"], allows: [{ protocol: "all" }] }),
      g.firewall({ sourceRanges: undefined, sourceTags: ["lb"], allows: [{ protocol: "tcp", ports: ["22"] }] }),
    ],
    fail: [
      opening({}),
      opening({ ports: ["0-65535"] }),
      opening({ protocol: "all", ports: undefined }),
      g.firewall({ sourceRanges: undefined, allows: [{ protocol: "tcp", ports: ["22"] }] }),
    ],
    unknown: [opening({ ports: U }), opening({ protocol: U }), g.firewall({ allows: U }), opening({ ports: [U] })],
  },
  "gcp-gke-private-nodes": property(g.cluster, "privateClusterConfig.enablePrivateNodes", [false, undefined]),
  "gcp-gke-endpoint-limited": together(
    property(
      g.cluster,
      "masterAuthorizedNetworksConfig.cidrBlocks",
      [[{ cidrBlock: "0.0.0.0/0" }]],
      [[{ cidrBlock: U }]],
    ),
    {
      pass: [
        g.cluster({ masterAuthorizedNetworksConfig: undefined, privateClusterConfig: { enablePrivateEndpoint: true } }),
      ],
      fail: [g.cluster({ masterAuthorizedNetworksConfig: undefined })],
      unknown: [],
    },
  ),
  "gcp-gke-network-policies": together(property(g.cluster, "datapathProvider", ["LEGACY_DATAPATH", undefined]), {
    pass: [
      g.cluster({ datapathProvider: undefined, networkPolicy: { enabled: true } }),
      g.cluster({ ...autopilot, datapathProvider: undefined }),
    ],
    fail: [g.cluster({ datapathProvider: undefined, networkPolicy: { enabled: false } })],
    unknown: [g.cluster({ datapathProvider: undefined, networkPolicy: U })],
  }),
  "gcp-network-custom": property(g.network, "autoCreateSubnetworks", [true, undefined]),
  "gcp-subnet-flow-logs": together(property(g.subnetwork, "logConfig", [undefined]), {
    pass: [g.subnetwork({ logConfig: undefined, purpose: "REGIONAL_MANAGED_PROXY" })],
    fail: [],
    unknown: [],
  }),
  "gcp-subnet-private-access": property(g.subnetwork, "privateIpGoogleAccess", [false, undefined]),
  "gcp-instance-no-public-address": property(
    g.instance,
    "networkInterfaces",
    [[{ accessConfigs: [{}] }], [{ accessConfigs: [{ natIp: "203.0.113.7" }] }]],
    [[{ accessConfigs: U }], [U]],
  ),
  "gcp-instance-no-forwarding": property(g.instance, "canIpForward", [true], [false]),
  "gcp-bucket-public-prevention": property(g.bucket, "publicAccessPrevention", ["inherited", undefined]),
  "gcp-bucket-uniform-access": property(g.bucket, "uniformBucketLevelAccess", [false, undefined]),
  "gcp-bucket-iam-not-public": together(published(g.bucketMember, "member"), {
    pass: [g.bucketBinding()],
    fail: [g.bucketBinding({ members: ["user:ada@example.com", "allUsers"] })],
    unknown: [g.bucketBinding({ members: [U] })],
  }),
  "gcp-backend-armour": together(property(g.backend, "securityPolicy", [undefined]), {
    pass: [g.backend({ loadBalancingScheme: "INTERNAL_MANAGED", securityPolicy: undefined })],
    fail: [],
    unknown: [g.backend({ loadBalancingScheme: U, securityPolicy: undefined })],
  }),
  "gcp-no-basic-roles": together(
    property(g.grant, "role", ["roles/owner", "roles/editor"], ["roles/viewer"]),
    property(g.binding, "role", ["roles/owner"]),
  ),
  "gcp-no-token-creator-project": property(g.grant, "role", [
    "roles/iam.serviceAccountUser",
    "roles/iam.serviceAccountTokenCreator",
  ]),
  "gcp-no-service-account-keys": {
    pass: [g.grant()],
    fail: [g.accountKey({ serviceAccountId: "app" })],
    unknown: [g.accountKey({ serviceAccountId: U })],
  },
  "gcp-instance-own-account": property(g.instance, "serviceAccount.email", [
    "123-compute@developer.gserviceaccount.com",
    undefined,
  ]),
  "gcp-node-own-account": property(g.nodePool, "nodeConfig.serviceAccount", [undefined]),
  "gcp-gke-workload-identity": together(property(g.cluster, "workloadIdentityConfig.workloadPool", [undefined]), {
    pass: [g.cluster({ ...autopilot, workloadIdentityConfig: undefined })],
    fail: [],
    unknown: [],
  }),
  "gcp-node-metadata-hidden": property(
    g.nodePool,
    "nodeConfig.workloadMetadataConfig.mode",
    ["GCE_METADATA"],
    [undefined],
  ),
  "gcp-gke-no-legacy-access": together(
    property(g.cluster, "enableLegacyAbac", [true], [false]),
    property(g.cluster, "masterAuth.clientCertificateConfig.issueClientCertificate", [true], [false]),
  ),
  "gcp-kms-not-public": published(g.keyMember, "member"),
  "gcp-shielded-instances": together(
    property(g.instance, "shieldedInstanceConfig.enableSecureBoot", [false, undefined]),
    property(g.nodePool, "nodeConfig.shieldedInstanceConfig.enableSecureBoot", [false]),
  ),
  "gcp-sql-backups": together(
    property(g.sql, "settings.backupConfiguration.enabled", [false, undefined]),
    property(g.sql, "settings.backupConfiguration.pointInTimeRecoveryEnabled", [false]),
    {
      pass: [
        g.sql({ ...replica, settings: { backupConfiguration: undefined } }),
        g.sql({
          databaseVersion: "MYSQL_8_4",
          settings: { backupConfiguration: { pointInTimeRecoveryEnabled: undefined } },
        }),
      ],
      fail: [],
      unknown: [],
    },
  ),
  "gcp-sql-deletion-protection": property(g.sql, "settings.deletionProtectionEnabled", [false, undefined]),
  "gcp-bucket-versioning": together(property(g.bucket, "versioning.enabled", [false, undefined]), {
    pass: [g.bucket({ versioning: undefined, retentionPolicy: { retentionPeriod: "86400" } })],
    fail: [],
    unknown: [],
  }),
  "gcp-bucket-force-destroy": property(g.bucket, "forceDestroy", [true], [false]),
  "gcp-sql-regional": property(g.sql, "settings.availabilityType", ["ZONAL", undefined]),
  "gcp-redis-standby": property(g.redis, "tier", ["BASIC", undefined]),
  "gcp-gke-release-channel": property(g.cluster, "releaseChannel.channel", ["UNSPECIFIED", undefined], ["STABLE"]),
  "gcp-node-pool-managed": together(
    property(g.nodePool, "management.autoRepair", [false], [undefined]),
    property(g.nodePool, "management.autoUpgrade", [false]),
  ),
  "gcp-gke-regional": property(g.cluster, "location", ["europe-west1-b"]),
  "gcp-binary-authorization": property(g.cluster, "binaryAuthorization.evaluationMode", ["DISABLED", undefined]),
  "gcp-artifact-immutable-tags": together(property(g.repository, "dockerConfig.immutableTags", [false, undefined]), {
    pass: [g.repository({ format: "NPM", dockerConfig: undefined })],
    fail: [],
    unknown: [g.repository({ format: U, dockerConfig: undefined })],
  }),
  "gcp-artifact-scanning": property(
    g.repository,
    "vulnerabilityScanningConfig.enablementConfig",
    ["DISABLED"],
    ["INHERITED", undefined],
  ),
  "gcp-node-pool-bounded": together(property(g.nodePool, "autoscaling.maxNodeCount", [undefined]), {
    pass: [g.nodePool({ autoscaling: { maxNodeCount: undefined, totalMaxNodeCount: 9 } })],
    fail: [],
    unknown: [],
  }),
};
