import type { Input } from "@pulumi/pulumi";
import type { AccessGrant } from "../../contracts/cluster";
import type { Scope } from "../../contracts/common";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { digest } from "../../shared/naming";
import { assign } from "./roles";

/** What each role may do, in AKS's own roles. */
const rolesFor = { admin: "administerCluster", edit: "editCluster", view: "viewCluster" } as const;

export interface ClusterAccessArgs {
  readonly scope: Scope;
  readonly access: readonly AccessGrant[];
  /** Object id of whoever runs the program: the platform is put into the cluster by them. */
  readonly deployer: Input<string>;
  /** Full id of the cluster: every role is about it alone. */
  readonly cluster: Input<string>;
}

/** Who gets into the cluster: roles of Azure's, by Entra ID. There is no other way in. */
export class ClusterAccess extends BaseComponent {
  constructor(name: string, { scope, access, deployer, cluster }: ClusterAccessArgs, opts?: ComponentOpts) {
    super("slipway:azure:ClusterAccess", name, opts);
    const on = cluster;
    assign(
      `${name}-deployer`,
      scope,
      { role: "administerCluster", on, to: deployer, toPerson: true },
      // Somebody else may run the program next: both keep their right.
      this.child({ ignoreChanges: ["principalId"] }),
    );
    for (const { principal, role } of access) {
      const to = { on, to: principal, toPerson: true } as const;
      assign(`${name}-${role}-${digest(principal)}`, scope, { role: rolesFor[role], ...to }, this.child());
      assign(`${name}-${role}-${digest(principal)}-login`, scope, { role: "findCluster", ...to }, this.child());
    }
    this.registerOutputs({});
  }
}
