import * as projects from "@pulumi/gcp/projects";
import type { AccessGrant } from "../../contracts/cluster";
import type { Scope } from "../../contracts/common";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { digest } from "../../shared/naming";

/** What each role may do, in GKE's own roles. */
const roles = {
  admin: "roles/container.admin",
  edit: "roles/container.developer",
  view: "roles/container.viewer",
} as const;

/** Who gets into the cluster, by IAM: each role is bound to this cluster alone. */
export class ClusterAccess extends BaseComponent {
  constructor(
    name: string,
    { scope, access }: { readonly scope: Scope; readonly access: readonly AccessGrant[] },
    opts?: ComponentOpts,
  ) {
    super("slipway:gcp:ClusterAccess", name, opts);
    const cluster = `projects/${scope.account}/locations/${scope.region}/clusters/${scope.name}`;
    for (const { principal, role } of access) {
      new projects.IAMMember(
        `${name}-${role}-${digest(principal)}`,
        {
          project: scope.account,
          role: roles[role],
          member: principal,
          condition: {
            title: `cluster ${scope.name}`,
            expression: `resource.name == "${cluster}" || resource.name.startsWith("${cluster}/")`,
          },
        },
        this.child(),
      );
    }
    this.registerOutputs({});
  }
}
