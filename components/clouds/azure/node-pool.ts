import { AgentPool } from "@pulumi/azure-native/containerservice/agentPool";
import type { Input } from "@pulumi/pulumi";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { digest } from "../../shared/naming";
import { named } from "../../shared/tags";
import type { NodePool } from "./options";
import type { AzurePlace } from "./place";

/** Pods that a node takes. */
export const PODS_PER_NODE = 110;

interface PoolSpec {
  readonly pool: NodePool;
  /** Label `slipway/nodes` of its nodes. */
  readonly role: "system" | "workloads";
  readonly zones: readonly string[];
  readonly subnetId: Input<string>;
  /** Whether the cluster's autoscaler resizes it; else it keeps `min`. */
  readonly scaled: boolean;
}

/** What a pool is told, wherever it stands. Nodes have no address of their own, and are repaired and renewed by AKS. */
export function poolSettings({ pool, role, zones, subnetId, scaled }: PoolSpec) {
  return {
    mode: role === "system" ? "System" : "User",
    type: "VirtualMachineScaleSets",
    vmSize: pool.vmSize,
    count: pool.min,
    ...(scaled && { enableAutoScaling: true, minCount: pool.min, maxCount: pool.max }),
    availabilityZones: [...zones],
    vnetSubnetID: subnetId,
    maxPods: PODS_PER_NODE,
    osType: "Linux",
    osSKU: "AzureLinux",
    osDiskSizeGB: pool.diskGb,
    enableNodePublicIP: false,
    nodeLabels: { "slipway/nodes": role },
    upgradeSettings: { maxSurge: "33%", drainTimeoutInMinutes: 30 },
  };
}

export interface AzureNodePoolArgs extends PoolSpec {
  readonly place: AzurePlace;
  readonly cluster: Input<string>;
}

/**
 * A pool of nodes of its own. What AKS can't change in a pool stands in its name, so that a change makes the new one before
 * the old one goes.
 */
export class AzureNodePool extends BaseComponent {
  constructor(name: string, args: AzureNodePoolArgs, opts?: ComponentOpts) {
    super("slipway:azure:NodePool", name, opts);
    const { place, cluster, pool, role, zones } = args;
    const fixed = digest(JSON.stringify([pool.vmSize, pool.diskGb, zones])).slice(0, 5);
    new AgentPool(
      name,
      {
        resourceGroupName: place.group,
        resourceName: cluster,
        // Twelve letters and digits are all that there are.
        agentPoolName: `${role.slice(0, 4)}${fixed}`,
        ...poolSettings(args),
        tags: named(place.scope.tags, name),
      },
      this.child({
        // The autoscaler counts from then on.
        ignoreChanges: ["count"],
        customTimeouts: { create: "45m", update: "90m", delete: "45m" },
      }),
    );
    this.registerOutputs({});
  }
}
