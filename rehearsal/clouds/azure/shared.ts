import { CloudError, type Context, digest, type Place, type Reference, text, UNKNOWN } from "../model";

/** Text in the form of a GUID that depends on the parts alone. */
export function guid(...parts: readonly string[]): string {
  const hex = digest(32, ...parts);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** The tenant that a subscription belongs to. */
export const tenantOf = ({ account }: Pick<Place, "account">): string => guid(account, "tenant");

/** `/subscriptions/<id>/resourceGroups/<group>` */
export const groupId = (c: Context): string =>
  `/subscriptions/${c.account}/resourceGroups/${text(c.inputs, "resourceGroupName")}`;

/**
 * `…/providers/<path>`, where each `{key}` is an input: `Microsoft.Network/virtualNetworks/{virtualNetworkName}`.
 */
export const inGroup =
  (path: string) =>
  (c: Context): string =>
    `${groupId(c)}/providers/${path.replaceAll(/\{(\w+)\}/g, (_, key: string) => text(c.inputs, key))}`;

/** What every model of a thing in a group has alike: where its name stands, and what names it. */
export const placed = (path: string, nameKey: string, also: readonly string[] = []) => ({
  id: inGroup(path),
  required: ["resourceGroupName", nameKey],
  unique: { output: "id", error: "Conflict" },
  inUse: "InUse",
  replaceOn: ["resourceGroupName", "location", nameKey, ...also],
});

/** A name, as Azure takes it for a type. @throws CloudError */
export const nameLike =
  (key: string, form: RegExp, said: string) =>
  (c: Context): void => {
    const name = text(c.inputs, key);
    if (!name.includes(UNKNOWN) && !form.test(name))
      throw new CloudError("InvalidResourceName", `'${name}' is no name of ${c.name}: ${said}`);
  };

/** An address of the data subnet, the same in every run. */
export const privateAddress = (c: Context): string => `10.240.16.${(Number.parseInt(c.hash(4, "ip"), 16) % 250) + 4}`;

const ref =
  (type: string, error: string) =>
  (path: string): Reference => ({ path, to: [type], error });

/** References that several services share. */
export const to = {
  group: {
    path: "resourceGroupName",
    to: ["azure-native:resources:ResourceGroup#name"],
    error: "ResourceGroupNotFound",
  } as Reference,
  subnet: ref("azure-native:network:Subnet", "InvalidResourceReference"),
  network: ref("azure-native:network:VirtualNetwork", "InvalidResourceReference"),
  address: ref("azure-native:network:PublicIPAddress", "InvalidResourceReference"),
  identity: ref("azure-native:managedidentity:UserAssignedIdentity", "FailedIdentityOperation"),
  /** The version of a key that an identity may use, by its address: with the version or without. */
  key: (path: string): Reference => ({
    path,
    to: ["azure-native:keyvault:Key#keyUri", "azure-native:keyvault:Key#keyUriWithVersion"],
    error: "KeyVaultKeyNotFound",
  }),
  /** A vault takes along what is in it. */
  vaultName: {
    path: "vaultName",
    to: ["azure-native:keyvault:Vault#name"],
    error: "ParentResourceNotFound",
    isPart: true,
  } as Reference,
} as const;

/** A parent in the same group, by its name. */
export const parent = (path: string, type: string): Reference => ({
  path,
  to: [`${type}#name`],
  error: "ParentResourceNotFound",
});

/** An identity that encrypts must have been given that right before it is used. @throws CloudError */
export function mayEncrypt(c: Context, identityId: string): void {
  const identity = c.find("azure-native:managedidentity:UserAssignedIdentity", "id", identityId);
  if (!identity || identityId === "") return;
  const { principalId } = identity.outputs;
  if (!c.find("azure-native:authorization:RoleAssignment", "principalId", principalId)) {
    throw new CloudError("KeyVaultAccessForbidden", `the identity of ${c.name} has no right to its key yet`);
  }
}
