import * as container from "@pulumi/gcp/container";
import type { Input } from "@pulumi/pulumi";
import type { Scope } from "../../contracts/common";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { labelled } from "./labels";
import type { NodePool } from "./options";

export interface GcpNodePoolArgs {
  readonly scope: Scope;
  readonly cluster: Input<string>;
  /** Full names of the zones of its nodes. */
  readonly zones: readonly string[];
  /** The account that its nodes act as. */
  readonly serviceAccount: Input<string>;
  readonly pool: NodePool;
  /** Label `slipway/nodes` of its nodes. */
  readonly role: "system" | "workloads";
}

/** Pods that a node takes: GKE gives it twice as many addresses, a /25. */
export const PODS_PER_NODE = 64;

/**
 * A pool of nodes, kept in repair and up to date by GKE, and resized by its autoscaler. Pods never act as the node: they get
 * their own account from GKE's metadata server, or none.
 */
export class GcpNodePool extends BaseComponent {
  constructor(name: string, args: GcpNodePoolArgs, opts?: ComponentOpts) {
    super("slipway:gcp:NodePool", name, opts);
    const { scope, pool, zones, role } = args;
    new container.NodePool(
      name,
      {
        cluster: args.cluster,
        // 40 characters are all that there are: the stack's name stands in the cluster's.
        namePrefix: `${role}-`,
        location: scope.region,
        nodeLocations: [...zones],
        // A zone's worth each, to begin with; the autoscaler counts over all zones.
        initialNodeCount: Math.max(1, Math.ceil(pool.min / zones.length)),
        autoscaling: { totalMinNodeCount: pool.min, totalMaxNodeCount: pool.max, locationPolicy: "BALANCED" },
        management: { autoRepair: true, autoUpgrade: true },
        maxPodsPerNode: PODS_PER_NODE,
        upgradeSettings: { strategy: "SURGE", maxSurge: 1, maxUnavailable: 0 },
        nodeConfig: {
          machineType: pool.machineType,
          imageType: "COS_CONTAINERD",
          diskType: "pd-balanced",
          diskSizeGb: pool.diskGb,
          spot: pool.capacity === "spot",
          serviceAccount: args.serviceAccount,
          oauthScopes: ["https://www.googleapis.com/auth/cloud-platform"],
          shieldedInstanceConfig: { enableSecureBoot: true, enableIntegrityMonitoring: true },
          workloadMetadataConfig: { mode: "GKE_METADATA" },
          metadata: { "disable-legacy-endpoints": "true" },
          labels: { "slipway/nodes": role },
          resourceLabels: labelled(scope.tags, name),
        },
      },
      this.child({
        ignoreChanges: ["initialNodeCount"],
        customTimeouts: { create: "45m", update: "90m", delete: "45m" },
      }),
    );
    this.registerOutputs({});
  }
}
