/** Good resources of Azure, to be broken one property at a time. */
import { kind, TAGS } from "./resources";

const group = { resourceGroupName: "shop" };
const here = { ...group, location: "westeurope", tags: TAGS };

export const storage = kind("azure-native:storage:StorageAccount", {
  ...here,
  kind: "StorageV2",
  sku: { name: "Standard_ZRS" },
  minimumTlsVersion: "TLS1_2",
  allowBlobPublicAccess: false,
  allowSharedKeyAccess: false,
  networkRuleSet: { defaultAction: "Deny" },
  encryption: { keySource: "Microsoft.Keyvault", keyVaultProperties: { keyName: "data" } },
});
export const blobs = kind("azure-native:storage:BlobServiceProperties", {
  ...group,
  accountName: "shop",
  isVersioningEnabled: true,
  deleteRetentionPolicy: { enabled: true, days: 14 },
  containerDeleteRetentionPolicy: { enabled: true, days: 14 },
});
export const container = kind("azure-native:storage:BlobContainer", { ...group, accountName: "shop" });
export const redis = kind("azure-native:redis:Redis", {
  ...here,
  sku: { name: "Standard", family: "C", capacity: 1 },
  minimumTlsVersion: "1.2",
  publicNetworkAccess: "Disabled",
});
export const managedRedis = kind("azure-native:redisenterprise:RedisEnterprise", {
  ...here,
  sku: { name: "Balanced_B5" },
  highAvailability: "Enabled",
  minimumTlsVersion: "1.2",
  publicNetworkAccess: "Disabled",
});
export const managedRedisDatabase = kind("azure-native:redisenterprise:Database", {
  ...group,
  clusterName: "shop",
  clientProtocol: "Encrypted",
  evictionPolicy: "VolatileLRU",
});
export const parameter = kind("azure-native:dbforpostgresql:Configuration", {
  ...group,
  serverName: "shop",
  configurationName: "require_secure_transport",
  value: "on",
});
export const postgres = kind("azure-native:dbforpostgresql:Server", {
  ...here,
  version: "17",
  dataEncryption: { type: "AzureKeyVault", primaryKeyURI: "https://shop.vault.azure.net/keys/data/1" },
  network: { delegatedSubnetResourceId: "/subscriptions/1/data", publicNetworkAccess: "Disabled" },
  backup: { backupRetentionDays: 14, geoRedundantBackup: "Enabled" },
  highAvailability: { mode: "ZoneRedundant" },
});
export const firewallRule = kind("azure-native:dbforpostgresql:FirewallRule", {
  ...group,
  serverName: "shop",
  startIpAddress: "203.0.113.7",
  endIpAddress: "203.0.113.7",
});
export const sql = kind("azure-native:sql:Server", {
  ...here,
  minimalTlsVersion: "1.2",
  publicNetworkAccess: "Disabled",
});
export const gateway = kind("azure-native:network:ApplicationGateway", {
  ...here,
  sslPolicy: { policyType: "Predefined", policyName: "AppGwSslPolicy20220101" },
  firewallPolicy: { id: "/subscriptions/1/waf" },
});
export const frontDoorDomain = kind("azure-native:cdn:AFDCustomDomain", {
  ...group,
  profileName: "shop",
  hostName: "shop.example.com",
  tlsSettings: { certificateType: "ManagedCertificate", minimumTlsVersion: "TLS12" },
});
export const frontDoorRoute = kind("azure-native:cdn:Route", {
  ...group,
  profileName: "shop",
  endpointName: "shop",
  originGroup: { id: "/subscriptions/1/origins" },
  supportedProtocols: ["Http", "Https"],
  httpsRedirect: "Enabled",
});
export const vm = kind("azure-native:compute:VirtualMachine", {
  ...here,
  securityProfile: { encryptionAtHost: true },
  osProfile: { linuxConfiguration: { disablePasswordAuthentication: true } },
});
const POOL = { name: "system", mode: "System", availabilityZones: ["1", "2", "3"] };
export const cluster = kind("azure-native:containerservice:ManagedCluster", {
  ...here,
  sku: { name: "Base", tier: "Standard" },
  disableLocalAccounts: true,
  aadProfile: { managed: true, enableAzureRBAC: true },
  oidcIssuerProfile: { enabled: true },
  securityProfile: { workloadIdentity: { enabled: true }, azureKeyVaultKms: { enabled: true, keyId: "key" } },
  apiServerAccessProfile: { authorizedIPRanges: ["203.0.113.0/24"] },
  networkProfile: { networkPlugin: "azure", networkPolicy: "cilium" },
  autoUpgradeProfile: { upgradeChannel: "patch", nodeOSUpgradeChannel: "NodeImage" },
  addonProfiles: { azurepolicy: { enabled: true } },
  agentPoolProfiles: [POOL],
});
/** A cluster whose only pool is patched. */
export const withPool = (patch: object) => cluster({ agentPoolProfiles: [{ ...POOL, ...patch }] });
export const pool = kind("azure-native:containerservice:AgentPool", {
  ...group,
  resourceName: "shop",
  agentPoolName: "work",
  availabilityZones: ["1", "2"],
  tags: TAGS,
});
export const vault = kind("azure-native:keyvault:Vault", {
  ...here,
  properties: {
    tenantId: "1",
    sku: { family: "A", name: "standard" },
    enableRbacAuthorization: true,
    enablePurgeProtection: true,
    networkAcls: { defaultAction: "Deny" },
  },
});
export const key = kind("azure-native:keyvault:Key", {
  ...group,
  vaultName: "shop",
  properties: { kty: "RSA", attributes: { expires: 1800000000 } },
  tags: TAGS,
});
export const securityGroup = kind("azure-native:network:NetworkSecurityGroup", here);
const INBOUND = {
  name: "in",
  priority: 100,
  direction: "Inbound",
  access: "Allow",
  protocol: "Tcp",
  sourceAddressPrefix: "*",
  sourcePortRange: "*",
  destinationAddressPrefix: "*",
  destinationPortRange: "443",
};
/** A security group whose only rule is patched. */
export const withRule = (patch: object) => securityGroup({ securityRules: [{ ...INBOUND, ...patch }] });
export const securityRule = kind("azure-native:network:SecurityRule", {
  ...group,
  networkSecurityGroupName: "shop",
  ...INBOUND,
});
export const registry = kind("azure-native:containerregistry:Registry", {
  ...here,
  sku: { name: "Premium" },
  publicNetworkAccess: "Disabled",
});
export const assignment = kind("azure-native:authorization:RoleAssignment", {
  principalId: "1",
  scope: "/subscriptions/1",
  roleDefinitionId: "/providers/Microsoft.Authorization/roleDefinitions/7f951dda-4ed3-4680-a7ca-43fe172d538d",
});
export const roleDefinition = kind("azure-native:authorization:RoleDefinition", {
  roleName: "reader of logs",
  scope: "/subscriptions/1",
  permissions: [{ actions: ["Microsoft.Insights/*/read"] }],
});
export const cosmos = kind("azure-native:cosmosdb:DatabaseAccount", {
  ...here,
  databaseAccountOfferType: "Standard",
  disableLocalAuth: true,
  locations: [{ locationName: "West Europe" }],
});
export const workspace = kind("azure-native:operationalinsights:Workspace", { ...here, retentionInDays: 90 });
export const budget = kind("azure-native:consumption:Budget", {
  scope: "/subscriptions/1",
  amount: 100,
  notifications: { most: { enabled: true, operator: "GreaterThan", threshold: 80, contactEmails: ["a@example.com"] } },
});
export const replication = kind("azure-native:containerregistry:Replication", { ...here, registryName: "shop" });
