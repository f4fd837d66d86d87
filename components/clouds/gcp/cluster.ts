import * as container from "@pulumi/gcp/container";
import { interpolate, type Output, output } from "@pulumi/pulumi";
import type { ClusterArgs, ClusterHandle } from "../../contracts/cluster";
import type { Scope } from "../../contracts/common";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { ready } from "../../shared/ordering";
import { ClusterAccess } from "./access";
import { GcpAccount } from "./account";
import { GcpImageRegistry } from "./image-registry";
import { GcpKey } from "./key";
import type { GcpKeyRing } from "./key-ring";
import { kubeconfigOf } from "./kubeconfig";
import { labelled } from "./labels";
import { GcpNodePool, PODS_PER_NODE } from "./node-pool";
import type { GcpOptions, NodePool } from "./options";

export interface GcpClusterArgs extends ClusterArgs {
  readonly scope: Scope;
  readonly ring: GcpKeyRing;
  readonly version: GcpOptions["cluster"]["version"];
  readonly compute: GcpOptions["cluster"]["compute"];
  readonly zones: readonly string[];
  readonly ranges: GcpOptions["cluster"]["ranges"];
  readonly systemNodes: NodePool;
  readonly workloadNodes: NodePool;
  readonly registry: boolean;
}

/** Writes logs and metrics, and nothing else (Google's role for nodes). */
const NODE_ROLE = "roles/container.defaultNodeServiceAccount";

/** Every Saturday and Sunday night, UTC: GKE asks for 48 hours in 32 days at least. */
const MAINTENANCE = {
  startTime: "2026-01-03T00:00:00Z",
  endTime: "2026-01-03T08:00:00Z",
  recurrence: "FREQ=WEEKLY;BYDAY=SA,SU",
} as const;

/**
 * A private, regional GKE cluster: secrets encrypted with its own key, control-plane logs, Workload Identity, network policies
 * by Dataplane V2, nodes that act as an account of their own. `autopilot` hides the nodes.
 */
export class GcpCluster extends BaseComponent implements ClusterHandle {
  readonly name: Output<string>;
  readonly endpoint: Output<string>;
  readonly kubeconfig: Output<string>;
  readonly issuer: Output<string>;
  readonly accessGroup: Output<string>;
  readonly nodeRole: Output<string>;
  readonly compute: GcpOptions["cluster"]["compute"];
  readonly registry?: Output<string>;

  constructor(
    private readonly logical: string,
    private readonly args: GcpClusterArgs,
    opts: ComponentOpts = {},
  ) {
    super("slipway:gcp:Cluster", logical, opts);
    const { scope, ring, compute, access, registry } = args;
    const nodes = new GcpAccount(
      `${scope.name}-node`,
      { scope, description: `Nodes of ${scope.name}`, roles: [{ role: NODE_ROLE }] },
      { parent: this },
    );
    const cluster = this.makeCluster(nodes);
    new ClusterAccess(`${logical}-access`, { scope, access }, { parent: this });
    if (registry) {
      const images = new GcpImageRegistry(`${logical}-images`, { scope, ring, reader: nodes.member }, { parent: this });
      this.registry = images.address;
    }
    if (compute === "pools") this.addPools(cluster, nodes);

    this.compute = compute;
    this.name = cluster.name;
    this.endpoint = cluster.endpoint;
    this.issuer = interpolate`https://container.googleapis.com/v1/${cluster.id}`;
    // Stores are reached over the network's peering: no group lets anybody in.
    this.accessGroup = output("");
    this.nodeRole = nodes.email;
    this.kubeconfig = kubeconfigOf(cluster);
    this.registerOutputs({ name: this.name, endpoint: this.endpoint, issuer: this.issuer });
  }

  private makeCluster(nodes: GcpAccount): container.Cluster {
    const { scope, ring, network, publicAccess, version, compute, ranges, zones } = this.args;
    const key = new GcpKey(
      `${this.logical}-key`,
      { scope, ring, services: ["container.googleapis.com"] },
      { parent: this },
    );
    const isPrivate = publicAccess.length === 0;
    return new container.Cluster(
      this.logical,
      {
        name: scope.name,
        location: scope.region,
        description: `Kubernetes of ${scope.name}`,
        network: network.id,
        subnetwork: output(network.privateSubnetIds).apply((ids) => ids[0]!),
        networkingMode: "VPC_NATIVE",
        ipAllocationPolicy: { clusterSecondaryRangeName: ranges.pods, servicesSecondaryRangeName: ranges.services },
        minMasterVersion: version,
        releaseChannel: { channel: "REGULAR" },
        privateClusterConfig: { enablePrivateNodes: true, enablePrivateEndpoint: isPrivate },
        masterAuthorizedNetworksConfig: {
          cidrBlocks: publicAccess.map((cidrBlock) => ({ cidrBlock, displayName: "slipway" })),
          gcpPublicCidrsAccessEnabled: false,
        },
        databaseEncryption: { state: "ENCRYPTED", keyName: key.id },
        loggingConfig: { enableComponents: ["SYSTEM_COMPONENTS", "APISERVER", "SCHEDULER", "CONTROLLER_MANAGER"] },
        // The platform brings its own Prometheus.
        monitoringConfig: {
          enableComponents: ["SYSTEM_COMPONENTS"],
          managedPrometheus: { enabled: compute === "autopilot" },
        },
        maintenancePolicy: { recurringWindow: MAINTENANCE },
        // Images may come from where the project's own policy says.
        binaryAuthorization: { evaluationMode: "PROJECT_SINGLETON_POLICY_ENFORCE" },
        securityPostureConfig: { mode: "BASIC" },
        costManagementConfig: { enabled: true },
        deletionProtection: scope.protect,
        resourceLabels: labelled(scope.tags, this.logical),
        ...(compute === "autopilot" ? autopilot(nodes) : standard(scope, nodes, zones)),
      },
      this.child({
        protect: scope.protect,
        // Its name is fixed, so a replacement has to wait until the old one is gone.
        deleteBeforeReplace: true,
        // Nodes join over the network's way out, which must outlive them.
        dependsOn: [...ready(network), ...key.grants, ...nodes.grants],
        customTimeouts: { create: "60m", update: "90m", delete: "60m" },
      }),
    );
  }

  private addPools(cluster: container.Cluster, nodes: GcpAccount): void {
    const { scope, zones, systemNodes, workloadNodes } = this.args;
    const make = (role: "system" | "workloads", pool: NodePool): GcpNodePool =>
      new GcpNodePool(
        `${this.logical}-${role}`,
        {
          scope,
          cluster: cluster.name,
          zones: zones.map((zone) => `${scope.region}-${zone}`),
          serviceAccount: nodes.email,
          pool,
          role,
        },
        { parent: this },
      );
    make("system", systemNodes);
    make("workloads", workloadNodes);
  }
}

/** Pools are resources of their own, so the one that GKE insists on is taken away as soon as it is there. */
function standard(scope: Scope, nodes: GcpAccount, zones: readonly string[]): Partial<container.ClusterArgs> {
  return {
    nodeLocations: zones.map((zone) => `${scope.region}-${zone}`),
    removeDefaultNodePool: true,
    initialNodeCount: 1,
    nodeConfig: { serviceAccount: nodes.email, shieldedInstanceConfig: { enableSecureBoot: true } },
    defaultMaxPodsPerNode: PODS_PER_NODE,
    datapathProvider: "ADVANCED_DATAPATH",
    workloadIdentityConfig: { workloadPool: `${scope.account}.svc.id.goog` },
    enableShieldedNodes: true,
    addonsConfig: {
      gcePersistentDiskCsiDriverConfig: { enabled: true },
      httpLoadBalancing: { disabled: false },
      // Workloads' network policies name kube-dns itself.
      dnsCacheConfig: { enabled: false },
    },
  };
}

/** Google runs the nodes, and sets all of the above itself. */
function autopilot(nodes: GcpAccount): Partial<container.ClusterArgs> {
  return {
    enableAutopilot: true,
    clusterAutoscaling: { autoProvisioningDefaults: { serviceAccount: nodes.email } },
  };
}
