import type { Capabilities } from "../../contracts/cloud";
import type { InClusterOptions } from "../../in-cluster/options";
import type { KubernetesVersion } from "./versions";

/** What only a cluster of one's own has; kept out of every shared type. */
export interface KubernetesOptions extends InClusterOptions {
  readonly cluster: InClusterOptions["cluster"] & {
    readonly version: KubernetesVersion;
    readonly compute: "own";
    /** The kubeconfig itself; secret. @default `context` says */
    readonly kubeconfig?: string;
    /** A context of the kubeconfig of whoever runs this. @default `kubeconfig` says */
    readonly context?: string;
  };
}

/** What any Kubernetes has. */
export const kubernetesCapabilities: Capabilities = {
  network: { instead: "the cluster's own, with network policies in it" },
  ownNetwork: { by: "the cluster's own" },
  privateCluster: { instead: "wherever its API server listens" },
  nodeScaling: { instead: "the nodes that are there" },
  spotNodes: { instead: "the nodes that are there" },
  serverlessPods: { instead: "the nodes that are there" },
  workloadIdentity: { instead: "keys in secrets, for buckets alone" },
  postgres: { by: "CloudNativePG in the cluster, or an address" },
  postgresReplicas: { by: "CloudNativePG replicas" },
  postgresPool: { by: "PgBouncer, by CloudNativePG" },
  postgresSnapshots: { by: "base backups and logs in the bucket, by CloudNativePG" },
  redis: { by: "Valkey in the cluster, or an address" },
  redisSnapshots: { instead: "its disk, which outlives its pod" },
  redisUsers: { by: "Valkey's access control lists" },
  mongodb: { by: "Percona's operator in the cluster, or an address" },
  bucket: { by: "an address that speaks S3" },
  backupJobs: { by: "a bucket that speaks S3" },
  backupVault: { instead: "base backups and write-ahead logs in a bucket" },
  secretManager: { by: "a namespace of its own, read by External Secrets" },
  customerKeys: { instead: "the cluster's own encryption of Secrets and disks" },
  publicEntry: { by: "a Service of type LoadBalancer" },
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
  podLogs: { instead: "Loki in the cluster" },
  alarms: { instead: "the cluster's own alerts, and a dead man's switch" },
  budget: { instead: "usage.outside, for what the machines cost: nobody here says it" },
  standby: { instead: "on AWS alone; here backups in a bucket elsewhere, restored into a new stack" },
  registry: { instead: "any registry, with slipway:pullSecrets" },
  accountGuard: { by: "the UID of the namespace kube-system" },
};
