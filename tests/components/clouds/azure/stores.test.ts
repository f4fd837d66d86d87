import { AzureIdentity } from "../../../../components/clouds/azure/identity";
import { worldName } from "../../../../components/clouds/azure/names";
import { roles } from "../../../../components/clouds/azure/roles";
import type { Simulation } from "../../../support/simulate";
import { foundation, onAzure, postgresArgs, redisArgs, scope, subscription } from "./fixtures";

const server = "dbforpostgresql:Server";

/** One of each store. */
const stores = (over: Parameters<typeof onAzure>[1], args: Partial<typeof postgresArgs> = {}) =>
  onAzure((cloud) => {
    const placement = foundation(cloud);
    const db = cloud.postgres("db", { ...postgresArgs, ...args }, placement);
    const cache = cloud.redis("cache", redisArgs, placement);
    const media = cloud.bucket("media", { oldVersionDays: 30, coldAfterDays: 60, expireAfterDays: 365 });
    return {
      ...{ dbHost: db.host, reader: db.readerHost, dbSecret: db.secretId, dbCidrs: db.cidrs },
      ...{ cachePort: cache.port, cacheHost: cache.host, media: media.name, account: media.account },
    };
  }, over);

describe("stores of prod", () => {
  let made: Simulation;
  beforeAll(async () => {
    made = await stores({ environment: "prod", protect: true }, { replicas: 1 });
  });

  test("PostgreSQL: private, standby in another zone, point in time, a key of its own, protected", () => {
    const { inputs, protect } = made.one(server, "shop-dev-store-db");
    expect(protect).toBe(true);
    expect(inputs).toMatchObject({
      ...{ version: "17", sku: { name: "Standard_D2ds_v5", tier: "GeneralPurpose" } },
      network: { publicNetworkAccess: "Disabled" },
      highAvailability: { mode: "ZoneRedundant" },
      backup: { backupRetentionDays: 14 },
      storage: { storageSizeGB: 64, autoGrow: "Enabled" },
      dataEncryption: {
        type: "AzureKeyVault",
        primaryKeyURI: made.one("keyvault:Key", "store-db-key").outputs.keyUri,
        primaryUserAssignedIdentityId: made.one("UserAssignedIdentity", "store-db-key").id,
      },
      maintenanceWindow: { customWindow: "Enabled", dayOfWeek: 0, startHour: 3, startMinute: 30 },
    });
  });

  test("its replica is read from, by a private endpoint of its own, and holds nothing that must be kept", () => {
    const replica = made.one(server, "shop-dev-store-db-replica-1");
    expect(replica.protect).toBeFalsy();
    expect(replica.inputs).toMatchObject({
      createMode: "Replica",
      sourceServerResourceId: made.one(server, "shop-dev-store-db").id,
    });
    expect(made.outputs.reader).toBe(replica.outputs.fullyQualifiedDomainName);
    expect(made.find("PrivateEndpoint", "store-db")).toHaveLength(4);
  });

  test("names of stores are looked up in private zones of the network", () => {
    expect(made.find("PrivateZone").flatMap(({ inputs }) => inputs.privateZoneName ?? [])).toEqual(
      expect.arrayContaining(["privatelink.postgres.database.azure.com", "privatelink.redis.azure.net"]),
    );
    const zones = made.find("privatedns:PrivateZone").length;
    expect(zones).toBe(3);
    expect(made.find("VirtualNetworkLink")).toHaveLength(zones);
    const own = made.one("PrivateDnsZoneGroup", "store-cache");
    expect(JSON.stringify(own.inputs)).toContain(made.one("privatedns:PrivateZone", "zone-redis").id);
  });

  test("settings of the server are changed one after the other, and extensions are allowed by name", () => {
    const settings = made.find("dbforpostgresql:Configuration");
    expect(settings.map(({ inputs }) => inputs.configurationName)).toEqual([
      "azure.extensions",
      "log_min_duration_statement",
      "log_lock_waits",
    ]);
    expect(made.waits(settings[2]!, settings[1]!) && made.waits(settings[1]!, settings[0]!)).toBe(true);
  });

  test("passwords are secret all the way, and only the vault has them", () => {
    expect(made.one(server, "shop-dev-store-db").secrets).toContain("administratorLoginPassword");
    expect(made.one("keyvault:Secret", "store-db-login").secrets).toContain("properties.value");
    expect(made.one("keyvault:Secret", "store-cache-auth").secrets).toContain("properties.value");
    expect(made.outputs.dbSecret).toBe("shop-dev-store-db-login");
  });

  test("Redis: TLS, password, replica, snapshots, a key of its own, and no public address", () => {
    expect(made.one("redisenterprise:RedisEnterprise").inputs).toMatchObject({
      ...{ highAvailability: "Enabled", publicNetworkAccess: "Disabled", minimumTlsVersion: "1.2" },
      encryption: {
        customerManagedKeyEncryption: {
          keyEncryptionKeyUrl: made.one("keyvault:Key", "store-cache-key").outputs.keyUriWithVersion,
        },
      },
    });
    expect(made.one("redisenterprise:Database").inputs).toMatchObject({
      ...{ clientProtocol: "Encrypted", accessKeysAuthentication: "Enabled", port: 10000 },
      ...{ clusteringPolicy: "NoCluster", persistence: { rdbEnabled: true } },
    });
    expect(made.outputs.cachePort).toBe(10000);
  });

  test("a bucket: private, without account keys, versions, a key, what ages, and open to nodes alone", () => {
    expect(made.one("StorageAccount").inputs).toMatchObject({
      ...{ allowBlobPublicAccess: false, allowSharedKeyAccess: false, minimumTlsVersion: "TLS1_2" },
      ...{ sku: { name: "Standard_ZRS" }, enableHttpsTrafficOnly: true },
      networkRuleSet: {
        defaultAction: "Deny",
        virtualNetworkRules: [{ virtualNetworkResourceId: made.one("Subnet", "nodes").id }],
      },
      encryption: {
        keySource: "Microsoft.Keyvault",
        keyVaultProperties: { keyName: made.one("keyvault:Key", "store-media-key").outputs.name },
      },
    });
    expect(made.one("BlobServiceProperties").inputs).toMatchObject({
      isVersioningEnabled: true,
      deleteRetentionPolicy: { enabled: true, days: 7 },
    });
    expect(JSON.stringify(made.one("ManagementPolicy").inputs.policy)).toContain('"daysAfterCreationGreaterThan":30');
    expect(made.one("BlobContainer").inputs).toMatchObject({ containerName: "media", publicAccess: "None" });
    expect(made.outputs).toMatchObject({ media: "media", account: made.one("StorageAccount").outputs.name });
  });

  test("every key is renewed, and each store encrypts as an identity of its own, which may before it does", () => {
    for (const { inputs } of made.find("keyvault:Key")) {
      expect(JSON.stringify(inputs.properties)).toContain('"timeAfterCreate":"P90D"');
    }
    for (const [type, name] of [
      [server, "store-db"],
      ["redisenterprise:RedisEnterprise", "store-cache"],
      ["StorageAccount", "store-media"],
    ] as const) {
      const right = made.one("RoleAssignment", `shop-dev-${name}-key`);
      expect(right.inputs.scope).toBe(made.one("keyvault:Key", `${name}-key`).id);
      expect(made.waits(made.one(type, `shop-dev-${name}`), right)).toBe(true);
    }
  });

  test("vaults go by roles and cannot be purged; keys are closed to everybody, secrets open to nodes", () => {
    const properties = (name: string) => made.one("keyvault:Vault", name).inputs.properties;
    expect(properties("shop-dev-keys")).toMatchObject({
      ...{ enableRbacAuthorization: true, enablePurgeProtection: true, softDeleteRetentionInDays: 90 },
      publicNetworkAccess: "Disabled",
    });
    expect(properties("shop-dev-secrets")).toMatchObject({
      ...{ enableRbacAuthorization: true, enablePurgeProtection: true },
      networkAcls: { defaultAction: "Deny", virtualNetworkRules: [{ id: made.one("Subnet", "nodes").id }] },
    });
  });
});

test("in dev nothing is protected, there is no standby, and the vault of secrets can be purged", async () => {
  const made = await stores({}, { multiZone: false, maxStorageGb: 64 });
  expect(made.resources.filter(({ protect }) => protect)).toEqual([]);
  expect(made.one(server).inputs).toMatchObject({
    highAvailability: { mode: "Disabled" },
    storage: { autoGrow: "Disabled" },
  });
  expect(made.one("keyvault:Vault", "shop-dev-secrets").inputs.properties).not.toHaveProperty("enablePurgeProtection");
});

test("servers that burst have no standby", async () => {
  await expect(stores({}, { instanceClass: "Standard_B2s" })).rejects.toThrow(/servers that burst have no standby/);
});

describe("an identity", () => {
  const args = { namespace: "shop", serviceAccount: "api" };

  test("is one that one service account acts as, with rights on the very things", async () => {
    const made = await onAzure((cloud) => {
      const { cluster } = foundation(cloud);
      const bucket = cloud.bucket("media", { oldVersionDays: 1 });
      const secret = cloud.secret("key");
      const identity = cloud.identity("api", {
        ...{ ...args, cluster },
        grants: [
          { kind: "bucket", bucket, mode: "read" },
          { kind: "secrets", ids: [secret.id] },
        ],
      });
      return { annotations: identity!.annotations, labels: identity!.podLabels };
    });
    const identity = made.one("UserAssignedIdentity", "workload-api");
    expect(made.outputs).toMatchObject({
      annotations: { "azure.workload.identity/client-id": identity.outputs.clientId },
      labels: { "azure.workload.identity/use": "true" },
    });
    const given = made.find("RoleAssignment", "workload-api").map(({ inputs }) => [inputs.scope, inputs.principalId]);
    expect(new Map(given as [string, string][])).toEqual(
      new Map([
        [made.one("BlobContainer").id, identity.outputs.principalId],
        [made.one("keyvault:Secret", "secret-key").id, identity.outputs.principalId],
      ]),
    );
    expect(made.one("RoleAssignment", "workload-api-grant-0").inputs.roleDefinitionId).toContain(roles.readBlobs);
    const binding = made.one("FederatedIdentityCredential");
    expect(binding.inputs).toMatchObject({
      subject: "system:serviceaccount:shop:api",
      audiences: ["api://AzureADTokenExchange"],
      issuer: expect.stringMatching(/^https:/),
    });
    expect(made.waits(binding, made.one("RoleAssignment", "workload-api-grant-0"))).toBe(true);
  });

  test("with nothing to allow is none", async () => {
    await onAzure((cloud) => {
      const { cluster } = foundation(cloud);
      expect(cloud.identity("api", { ...args, cluster, grants: [] })).toBeUndefined();
      const place = { scope: scope(), group: "shop-dev" };
      expect(() => new AzureIdentity("x", { ...args, cluster, place, tenantId: "t", vault: "v" })).toThrow(
        /nothing to allow/,
      );
    });
  });
});

test("the entry's address is alone in a group that the control plane may change", async () => {
  const made = await onAzure((cloud) => {
    const { network, cluster } = foundation(cloud);
    const { address, service } = cloud.entry(network, cluster);
    return { address, annotations: service!.annotations };
  });
  const group = made.one("ResourceGroup", "shop-dev-entry");
  const right = made.one("RoleAssignment", "shop-dev-entry");
  expect(right.inputs).toMatchObject({
    scope: group.id,
    principalId: made.one("UserAssignedIdentity", "cluster-control").outputs.principalId,
  });
  expect(made.one("PublicIPAddress", "shop-dev-entry").inputs.resourceGroupName).toBe("shop-dev-entry");
  expect(made.outputs.annotations).toEqual({
    "service.beta.kubernetes.io/azure-load-balancer-resource-group": "shop-dev-entry",
  });
});

test("the guard names the subscription that the credentials do not lead to", async () => {
  await expect(onAzure((cloud) => cloud.guard(), {}, { account: "elsewhere" })).rejects.toThrow(
    new RegExp(`do not lead to the Azure subscription ${subscription}[\\s\\S]*nothing was changed`),
  );
  await expect(onAzure((cloud) => cloud.guard())).resolves.toBeDefined();
});

describe("names that all of Azure shares", () => {
  const long = { name: "a-very-long-application-name-production", account: subscription };

  test.each([
    ["a vault", 24, true, /^[a-z0-9-]{3,24}$/],
    ["a storage account", 24, false, /^[a-z0-9]{3,24}$/],
    ["a server", 63, true, /^[a-z0-9-]{3,63}$/],
  ])("%s fits, and two never become one", (_what, max, hyphens, form) => {
    const names = ["db", "cache", "media"].map((what) => worldName(long, what, max, hyphens));
    for (const name of names) expect(name).toMatch(form);
    expect(new Set(names).size).toBe(3);
    expect(worldName({ ...long, account: "other" }, "db", max, hyphens)).not.toBe(names[0]);
  });
});
