import * as aws from "@pulumi/aws";
import type { Input, Output, Resource } from "@pulumi/pulumi";
import type { Scope } from "../../contracts/common";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { named } from "../../shared/tags";
import { ServiceRole } from "./role";
import { type EksAddon, type EksVersion, eksAddons } from "./versions";

export interface CoreAddonsArgs {
  readonly scope: Scope;
  readonly clusterName: Input<string>;
  readonly version: EksVersion;
}

/** Add-ons that nodes cannot become ready without. */
const beforeNodes: readonly EksAddon[] = ["vpc-cni", "kube-proxy", "eks-pod-identity-agent"];

/** What an add-on is told; the CNI enforces network policies, and gives out addresses by prefix (more pods a node). */
const settings: Partial<Record<EksAddon, object>> = {
  "vpc-cni": { enableNetworkPolicy: "true", env: { ENABLE_PREFIX_DELEGATION: "true", WARM_PREFIX_TARGET: "1" } },
};

/** Rights of add-ons, each on a service account of its own through Pod Identity. */
const identities: Partial<Record<EksAddon, { serviceAccount: string; policy: string }>> = {
  "vpc-cni": { serviceAccount: "aws-node", policy: "AmazonEKS_CNI_Policy" },
  "aws-ebs-csi-driver": {
    serviceAccount: "ebs-csi-controller-sa",
    policy: "service-role/AmazonEBSCSIDriverPolicy",
  },
};

/**
 * EKS's own add-ons, each pinned to a build: those that nodes need first, then those that need nodes. `first` is known
 * before nodes are made; `addRest` makes the others once they are.
 */
export class CoreAddons extends BaseComponent {
  readonly first: readonly Resource[];
  readonly networkRoleArn: Output<string>;

  constructor(
    private readonly name: string,
    private readonly args: CoreAddonsArgs,
    opts?: ComponentOpts,
  ) {
    super("slipway:aws:CoreAddons", name, opts);
    const roles = new Map(
      Object.entries(identities).map(([addon, { policy }]) => [addon, this.makeRole(addon, policy)] as const),
    );
    this.roles = roles;
    this.first = beforeNodes.map((addon) => this.install(addon, []));
    this.networkRoleArn = (roles.get("vpc-cni") as ServiceRole).arn;
    this.registerOutputs({ networkRoleArn: this.networkRoleArn });
  }

  private readonly roles: ReadonlyMap<string, ServiceRole>;

  /** DNS and disks: their pods need nodes to run on. */
  addRest(nodes: readonly Resource[]): void {
    for (const addon of ["coredns", "aws-ebs-csi-driver"] as const) this.install(addon, nodes);
  }

  private makeRole(addon: string, policy: string): ServiceRole {
    return new ServiceRole(
      `${this.name}-${addon}`,
      {
        scope: this.args.scope,
        description: `EKS add-on ${addon} of ${this.args.scope.name}`,
        service: "pods.eks",
        actions: ["sts:AssumeRole", "sts:TagSession"],
        policies: [policy],
      },
      { parent: this },
    );
  }

  private install(addon: EksAddon, after: readonly Resource[]): aws.eks.Addon {
    const { scope, clusterName, version } = this.args;
    const name = `${this.name}-${addon}`;
    const role = this.roles.get(addon);
    const identity = identities[addon];
    return new aws.eks.Addon(
      name,
      {
        clusterName,
        addonName: addon,
        addonVersion: eksAddons[version][addon],
        configurationValues: settings[addon] && JSON.stringify(settings[addon]),
        podIdentityAssociations:
          role && identity ? [{ roleArn: role.arn, serviceAccount: identity.serviceAccount }] : undefined,
        resolveConflictsOnCreate: "OVERWRITE",
        resolveConflictsOnUpdate: "OVERWRITE",
        tags: named(scope.tags, name),
      },
      this.child({ dependsOn: [...after, ...(role?.attachments ?? [])] }),
    );
  }
}
