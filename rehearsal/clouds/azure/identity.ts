import { CloudError, type Context, holdsUnknown, isRecord, type Properties, type TypeModel, text } from "../model";
import { objectAt } from "../paths";
import { guid, nameLike, parent, placed, to } from "./shared";

const identityType = "azure-native:managedidentity:UserAssignedIdentity";

/** What roles may be about: their full ids. */
const SCOPES = [
  "azure-native:resources:ResourceGroup",
  "azure-native:network:Subnet",
  identityType,
  "azure-native:dns:Zone",
  "azure-native:keyvault:Vault",
  "azure-native:keyvault:Key",
  "azure-native:keyvault:Secret",
  "azure-native:storage:BlobContainer",
  "azure-native:containerservice:ManagedCluster",
  "azure-native:containerregistry:Registry",
] as const;

/** Object and client id of an identity that stands under this name, also where another stack made it. */
export const idsOf = (account: string, group: string, name: string): Properties => ({
  principalId: guid(account, group, name, "principal"),
  clientId: guid(account, group, name, "client"),
  tenantId: guid(account, "tenant"),
});

/** Azure takes one assignment of a role to a principal on a thing. */
function once(c: Context): void {
  const same = (key: string) => (other: Properties) => other[key] === c.inputs[key];
  const wanted = ["scope", "principalId", "roleDefinitionId"];
  if (wanted.some((key) => holdsUnknown(c.inputs[key]))) return;
  const keys = wanted.map(same);
  if (c.others().some(({ inputs }) => keys.every((matches) => matches(inputs))))
    throw new CloudError("RoleAssignmentExists", `${c.name}: the role assignment already exists.`);
}

/** A vault that was closed for good can't be opened again, and keys of one's own need it closed. */
function vaultAccepts(c: Context): void {
  nameLike("vaultName", /^[a-zA-Z](?!.*--)[a-zA-Z0-9-]{1,22}[a-zA-Z0-9]$/, "3 to 24 of a-z, 0-9 and single '-'")(c);
  const properties = isRecord(c.inputs["properties"]) ? c.inputs["properties"] : {};
  if (properties["enablePurgeProtection"] === false)
    throw new CloudError("BadRequest", `${c.name}: enablePurgeProtection cannot be set to false`);
  const kept = ({ softDeleteRetentionInDays: days = 90 }: Properties): number => Number(days);
  const days = kept(properties);
  if (days < 7 || days > 90) throw new CloudError("BadRequest", `${c.name}: a deleted vault is kept for 7 to 90 days`);
  const before = c.id === "" ? undefined : c.find(c.type, "id", c.id);
  if (before && kept(objectAt(before.inputs, "properties")) !== days)
    throw new CloudError(
      "BadRequest",
      `${c.name}: softDeleteRetentionInDays has been set already and can't be modified`,
    );
}

const uriOf = (c: Context, kind: "keys" | "secrets", name: string): string =>
  `https://${text(c.inputs, "vaultName")}.vault.azure.net/${kind}/${name}`;

/** Groups, identities, roles, vaults and what is in them. */
export const identity: Readonly<Record<string, TypeModel>> = {
  "azure-native:resources:ResourceGroup": {
    id: (c) => `/subscriptions/${c.account}/resourceGroups/${text(c.inputs, "resourceGroupName")}`,
    required: ["resourceGroupName"],
    outputs: (c) => ({ name: text(c.inputs, "resourceGroupName") }),
    previewed: ["name"],
    unique: { output: "id", error: "ResourceGroupAlreadyExists" },
    inUse: "ResourceGroupBeingUsed",
    replaceOn: ["resourceGroupName", "location"],
  },
  [identityType]: {
    ...placed("Microsoft.ManagedIdentity/userAssignedIdentities/{resourceName}", "resourceName"),
    references: [to.group],
    validate: nameLike("resourceName", /^[a-zA-Z0-9][\w-]{2,127}$/, "3 to 128 letters, digits, '-' and '_'"),
    outputs: (c) => ({
      name: text(c.inputs, "resourceName"),
      ...idsOf(c.account, text(c.inputs, "resourceGroupName"), text(c.inputs, "resourceName")),
    }),
    inUse: "FailedIdentityOperation",
  },
  "azure-native:managedidentity:FederatedIdentityCredential": {
    ...placed(
      "Microsoft.ManagedIdentity/userAssignedIdentities/{resourceName}/federatedIdentityCredentials/{federatedIdentityCredentialResourceName}",
      "federatedIdentityCredentialResourceName",
      ["resourceName"],
    ),
    references: [to.group, parent("resourceName", identityType)],
    validate: (c) => {
      const issuer = text(c.inputs, "issuer");
      if (!holdsUnknown(issuer) && !issuer.startsWith("https://"))
        throw new CloudError("BadRequest", `${c.name}: '${issuer}' is no issuer`);
    },
    outputs: (c) => ({ name: text(c.inputs, "federatedIdentityCredentialResourceName") }),
  },
  "azure-native:authorization:RoleAssignment": {
    id: (c) => `${text(c.inputs, "scope")}/providers/Microsoft.Authorization/roleAssignments/${guid(c.urn)}`,
    required: ["scope", "principalId", "roleDefinitionId"],
    references: [{ path: "scope", to: SCOPES, error: "ResourceNotFound" }],
    validate: once,
    outputs: (c) => ({ name: guid(c.urn), type: "Microsoft.Authorization/roleAssignments" }),
    replaceOn: ["scope", "principalId", "roleDefinitionId", "principalType", "condition"],
  },
  "azure-native:keyvault:Vault": {
    ...placed("Microsoft.KeyVault/vaults/{vaultName}", "vaultName"),
    references: [to.group, to.subnet("properties.networkAcls.virtualNetworkRules[].id")],
    validate: vaultAccepts,
    outputs: (c) => ({
      name: text(c.inputs, "vaultName"),
      properties: {
        ...(isRecord(c.inputs["properties"]) && c.inputs["properties"]),
        vaultUri: `https://${text(c.inputs, "vaultName")}.vault.azure.net/`,
      },
    }),
    completes: ["properties"],
  },
  "azure-native:keyvault:Key": {
    ...placed("Microsoft.KeyVault/vaults/{vaultName}/keys/{keyName}", "keyName", ["vaultName", "properties"]),
    references: [to.group, to.vaultName],
    outputs: (c) => ({
      name: text(c.inputs, "keyName"),
      keyUri: uriOf(c, "keys", text(c.inputs, "keyName")),
      keyUriWithVersion: `${uriOf(c, "keys", text(c.inputs, "keyName"))}/${c.hash(32, "version")}`,
    }),
    replaceOn: ["resourceGroupName", "vaultName", "keyName"],
  },
  "azure-native:keyvault:Secret": {
    ...placed("Microsoft.KeyVault/vaults/{vaultName}/secrets/{secretName}", "secretName", ["vaultName"]),
    references: [to.group, to.vaultName],
    validate: nameLike("secretName", /^[a-zA-Z0-9-]{1,127}$/, "127 letters, digits and '-'"),
    outputs: (c) => {
      const uri = uriOf(c, "secrets", text(c.inputs, "secretName"));
      return {
        name: text(c.inputs, "secretName"),
        properties: {
          ...(isRecord(c.inputs["properties"]) && c.inputs["properties"]),
          secretUri: uri,
          secretUriWithVersion: `${uri}/${c.hash(32, "version")}`,
        },
      };
    },
    completes: ["properties"],
  },
};
