/** Azure. */
import * as z from "../support/azure";
import { type CaseTable, property, together } from "../support/cases";
import * as r from "../support/resources";

const { U } = r;
const roles = "/providers/Microsoft.Authorization/roleDefinitions/";

export const azure: CaseTable = {
  "azure-storage-https": property(z.storage, "enableHttpsTrafficOnly", [false], [true]),
  "azure-storage-tls": together(property(z.storage, "minimumTlsVersion", ["TLS1_0", undefined], ["TLS1_3"]), {
    pass: [],
    // Azure Native's tokens of one API version are judged like those without.
    fail: [
      [{ ...z.storage({ minimumTlsVersion: "TLS1_1" })[0], type: "azure-native:storage/v20240101:StorageAccount" }],
    ],
    unknown: [],
  }),
  "azure-storage-customer-key": property(z.storage, "encryption.keySource", ["Microsoft.Storage", undefined]),
  "azure-redis-tls": together(
    property(z.redis, "minimumTlsVersion", ["1.0", undefined]),
    property(z.managedRedis, "minimumTlsVersion", ["1.1", undefined]),
  ),
  "azure-redis-tls-port": together(
    property(z.redis, "enableNonSslPort", [true], [false]),
    property(z.managedRedisDatabase, "clientProtocol", ["Plaintext"], [undefined]),
  ),
  "azure-postgres-tls": together(property(z.parameter, "value", ["off", "OFF"], ["ON"]), {
    pass: [z.parameter({ configurationName: "log_checkpoints", value: "off" })],
    fail: [],
    unknown: [z.parameter({ configurationName: U, value: "off" })],
  }),
  "azure-postgres-customer-key": property(z.postgres, "dataEncryption.type", ["SystemManaged", undefined]),
  "azure-sql-tls": property(z.sql, "minimalTlsVersion", ["1.1", undefined], ["1.3"]),
  "azure-gateway-tls": {
    pass: [
      z.gateway(),
      z.gateway({ sslPolicy: { policyName: undefined, policyType: "CustomV2", minProtocolVersion: "TLSv1_2" } }),
    ],
    fail: [z.gateway({ sslPolicy: undefined }), z.gateway({ sslPolicy: { policyName: "AppGwSslPolicy20150501" } })],
    unknown: [z.gateway({ sslPolicy: U }), z.gateway({ sslPolicy: { policyName: U } })],
  },
  "azure-front-door-tls": property(z.frontDoorDomain, "tlsSettings.minimumTlsVersion", ["TLS10"], [undefined]),
  "azure-front-door-https": together(property(z.frontDoorRoute, "httpsRedirect", ["Disabled"]), {
    pass: [z.frontDoorRoute({ httpsRedirect: "Disabled", supportedProtocols: ["Https"] })],
    fail: [],
    unknown: [z.frontDoorRoute({ httpsRedirect: "Disabled", supportedProtocols: U })],
  }),
  "azure-vm-host-encryption": property(z.vm, "securityProfile.encryptionAtHost", [false, undefined]),
  "azure-aks-secrets-encrypted": property(z.cluster, "securityProfile.azureKeyVaultKms.enabled", [false, undefined]),
  "azure-storage-no-anonymous": property(z.storage, "allowBlobPublicAccess", [true], [undefined]),
  "azure-container-private": property(z.container, "publicAccess", ["Blob", "Container"], ["None"]),
  "azure-storage-default-deny": together(property(z.storage, "networkRuleSet.defaultAction", ["Allow", undefined]), {
    pass: [z.storage({ networkRuleSet: undefined, publicNetworkAccess: "Disabled" })],
    fail: [],
    unknown: [z.storage({ networkRuleSet: undefined, publicNetworkAccess: U })],
  }),
  "azure-postgres-private": {
    pass: [z.postgres(), z.postgres({ network: { delegatedSubnetResourceId: undefined } })],
    fail: [
      z.postgres({ network: undefined }),
      z.postgres({ network: { delegatedSubnetResourceId: undefined, publicNetworkAccess: "Enabled" } }),
    ],
    unknown: [
      z.postgres({ network: U }),
      z.postgres({ network: { delegatedSubnetResourceId: U, publicNetworkAccess: "Enabled" } }),
    ],
  },
  "azure-database-firewall-world": property(z.firewallRule, "startIpAddress", ["0.0.0.0"]),
  "azure-sql-private": property(z.sql, "publicNetworkAccess", ["Enabled", undefined]),
  "azure-redis-private": together(
    property(z.managedRedis, "publicNetworkAccess", ["Enabled", undefined]),
    property(z.redis, "publicNetworkAccess", ["Enabled", undefined]),
    {
      pass: [z.redis({ publicNetworkAccess: undefined, subnetId: "/subscriptions/1/data" })],
      fail: [],
      unknown: [z.redis({ publicNetworkAccess: undefined, subnetId: U })],
    },
  ),
  "azure-vault-limited": together(property(z.vault, "properties.networkAcls.defaultAction", ["Allow", undefined]), {
    pass: [z.vault({ properties: { networkAcls: undefined, publicNetworkAccess: "disabled" } })],
    fail: [],
    unknown: [z.vault({ properties: { networkAcls: undefined, publicNetworkAccess: U } })],
  }),
  "azure-aks-endpoint-limited": together(
    property(z.cluster, "apiServerAccessProfile.authorizedIPRanges", [undefined, ["0.0.0.0/0"]], [[U]]),
    {
      pass: [z.cluster({ apiServerAccessProfile: { authorizedIPRanges: undefined, enablePrivateCluster: true } })],
      fail: [],
      unknown: [],
    },
  ),
  "azure-aks-network-policies": property(z.cluster, "networkProfile.networkPolicy", ["none", undefined], ["calico"]),
  "azure-aks-nodes-private": together(property(z.pool, "enableNodePublicIP", [true], [false]), {
    pass: [z.cluster()],
    fail: [z.withPool({ enableNodePublicIP: true })],
    unknown: [z.cluster({ agentPoolProfiles: U }), z.withPool({ enableNodePublicIP: U })],
  }),
  "azure-nsg-world": {
    pass: [
      z.securityGroup(),
      z.withRule({}),
      z.withRule({ direction: "Outbound", destinationPortRange: "*" }),
      z.withRule({ access: "Deny", destinationPortRange: "*" }),
      z.withRule({ sourceAddressPrefix: "VirtualNetwork", destinationPortRange: "*" }),
      z.securityRule(),
    ],
    fail: [
      z.withRule({ destinationPortRange: "22" }),
      z.withRule({ sourceAddressPrefix: "Internet", destinationPortRange: "*" }),
      z.withRule({ destinationPortRange: undefined, destinationPortRanges: ["443", "3389"] }),
      z.securityRule({ destinationPortRange: "0-65535" }),
    ],
    unknown: [
      z.securityGroup({ securityRules: U }),
      z.withRule({ sourceAddressPrefix: U, destinationPortRange: "22" }),
      z.securityRule({ destinationPortRange: U }),
    ],
  },
  "azure-registry-private": together(property(z.registry, "publicNetworkAccess", ["Enabled", undefined]), {
    pass: [z.registry({ publicNetworkAccess: "Enabled", networkRuleSet: { defaultAction: "Deny" } })],
    fail: [],
    unknown: [z.registry({ publicNetworkAccess: "Enabled", networkRuleSet: U })],
  }),
  "azure-gateway-waf": together(property(z.gateway, "firewallPolicy", [undefined]), {
    pass: [z.gateway({ firewallPolicy: undefined, webApplicationFirewallConfiguration: { enabled: true } })],
    fail: [],
    unknown: [z.gateway({ firewallPolicy: undefined, webApplicationFirewallConfiguration: U })],
  }),
  "azure-no-owner-assignments": together(
    property(z.assignment, "roleDefinitionId", [
      `${roles}8e3af657-a8ff-443c-a75c-2fe8c4bcb635`,
      `/subscriptions/1${roles}b24988ac-6180-42a0-ab88-20f7382dd24c`,
    ]),
    {
      pass: [z.assignment({ roleDefinitionId: `${roles}f58310d9-a9f6-439a-9e8d-f62e7b41a168`, condition: "…" })],
      fail: [],
      unknown: [],
    },
  ),
  "azure-no-wildcard-roles": {
    pass: [z.roleDefinition()],
    fail: [z.roleDefinition({ permissions: [{ actions: ["*"] }] })],
    unknown: [z.roleDefinition({ permissions: U }), z.roleDefinition({ permissions: [{ actions: U }] })],
  },
  "azure-vault-rbac": property(z.vault, "properties.enableRbacAuthorization", [false, undefined]),
  "azure-aks-no-local-accounts": property(z.cluster, "disableLocalAccounts", [false, undefined]),
  "azure-aks-entra": property(z.cluster, "aadProfile.managed", [false, undefined]),
  "azure-aks-workload-identity": together(
    property(z.cluster, "oidcIssuerProfile.enabled", [false, undefined]),
    property(z.cluster, "securityProfile.workloadIdentity.enabled", [false, undefined]),
  ),
  "azure-registry-no-admin": property(z.registry, "adminUserEnabled", [true], [false]),
  "azure-storage-no-shared-key": property(z.storage, "allowSharedKeyAccess", [true, undefined]),
  "azure-vm-no-passwords": property(z.vm, "osProfile.linuxConfiguration.disablePasswordAuthentication", [
    false,
    undefined,
  ]),
  "azure-cosmos-no-keys": property(z.cosmos, "disableLocalAuth", [false, undefined]),
  "azure-key-expires": together(property(z.key, "properties.attributes.expires", [undefined]), {
    pass: [z.key({ properties: { attributes: undefined, rotationPolicy: { lifetimeActions: [] } } })],
    fail: [],
    unknown: [],
  }),
  "azure-vault-purge-protection": together(
    property(z.vault, "properties.enablePurgeProtection", [false, undefined]),
    property(z.vault, "properties.enableSoftDelete", [false], [true]),
  ),
  "azure-postgres-retention": property(z.postgres, "backup.backupRetentionDays", [6], [7, undefined]),
  "azure-postgres-geo-backup": property(z.postgres, "backup.geoRedundantBackup", ["Disabled", undefined]),
  "azure-blob-soft-delete": together(
    property(z.blobs, "deleteRetentionPolicy.enabled", [false, undefined]),
    property(z.blobs, "containerDeleteRetentionPolicy.enabled", [false, undefined]),
  ),
  "azure-blob-versioning": property(z.blobs, "isVersioningEnabled", [false, undefined]),
  "azure-postgres-standby": together(property(z.postgres, "highAvailability.mode", ["SameZone", undefined]), {
    pass: [z.postgres({ createMode: "Replica", highAvailability: undefined })],
    fail: [],
    unknown: [],
  }),
  "azure-redis-replicated": together(
    property(z.redis, "sku.name", ["Basic"], ["Premium"]),
    property(z.managedRedis, "highAvailability", ["Disabled"], [undefined]),
  ),
  "azure-aks-zones": together(property(z.pool, "availabilityZones", [["1"], undefined], [["1", U]]), {
    pass: [z.cluster()],
    fail: [z.withPool({ availabilityZones: ["1"] })],
    unknown: [z.withPool({ availabilityZones: U })],
  }),
  "azure-aks-upgrades": together(
    property(z.cluster, "autoUpgradeProfile.upgradeChannel", ["none", undefined], ["stable"]),
    property(z.cluster, "autoUpgradeProfile.nodeOSUpgradeChannel", ["Unmanaged"], [undefined]),
  ),
  "azure-aks-service-level": property(z.cluster, "sku.tier", ["Free", undefined], ["Premium"]),
  "azure-storage-redundant": property(z.storage, "sku.name", ["Standard_LRS"], ["Standard_GZRS"]),
  "azure-log-retention": property(z.workspace, "retentionInDays", [7], [30, undefined]),
  "azure-registry-no-anonymous-pull": property(z.registry, "anonymousPullEnabled", [true], [false]),
  "azure-aks-policy-addon": property(z.cluster, "addonProfiles.azurepolicy.enabled", [false, undefined]),
  "azure-budget-notifies": {
    pass: [z.budget(), z.budget({ notifications: { most: { contactEmails: [], contactRoles: ["Owner"] } } })],
    fail: [z.budget({ notifications: undefined }), z.budget({ notifications: { most: { contactEmails: [] } } })],
    unknown: [z.budget({ notifications: U }), z.budget({ notifications: { most: U } })],
  },
};
