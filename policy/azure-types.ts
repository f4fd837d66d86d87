/** Type tokens of Azure that several rules share, as Azure Native writes them without an API version. */

export const AZURE_POSTGRES = "azure-native:dbforpostgresql:Server";
export const AZURE_CLUSTER = "azure-native:containerservice:ManagedCluster";
export const AZURE_STORAGE = "azure-native:storage:StorageAccount";
export const AZURE_BLOBS = "azure-native:storage:BlobServiceProperties";
export const AZURE_VAULT = "azure-native:keyvault:Vault";
export const AZURE_REGISTRY = "azure-native:containerregistry:Registry";
export const AZURE_SQL = "azure-native:sql:Server";
export const AZURE_VM = "azure-native:compute:VirtualMachine";
export const AZURE_GATEWAY = "azure-native:network:ApplicationGateway";
/** The module was called `cache` before version 3. */
export const AZURE_REDIS = ["azure-native:redis:Redis", "azure-native:cache:Redis"] as const;
/** Azure Managed Redis, which takes the place of Azure Cache for Redis; how clients reach it is said of its database. */
export const AZURE_MANAGED_REDIS = "azure-native:redisenterprise:RedisEnterprise";
export const AZURE_MANAGED_REDIS_DATABASE = "azure-native:redisenterprise:Database";
/** The module was called `documentdb` before version 3. */
export const AZURE_COSMOS = [
  "azure-native:cosmosdb:DatabaseAccount",
  "azure-native:documentdb:DatabaseAccount",
] as const;
