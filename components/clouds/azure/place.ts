import type { Input } from "@pulumi/pulumi";
import type { Scope } from "../../contracts/common";

/** Where everything is made: the stack, and the group that its things are in. */
export interface AzurePlace {
  readonly scope: Scope;
  /** Name of the resource group; what is in it waits for it. */
  readonly group: Input<string>;
}

/** Group and region, as nearly every type takes them. */
export const at = ({ scope, group }: AzurePlace) => ({ resourceGroupName: group, location: scope.region });
