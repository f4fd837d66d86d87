import * as aws from "@pulumi/aws";
import type { Input } from "@pulumi/pulumi";
import type { Inputs, Scope } from "../../contracts/common";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { named } from "../../shared/tags";
import type { NodeGroup } from "./options";
import { nodeRelease } from "./versions";

export interface AwsNodeGroupArgs {
  readonly scope: Scope;
  readonly clusterName: Input<string>;
  readonly version: string;
  readonly nodeRoleArn: Input<string>;
  readonly subnetIds: Inputs<string>;
  readonly group: NodeGroup;
  /** Label `slipway/nodes` of its nodes. */
  readonly role: "system" | "workloads";
}

/**
 * A managed group of Bottlerocket nodes at a pinned release. How many there are at the moment is left to whatever scales
 * them; instance metadata answers tokens only, and nothing that is more than one hop away, so pods get no node role.
 */
export class AwsNodeGroup extends BaseComponent {
  constructor(name: string, args: AwsNodeGroupArgs, opts?: ComponentOpts) {
    super("slipway:aws:NodeGroup", name, opts);
    const { scope, group } = args;
    const tags = named(scope.tags, name);
    const template = new aws.ec2.LaunchTemplate(
      name,
      {
        description: `Nodes of ${scope.name}: ${args.role}`,
        updateDefaultVersion: true,
        metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
        blockDeviceMappings: [disk("/dev/xvda", 4), disk("/dev/xvdb", group.diskGb)],
        monitoring: { enabled: true },
        tagSpecifications: ["instance", "volume", "network-interface"].map((resourceType) => ({ resourceType, tags })),
        tags,
      },
      this.child(),
    );
    new aws.eks.NodeGroup(
      name,
      {
        clusterName: args.clusterName,
        nodeRoleArn: args.nodeRoleArn,
        subnetIds: args.subnetIds,
        version: args.version,
        amiType: isArm(group.instanceTypes) ? "BOTTLEROCKET_ARM_64" : "BOTTLEROCKET_x86_64",
        releaseVersion: nodeRelease,
        capacityType: group.capacity === "spot" ? "SPOT" : "ON_DEMAND",
        instanceTypes: [...group.instanceTypes],
        scalingConfig: { minSize: group.min, maxSize: group.max, desiredSize: group.min },
        updateConfig: { maxUnavailablePercentage: 33 },
        nodeRepairConfig: { enabled: true },
        labels: { "slipway/nodes": args.role },
        launchTemplate: { id: template.id, version: template.latestVersion.apply(String) },
        tags,
      },
      this.child({
        ignoreChanges: ["scalingConfig.desiredSize"],
        customTimeouts: { create: "30m", update: "60m", delete: "30m" },
      }),
    );
    this.registerOutputs({});
  }
}

/** Bottlerocket has two disks: `xvda` for itself, `xvdb` for images, logs and empty directories. */
function disk(deviceName: string, volumeSize: number) {
  return {
    deviceName,
    ebs: { volumeType: "gp3", volumeSize, encrypted: "true", deleteOnTermination: "true" },
  };
}

/** Graviton families carry a `g` after their generation: m7g, t4g, c7gn. */
export const isArm = (instanceTypes: readonly string[]): boolean =>
  instanceTypes.every((type) => /^[a-z]+\d+g[a-z]*\./.test(type));
