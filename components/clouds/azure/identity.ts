import { FederatedIdentityCredential } from "@pulumi/azure-native/managedidentity/federatedIdentityCredential";
import { UserAssignedIdentity } from "@pulumi/azure-native/managedidentity/userAssignedIdentity";
import { type Input, interpolate, type Output, type Resource } from "@pulumi/pulumi";
import type { Grant, IdentityArgs, IdentityHandle } from "../../contracts/identity";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { named } from "../../shared/tags";
import { type AzurePlace, at } from "./place";
import { type Assignment, assign } from "./roles";

/** A role on something. */
export type IdentityRole = Pick<Assignment, "role" | "on">;

export interface AzureIdentityArgs extends Omit<IdentityArgs, "grants"> {
  readonly place: AzurePlace;
  readonly tenantId: Input<string>;
  /** Full id of the vault that holds the stack's secrets. */
  readonly vault: Input<string>;
  /** @default none */
  readonly grants?: IdentityArgs["grants"];
  /** Rights that no grant expresses: those of add-ons' controllers. @default none */
  readonly roles?: readonly IdentityRole[];
}

/**
 * An identity of Entra ID that the pods of one service account act as: they show the token that the cluster signs for them.
 * Its rights lie on the very containers and secrets that it uses.
 * @throws Error when there is nothing to allow.
 */
export class AzureIdentity extends BaseComponent implements IdentityHandle {
  readonly annotations: IdentityHandle["annotations"];
  /** By this label AKS hands a pod its token and the address to show it at. */
  readonly podLabels = { "azure.workload.identity/use": "true" };
  readonly principalId: Output<string>;

  constructor(name: string, args: AzureIdentityArgs, opts?: ComponentOpts) {
    super("slipway:azure:Identity", name, opts);
    const { place, cluster, namespace, serviceAccount, tenantId, vault, grants = [], roles = [] } = args;
    const wanted = [...grants.flatMap((grant) => rolesOf(name, grant, vault)), ...roles];
    if (wanted.length === 0) throw new Error(`identity ${name} has nothing to allow: make none instead`);
    const identity = new UserAssignedIdentity(
      name,
      { ...at(place), resourceName: name, tags: named(place.scope.tags, name) },
      this.child(),
    );
    const granted: Resource[] = wanted.map(({ role, on }, index) =>
      assign(`${name}-grant-${index}`, place.scope, { role, on, to: identity.principalId }, this.child()),
    );
    new FederatedIdentityCredential(
      name,
      {
        resourceGroupName: place.group,
        resourceName: identity.name,
        federatedIdentityCredentialResourceName: "cluster",
        issuer: cluster.issuer,
        subject: `system:serviceaccount:${namespace}:${serviceAccount}`,
        audiences: ["api://AzureADTokenExchange"],
      },
      // A pod that can act as the identity must find its rights in place.
      this.child({ dependsOn: granted }),
    );
    this.principalId = identity.principalId;
    this.annotations = {
      "azure.workload.identity/client-id": identity.clientId,
      "azure.workload.identity/tenant-id": tenantId,
    };
    this.registerOutputs({ annotations: this.annotations });
  }
}

function rolesOf(name: string, grant: Grant, vault: Input<string>): IdentityRole[] {
  if (grant.kind === "bucket")
    return [{ role: grant.mode === "read" ? "readBlobs" : "writeBlobs", on: grant.bucket.id }];
  if (grant.kind === "backups") throw new Error(`${name}: backups by jobs are not there on Azure yet`);
  if (!Array.isArray(grant.ids)) throw new Error(`${name}: the list of secrets must be known when it is granted`);
  return grant.ids.map((id) => ({ role: "readSecrets", on: interpolate`${vault}/secrets/${id}` }));
}
