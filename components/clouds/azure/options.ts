import type { Capabilities, CloudOptions } from "../../contracts/cloud";
import type { AksVersion } from "./versions";

/** Who brings workloads' nodes on AKS: pools that its autoscaler resizes, or node auto-provisioning (Karpenter, run by AKS). */
export const computeKinds = ["pools", "autoProvisioning"] as const;
export type Compute = (typeof computeKinds)[number];

/** A pool of nodes with one kind of machine, spread over the zones. */
export interface NodePool {
  /** Such as `Standard_D4ds_v5`. */
  readonly vmSize: string;
  readonly min: number;
  readonly max: number;
  /** GiB of each node's disk. */
  readonly diskGb: number;
}

/** Ranges of the cluster's own, which no route of the network leads to. */
export interface ClusterRanges {
  readonly pods: string;
  readonly services: string;
  /** Address in `services` that DNS answers on. */
  readonly dns: string;
}

/** What only Azure has; kept out of every shared type. */
export interface AzureOptions extends CloudOptions {
  readonly network: {
    /** Range of the subnet that AKS puts the cluster's API into. */
    readonly controlCidr: string;
  };
  readonly cluster: {
    readonly version: AksVersion;
    readonly compute: Compute;
    /** Zones of nodes: `1`, `2`, `3`. */
    readonly zones: readonly string[];
    readonly ranges: ClusterRanges;
    /** How nodes get out: by a NAT gateway on their subnet, or by routes of a network that was there before. */
    readonly wayOut: "natGateway" | "routes";
    /** Nodes of the platform itself. */
    readonly systemNodes: NodePool;
    /** Nodes of workloads, with `pools`. */
    readonly workloadNodes: NodePool;
    /** Whether there is a Container Registry that nodes may pull from. */
    readonly registry: boolean;
  };
}

/** What Azure has. */
export const azureCapabilities: Capabilities = {
  network: { by: "VNet, NAT gateway, private endpoints" },
  ownNetwork: { by: "network.adopt" },
  privateCluster: { by: "private AKS, its API in the network" },
  nodeScaling: { by: "AKS's own autoscaler, or node auto-provisioning" },
  spotNodes: { instead: "nodes on demand: AKS taints spot nodes" },
  serverlessPods: { instead: "node auto-provisioning" },
  workloadIdentity: { by: "Microsoft Entra Workload ID" },
  postgres: { by: "Azure Database for PostgreSQL, flexible server" },
  postgresReplicas: { by: "its read replicas" },
  postgresPool: { by: "the server's own PgBouncer" },
  postgresSnapshots: { instead: "dumps, by npm run ops -- restore" },
  redis: { by: "Azure Managed Redis" },
  redisSnapshots: { instead: "an export, read in by az redisenterprise database import" },
  redisUsers: { instead: "one password a store" },
  mongodb: { instead: "MongoDB Atlas: its URL as a secret of the stack, its port under `egress`" },
  bucket: { by: "a storage account with one container" },
  backupJobs: { instead: "the stores' own backups and versions" },
  backupVault: { instead: "the stores' own backups" },
  secretManager: { by: "Key Vault" },
  customerKeys: { by: "Key Vault" },
  publicEntry: { by: "Standard Load Balancer" },
  dns: { by: "Azure DNS" },
  dnsRouting: { instead: "one stack to a name; a Traffic Manager of your own can stand before two" },
  dnssec: { instead: "signing by whoever keeps the zone: Slipway has none of Azure's" },
  externalDns: { instead: "zones at Cloudflare, DNSimple, Linode or NS1" },
  cdn: { by: "Front Door Premium" },
  cdnBuckets: {
    instead:
      "a workload that answers from the bucket, with cdn.cache before it: Front Door reads a closed account by a private link alone, and then cannot show who it is",
  },
  cdnErrorPages: { instead: "pages of the workloads' own: Front Door shows what they answer" },
  cdnReach: { instead: "everywhere: Front Door has no smaller one" },
  cdnGrpc: { instead: "gRPC without a CDN: Front Door carries none" },
  staticSites: { instead: "a workload of kind web that holds the pages, with cdn.cache before it" },
  firewall: { by: "its Web Application Firewall" },
  reputationRules: { by: "Microsoft's rules for bots" },
  anonymousRules: { instead: "block lists of your own" },
  storeMetrics: { instead: "Azure Monitor, outside the platform's own alerts" },
  podLogs: { instead: "Loki in the cluster" },
  alarms: { instead: "Azure Monitor's own alerts, outside Slipway" },
  budget: { instead: "a budget of Cost Management, outside Slipway" },
  standby: { instead: "on AWS alone; here the stores' own backups, and a new stack elsewhere" },
  registry: { by: "Container Registry" },
  accountGuard: { by: "the subscription's id" },
};
