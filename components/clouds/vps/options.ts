import type { Capabilities } from "../../contracts/cloud";
import type { InClusterOptions } from "../../in-cluster/options";
import type { K3sVersion } from "./versions";

/** The way to a host; its own key is the stack's `account`. */
export interface SshOptions {
  /** Name or address. */
  readonly host: string;
  readonly port: number;
  /** Root, or somebody who may become root without a password. */
  readonly user: string;
  /** A private key; secret. @default the agent and the keys of whoever runs this */
  readonly privateKey?: string;
}

/** What only one VPS has; kept out of every shared type. */
export interface VpsOptions extends InClusterOptions {
  readonly cluster: InClusterOptions["cluster"] & {
    readonly version: K3sVersion;
    readonly compute: "own";
    readonly ssh: SshOptions;
    /** Ranges that may reach SSH and the API server. */
    readonly publicAccess: readonly string[];
    /** MiB of the swap file; 0: none. */
    readonly swapMb: number;
    /** When the host may restart for an update, `hh:mm` of its own clock. */
    readonly rebootAt: string;
    /** Where the releases of k3s are. */
    readonly k3sSource: string;
  };
}

/** What one VPS has. */
export const vpsCapabilities: Capabilities = {
  network: { instead: "k3s' own, behind the host's firewall" },
  ownNetwork: { instead: "the host's own address" },
  privateCluster: { by: "the host's firewall" },
  nodeScaling: { instead: "one node; a bigger machine" },
  spotNodes: { instead: "one node" },
  serverlessPods: { instead: "one node" },
  workloadIdentity: { instead: "keys in secrets, for buckets alone" },
  postgres: { by: "CloudNativePG in the cluster, or an address" },
  postgresReplicas: { instead: "one instance, restorable to any moment" },
  postgresPool: { by: "PgBouncer, by CloudNativePG" },
  postgresSnapshots: { by: "base backups and logs in the bucket, by CloudNativePG" },
  redis: { by: "Valkey in the cluster, or an address" },
  redisSnapshots: { instead: "its disk, which outlives its pod" },
  redisUsers: { by: "Valkey's access control lists" },
  mongodb: { by: "Percona's operator in the cluster, or an address" },
  bucket: { by: "an address that speaks S3" },
  backupJobs: { by: "a bucket that speaks S3, off the machine" },
  backupVault: { instead: "base backups and write-ahead logs in a bucket" },
  secretManager: { by: "a namespace of its own, encrypted by k3s, read by External Secrets" },
  customerKeys: { instead: "k3s' own encryption of Secrets" },
  publicEntry: { by: "ports 80 and 443 of the host" },
  dns: { instead: "records that people make, of the address under hosts" },
  dnsRouting: { instead: "records that people make, of the addresses of both" },
  dnssec: { instead: "signing by whoever keeps the zone" },
  externalDns: { instead: "zones at Cloudflare, DNSimple, Linode or NS1" },
  cdn: { instead: "a CDN of your own before the entry" },
  cdnBuckets: { instead: "the bucket's own address" },
  cdnErrorPages: { instead: "pages of the workloads' own" },
  cdnReach: { instead: "what your own CDN has" },
  cdnGrpc: { instead: "gRPC at the gateway" },
  staticSites: { instead: "a workload of kind web that holds the pages" },
  firewall: { instead: "limits and allow lists of workloads, at the gateway" },
  reputationRules: { instead: "allow lists of workloads, at the gateway" },
  anonymousRules: { instead: "allow lists of workloads, at the gateway" },
  storeMetrics: { by: "the stores' own exporters" },
  podLogs: { instead: "kubectl logs, as long as the machine keeps them" },
  alarms: { instead: "the cluster's own alerts, and a dead man's switch" },
  budget: { instead: "usage.outside, for what the machines cost: nobody here says it" },
  standby: { instead: "on AWS alone; here backups in a bucket elsewhere, restored into a new stack" },
  registry: { instead: "any registry, with slipway:pullSecrets" },
  accountGuard: { by: "the host's SSH key" },
};
