import { RoleAssignment } from "@pulumi/azure-native/authorization/roleAssignment";
import type { CustomResourceOptions, Input } from "@pulumi/pulumi";
import type { Scope } from "../../contracts/common";

/** Azure's own roles, by their ids. Source: "Azure built-in roles". */
export const roles = {
  pullImages: "7f951dda-4ed3-4680-a7ca-43fe172d538d",
  encryptWithKey: "e147488a-f6f5-4113-8e2d-b22465e65bf6",
  useKey: "12338af0-0e69-4776-bea7-57ae8d297424",
  manageVault: "f25e0fa2-a7c8-4377-a976-54943a77a395",
  readSecrets: "4633458b-17de-408a-b874-0445c86b69e6",
  changeNetwork: "4d97b98b-1d4f-4787-a291-c67834d212e7",
  assignIdentity: "f1a07417-d97a-45cb-824c-7a7467783830",
  writeBlobs: "ba92f5b4-2d11-453d-a403-e96b0029c9fe",
  readBlobs: "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1",
  changeRecords: "befefa01-2a29-4197-83a8-272ff33ce314",
  findCluster: "4abbcc35-e782-43d8-92c5-2d3f1bd2253f",
  administerCluster: "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b",
  editCluster: "a7ffa36f-339b-4b5c-8bdf-e2c188b2c0eb",
  viewCluster: "7f6c6a51-bcf8-42ba-9220-52d62157d7db",
} as const;

export type RoleName = keyof typeof roles;

export interface Assignment {
  readonly role: RoleName;
  /** Full id of what the role is about, as narrow as it can be. */
  readonly on: Input<string>;
  /** Object id of who gets it. */
  readonly to: Input<string>;
  /** People and groups: Azure finds out which. @default a managed identity, which may be too new to be found */
  readonly toPerson?: true;
}

/** Gives one role on one thing to one principal. */
export function assign(
  name: string,
  { account }: Pick<Scope, "account">,
  { role, on, to, toPerson }: Assignment,
  opts: CustomResourceOptions,
): RoleAssignment {
  return new RoleAssignment(
    name,
    {
      scope: on,
      principalId: to,
      ...(!toPerson && { principalType: "ServicePrincipal" }),
      roleDefinitionId: `/subscriptions/${account}/providers/Microsoft.Authorization/roleDefinitions/${roles[role]}`,
    },
    opts,
  );
}
