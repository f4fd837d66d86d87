import { CloudError, type Context, isRecord, type Json, type TypeModel, text, valuesAt } from "../model";
import { guid, mayEncrypt, nameLike, parent, placed, to } from "./shared";

const clusterType = "azure-native:containerservice:ManagedCluster";

const at = (c: Context, path: string): Json | undefined => valuesAt(c.inputs, path)[0];

/** What AKS refuses: see "Node auto-provisioning", "KMS etcd encryption" and "API Server VNet Integration". */
function clusterAccepts(c: Context): void {
  const refuse = (why: string): never => {
    throw new CloudError("InvalidParameter", `${c.name}: ${why}`);
  };
  const pools = valuesAt(c.inputs, "agentPoolProfiles[]");
  if (!pools.some((pool) => isRecord(pool) && pool["mode"] === "System")) refuse("it has no pool of mode System");
  if (at(c, "nodeProvisioningProfile.mode") === "Auto") {
    if (pools.some((pool) => isRecord(pool) && pool["enableAutoScaling"] === true))
      refuse("node auto-provisioning does not go with pools that are resized");
    if (at(c, "networkProfile.networkDataplane") !== "cilium")
      refuse("node auto-provisioning needs overlay networking with Cilium");
  }
  const kms = at(c, "securityProfile.azureKeyVaultKms");
  if (isRecord(kms) && kms["enabled"] === true && kms["keyVaultNetworkAccess"] === "Private") {
    if (kms["keyVaultResourceId"] === undefined) refuse("a private key vault must be named (keyVaultResourceId)");
    if (at(c, "apiServerAccessProfile.enableVnetIntegration") !== true)
      refuse("a private key vault needs the API in the network (enableVnetIntegration)");
  }
  if (
    at(c, "apiServerAccessProfile.enablePrivateCluster") === true &&
    at(c, "apiServerAccessProfile.authorizedIPRanges")
  )
    refuse("a private cluster has no authorized ranges");
  if (at(c, "disableLocalAccounts") === true && at(c, "aadProfile.managed") !== true)
    refuse("without local accounts it needs Entra ID (aadProfile.managed)");
  gatewayThere(c);
  for (const id of valuesAt(c.inputs, "identity.userAssignedIdentities[]")) mayEncrypt(c, String(id));
}

/** With a NAT gateway of one's own the subnet of nodes must have it already. */
function gatewayThere(c: Context): void {
  if (at(c, "networkProfile.outboundType") !== "userAssignedNATGateway") return;
  const subnet = c.find("azure-native:network:Subnet", "id", at(c, "agentPoolProfiles[].vnetSubnetID"));
  if (subnet && Object.keys(subnet.inputs).length > 0 && subnet.inputs["natGateway"] === undefined)
    throw new CloudError("InvalidSubnetNATGateway", `the subnet of ${c.name} has no NAT gateway`);
}

function poolAccepts(c: Context): void {
  nameLike("agentPoolName", /^[a-z][a-z0-9]{0,11}$/, "12 of a-z and 0-9, a letter first")(c);
  if (c.inputs["enableAutoScaling"] !== true) return;
  const [count, min, max] = ["count", "minCount", "maxCount"].map((key) => Number(c.inputs[key]));
  if (count! < min! || count! > max!)
    throw new CloudError("InvalidParameter", `${c.name}: count ${count} is not between ${min} and ${max}`);
}

const fqdn = (c: Context, zone: string): string =>
  `${text(c.inputs, "dnsPrefix", c.name)}-${c.hash(8, "fqdn")}.${zone}`;

/** A kubeconfig as AKS hands it out where sign-in is by Entra ID: certificates, and no credential. */
export const kubeconfigFor = (name: string): string =>
  Buffer.from(
    [
      "apiVersion: v1",
      "clusters:",
      "- cluster:",
      `    certificate-authority-data: ${Buffer.from(`certificate of ${name}`).toString("base64")}`,
      `  name: ${name}`,
      "kind: Config",
    ].join("\n"),
  ).toString("base64");

/** Clusters and their pools. */
export const containerservice: Readonly<Record<string, TypeModel>> = {
  [clusterType]: {
    ...placed("Microsoft.ContainerService/managedClusters/{resourceName}", "resourceName", [
      "dnsPrefix",
      "nodeResourceGroup",
    ]),
    references: [
      to.group,
      to.subnet("agentPoolProfiles[].vnetSubnetID"),
      to.subnet("apiServerAccessProfile.subnetId"),
      to.identity("identity.userAssignedIdentities[]"),
      to.identity("identityProfile.kubeletidentity.resourceId"),
      to.key("securityProfile.azureKeyVaultKms.keyId"),
      {
        path: "securityProfile.azureKeyVaultKms.keyVaultResourceId",
        to: ["azure-native:keyvault:Vault"],
        error: "InvalidParameter",
      },
    ],
    validate: clusterAccepts,
    outputs: (c) => {
      const location = text(c.inputs, "location", c.region);
      return {
        name: text(c.inputs, "resourceName"),
        fqdn: fqdn(c, `hcp.${location}.azmk8s.io`),
        privateFQDN: fqdn(c, `${guid(c.urn, "zone")}.privatelink.${location}.azmk8s.io`),
        oidcIssuerProfile: {
          ...(isRecord(c.inputs["oidcIssuerProfile"]) && c.inputs["oidcIssuerProfile"]),
          issuerURL: `https://${location}.oic.prod-aks.azure.com/${guid(c.account, "tenant")}/${guid(c.urn, "issuer")}/`,
        },
        currentKubernetesVersion: `${text(c.inputs, "kubernetesVersion", "1.34")}.1`,
        powerState: { code: "Running" },
      };
    },
    completes: ["oidcIssuerProfile"],
  },
  "azure-native:containerservice:AgentPool": {
    ...placed("Microsoft.ContainerService/managedClusters/{resourceName}/agentPools/{agentPoolName}", "agentPoolName", [
      "resourceName",
      "vmSize",
      "osDiskSizeGB",
      "vnetSubnetID",
      "availabilityZones",
      "maxPods",
      "osType",
    ]),
    references: [to.group, parent("resourceName", clusterType), to.subnet("vnetSubnetID")],
    validate: poolAccepts,
    outputs: (c) => ({ name: text(c.inputs, "agentPoolName"), nodeImageVersion: "AKSAzureLinux-V3gen2-202611.01.0" }),
  },
  "azure-native:containerservice:MaintenanceConfiguration": {
    ...placed(
      "Microsoft.ContainerService/managedClusters/{resourceName}/maintenanceConfigurations/{configName}",
      "configName",
      ["resourceName"],
    ),
    references: [to.group, parent("resourceName", clusterType)],
    outputs: (c) => ({ name: text(c.inputs, "configName") }),
  },
  "azure-native:operationalinsights:Workspace": {
    ...placed("Microsoft.OperationalInsights/workspaces/{workspaceName}", "workspaceName"),
    references: [to.group],
    outputs: (c) => ({ name: text(c.inputs, "workspaceName"), customerId: guid(c.urn, "customer") }),
  },
  "azure-native:monitor:DiagnosticSetting": {
    id: (c) =>
      `${text(c.inputs, "resourceUri")}/providers/microsoft.insights/diagnosticSettings/${text(c.inputs, "name")}`,
    required: ["resourceUri", "name"],
    references: [
      { path: "resourceUri", to: [clusterType, "azure-native:cdn:Profile"], error: "ResourceNotFound" },
      { path: "workspaceId", to: ["azure-native:operationalinsights:Workspace"], error: "ResourceNotFound" },
    ],
    replaceOn: ["resourceUri", "name"],
  },
  "azure-native:containerregistry:Registry": {
    ...placed("Microsoft.ContainerRegistry/registries/{registryName}", "registryName", ["encryption"]),
    references: [to.group, to.key("encryption.keyVaultProperties.keyIdentifier")],
    validate: (c) => {
      nameLike("registryName", /^[a-zA-Z0-9]{5,50}$/, "5 to 50 letters and digits")(c);
      const premium = at(c, "sku.name") === "Premium";
      for (const path of ["policies.retentionPolicy", "encryption", "networkRuleSet"]) {
        if (at(c, path) !== undefined && !premium)
          throw new CloudError("SkuNotSupported", `${c.name}: ${path} is there in Premium alone`);
      }
    },
    outputs: (c) => ({
      name: text(c.inputs, "registryName"),
      loginServer: `${text(c.inputs, "registryName")}.azurecr.io`,
    }),
    previewed: ["name"],
  },
};
