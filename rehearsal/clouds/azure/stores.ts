import { CloudError, type Context, holdsUnknown, isRecord, type TypeModel, text, valuesAt } from "../model";
import { mayEncrypt, nameLike, parent, placed, to } from "./shared";

const server = "azure-native:dbforpostgresql:Server";
const cache = "azure-native:redisenterprise:RedisEnterprise";
const account = "azure-native:storage:StorageAccount";

/** What flexible servers refuse: see "Compute options", "High availability" and "Limits" in their documentation. */
function serverAccepts(c: Context): void {
  const refuse = (why: string): never => {
    throw new CloudError("InvalidParameterValue", `${c.name}: ${why}`);
  };
  nameLike("serverName", /^[a-z0-9](?:[a-z0-9-]{1,61}[a-z0-9])$/, "3 to 63 of a-z, 0-9 and '-'")(c);
  const [tier] = valuesAt(c.inputs, "sku.tier");
  const [mode] = valuesAt(c.inputs, "highAvailability.mode");
  if (tier === "Burstable" && mode !== undefined && mode !== "Disabled") refuse("servers that burst have no standby");
  const [days] = valuesAt(c.inputs, "backup.backupRetentionDays");
  if (days !== undefined && (Number(days) < 7 || Number(days) > 35)) refuse("backups are kept for 7 to 35 days");
  const [size] = valuesAt(c.inputs, "storage.storageSizeGB");
  if (size !== undefined && ![32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384].includes(Number(size)))
    refuse(`${String(size)} GiB is no size of disk`);
  if (c.inputs["createMode"] === "Replica") {
    const source = c.find(server, "id", c.inputs["sourceServerResourceId"]);
    if (valuesAt(source?.inputs, "sku.tier")[0] === "Burstable") refuse("servers that burst have no replicas");
  }
  mayEncrypt(c, String(valuesAt(c.inputs, "dataEncryption.primaryUserAssignedIdentityId")[0] ?? ""));
}

/** A pool's settings are there while it is on, which servers that burst never have: "PgBouncer", flexible servers. */
function settingAccepts(c: Context): void {
  const [name, value] = [text(c.inputs, "configurationName"), text(c.inputs, "value")];
  if (!name.startsWith("pgbouncer.")) return;
  const refuse = (why: string): never => {
    throw new CloudError("InvalidParameterName", `${c.name}: ${why}`);
  };
  const on = c.inputs["serverName"];
  if (valuesAt(c.find(server, "name", on)?.inputs, "sku.tier")[0] === "Burstable")
    refuse("servers that burst have no PgBouncer");
  const enabled = c
    .others()
    .some(
      ({ inputs }) =>
        inputs["serverName"] === on &&
        inputs["configurationName"] === "pgbouncer.enabled" &&
        inputs["value"] === "true",
    );
  if (name !== "pgbouncer.enabled" && !enabled) refuse(`there is no ${name} while pgbouncer.enabled is false`);
  if (name === "pgbouncer.default_pool_size" && !(Number(value) >= 1 && Number(value) <= 4950))
    refuse(`${value} is not within 1 to 4950`);
}

/** Shards are hidden behind one address, or there is one alone: up to 24 GB. */
function databaseAccepts(c: Context): void {
  const on = c.find(cache, "name", c.inputs["clusterName"]);
  const number = Number(/\d+$/.exec(String(valuesAt(on?.inputs, "sku.name")[0] ?? ""))?.[0] ?? 0);
  if (c.inputs["clusteringPolicy"] === "NoCluster" && number > 20)
    throw new CloudError("BadRequest", `${c.name}: NoCluster goes up to 24 GB`);
}

/** Databases, caches and storage. */
export const stores: Readonly<Record<string, TypeModel>> = {
  [server]: {
    ...placed("Microsoft.DBforPostgreSQL/flexibleServers/{serverName}", "serverName", [
      "administratorLogin",
      "createMode",
      "sourceServerResourceId",
    ]),
    references: [
      to.group,
      to.key("dataEncryption.primaryKeyURI"),
      to.identity("dataEncryption.primaryUserAssignedIdentityId"),
      { path: "sourceServerResourceId", to: [server], error: "ResourceNotFound" },
    ],
    validate: serverAccepts,
    outputs: (c) => ({
      name: text(c.inputs, "serverName"),
      fullyQualifiedDomainName: `${text(c.inputs, "serverName")}.postgres.database.azure.com`,
      state: "Ready",
    }),
    secrets: ["administratorLoginPassword"],
  },
  "azure-native:dbforpostgresql:Database": {
    ...placed("Microsoft.DBforPostgreSQL/flexibleServers/{serverName}/databases/{databaseName}", "databaseName", [
      "serverName",
      "charset",
      "collation",
    ]),
    references: [to.group, parent("serverName", server)],
    outputs: (c) => ({ name: text(c.inputs, "databaseName") }),
  },
  "azure-native:dbforpostgresql:Configuration": {
    ...placed(
      "Microsoft.DBforPostgreSQL/flexibleServers/{serverName}/configurations/{configurationName}",
      "configurationName",
      ["serverName"],
    ),
    references: [to.group, parent("serverName", server)],
    validate: settingAccepts,
    outputs: (c) => ({ name: text(c.inputs, "configurationName") }),
  },
  [cache]: {
    ...placed("Microsoft.Cache/redisEnterprise/{clusterName}", "clusterName", ["zones"]),
    references: [
      to.group,
      to.identity("identity.userAssignedIdentities[]"),
      to.key("encryption.customerManagedKeyEncryption.keyEncryptionKeyUrl"),
    ],
    validate: (c) => {
      nameLike(
        "clusterName",
        /^[a-zA-Z0-9](?!.*--)[a-zA-Z0-9-]{0,58}[a-zA-Z0-9]$/,
        "60 letters, digits and single '-'",
      )(c);
      mayEncrypt(c, String(valuesAt(c.inputs, "identity.userAssignedIdentities[]")[0] ?? ""));
    },
    outputs: (c) => ({
      name: text(c.inputs, "clusterName"),
      hostName: `${text(c.inputs, "clusterName")}.${text(c.inputs, "location", c.region)}.redis.azure.net`,
      redisVersion: "7.4",
      resourceState: "Running",
    }),
  },
  "azure-native:redisenterprise:Database": {
    ...placed("Microsoft.Cache/redisEnterprise/{clusterName}/databases/{databaseName}", "databaseName", [
      "clusterName",
      "clusteringPolicy",
      "port",
    ]),
    references: [to.group, parent("clusterName", cache)],
    validate: databaseAccepts,
    outputs: (c) => ({ name: text(c.inputs, "databaseName"), redisVersion: "7.4", resourceState: "Running" }),
  },
  [account]: {
    ...placed("Microsoft.Storage/storageAccounts/{accountName}", "accountName", ["kind", "isHnsEnabled"]),
    references: [
      to.group,
      to.subnet("networkRuleSet.virtualNetworkRules[].virtualNetworkResourceId"),
      to.identity("identity.userAssignedIdentities[]"),
      {
        path: "encryption.keyVaultProperties.keyName",
        to: ["azure-native:keyvault:Key#name"],
        error: "KeyVaultKeyNotFound",
      },
    ],
    validate: (c) => {
      nameLike("accountName", /^[a-z0-9]{3,24}$/, "3 to 24 of a-z and 0-9")(c);
      mayEncrypt(
        c,
        String(valuesAt(c.inputs, "encryption.encryptionIdentity.encryptionUserAssignedIdentity")[0] ?? ""),
      );
    },
    outputs: (c) => {
      const name = text(c.inputs, "accountName");
      return { name, primaryEndpoints: { blob: `https://${name}.blob.core.windows.net/` } };
    },
  },
  "azure-native:storage:BlobContainer": {
    ...placed(
      "Microsoft.Storage/storageAccounts/{accountName}/blobServices/default/containers/{containerName}",
      "containerName",
      ["accountName"],
    ),
    references: [to.group, parent("accountName", account)],
    validate: nameLike(
      "containerName",
      /^[a-z0-9](?!.*--)[a-z0-9-]{1,61}[a-z0-9]$/,
      "3 to 63 of a-z, 0-9 and single '-'",
    ),
    outputs: (c) => ({ name: text(c.inputs, "containerName"), etag: "" }),
  },
  "azure-native:storage:BlobServiceProperties": {
    ...placed("Microsoft.Storage/storageAccounts/{accountName}/blobServices/default", "accountName"),
    references: [to.group, parent("accountName", account)],
    outputs: () => ({ name: "default" }),
  },
  "azure-native:storage:ManagementPolicy": {
    ...placed("Microsoft.Storage/storageAccounts/{accountName}/managementPolicies/default", "accountName"),
    references: [to.group, parent("accountName", account)],
    validate: (c) => {
      if (holdsUnknown(c.inputs["accountName"])) return;
      // Versions are aged where they are kept.
      const [rule] = valuesAt(c.inputs, "policy.rules[].definition.actions.version");
      const kept = c.find("azure-native:storage:BlobServiceProperties", "accountName", c.inputs["accountName"]);
      if (isRecord(rule) && kept?.inputs["isVersioningEnabled"] !== true)
        throw new CloudError("InvalidRequestPropertyValue", `${c.name}: versions are not kept, so none can age`);
    },
    outputs: () => ({ name: "DefaultManagementPolicy" }),
  },
};
