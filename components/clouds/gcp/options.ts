import type { Capabilities, CloudOptions } from "../../contracts/cloud";
import type { GkeVersion } from "./versions";

/** Ways to run workloads' pods on GKE: pools of a fixed machine that GKE resizes, or Autopilot, which hides nodes. */
export const computeKinds = ["pools", "autopilot"] as const;
export type Compute = (typeof computeKinds)[number];

/** Secondary ranges of the nodes' subnet, by the names that they have in it. */
export interface PodRanges {
  readonly pods: string;
  readonly services: string;
}

/** A pool of nodes with one kind of machine; GKE counts it over all zones. */
export interface NodePool {
  /** Such as `e2-standard-4`. */
  readonly machineType: string;
  readonly min: number;
  readonly max: number;
  /** GiB of each node's boot disk. */
  readonly diskGb: number;
  readonly capacity: "onDemand" | "spot";
}

/** What only Google Cloud has; kept out of every shared type. */
export interface GcpOptions extends CloudOptions {
  readonly network: {
    /** Ranges of pods and services, in the subnet of nodes. */
    readonly podsCidr: string;
    readonly servicesCidr: string;
  };
  readonly cluster: {
    readonly version: GkeVersion;
    readonly compute: Compute;
    /** Zones of nodes, as letters. */
    readonly zones: readonly string[];
    readonly ranges: PodRanges;
    /** Nodes of the platform itself, with `pools`. */
    readonly systemNodes: NodePool;
    /** Nodes of workloads, with `pools`. */
    readonly workloadNodes: NodePool;
    /** Whether there is an Artifact Registry that nodes may pull from. */
    readonly registry: boolean;
  };
}

/** What Google Cloud has. */
export const gcpCapabilities: Capabilities = {
  network: { by: "VPC, VPC-native ranges, Cloud NAT" },
  ownNetwork: { by: "network.adopt" },
  privateCluster: { by: "private GKE" },
  nodeScaling: { by: "GKE's own autoscaler" },
  spotNodes: { by: "Spot VMs" },
  serverlessPods: { by: "GKE Autopilot" },
  workloadIdentity: { by: "Workload Identity" },
  postgres: { by: "Cloud SQL" },
  postgresReplicas: { by: "Cloud SQL read replicas" },
  postgresPool: { by: "PgBouncer, in the cluster" },
  postgresSnapshots: { instead: "gcloud sql backups restore, into the database that was made" },
  redis: { by: "Memorystore for Redis" },
  redisSnapshots: { instead: "an export, read in by gcloud redis instances import" },
  redisUsers: { instead: "one password a store: Memorystore for Redis has no users" },
  mongodb: { instead: "MongoDB Atlas: its URL as a secret of the stack, its port under `egress`" },
  bucket: { by: "Cloud Storage" },
  backupJobs: { instead: "the stores' own backups and versions" },
  backupVault: { instead: "the stores' own backups, final ones included" },
  secretManager: { by: "Secret Manager" },
  customerKeys: { by: "Cloud KMS" },
  publicEntry: { by: "passthrough Network Load Balancer" },
  dns: { by: "Cloud DNS" },
  dnsRouting: { instead: "one stack to a name: all answers of a name are one record set, which one stack owns" },
  dnssec: { instead: "nothing to switch: Cloud DNS signs every zone that is made" },
  externalDns: { instead: "zones at Cloudflare, DNSimple, Linode or NS1" },
  cdn: { by: "Cloud CDN, on a global external Application Load Balancer" },
  cdnBuckets: { by: "backend buckets" },
  cdnErrorPages: { by: "the load balancer, with pages of one bucket" },
  cdnReach: { instead: "everywhere: Google has no smaller one" },
  cdnGrpc: { instead: "gRPC without a CDN: to the entry the load balancer speaks HTTP/1.1, for WebSockets" },
  staticSites: { by: "backend buckets" },
  firewall: { by: "Cloud Armor" },
  reputationRules: { instead: "block lists of your own; Google's list of bad addresses needs Cloud Armor Enterprise" },
  anonymousRules: { instead: "block lists of your own; Google's list of such networks needs Cloud Armor Enterprise" },
  storeMetrics: { instead: "Cloud Monitoring, outside the platform's own alerts" },
  podLogs: { by: "Cloud Logging" },
  alarms: { instead: "Cloud Monitoring's own policies, outside Slipway" },
  budget: { instead: "a budget of Cloud Billing, outside Slipway" },
  standby: { instead: "on AWS alone; here the stores' own backups, and a new stack elsewhere" },
  registry: { by: "Artifact Registry" },
  accountGuard: { by: "the project's id" },
};
