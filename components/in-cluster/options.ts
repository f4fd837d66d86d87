import type { CloudOptions } from "../contracts/cloud";
import type { BucketAddress } from "../contracts/stores";

/** Nodes that are there already, as far as planning must know them. */
export interface OwnNodes {
  readonly count: number;
  /** Cores of each. */
  readonly cpu: number;
  /** GiB of memory of each. */
  readonly memoryGb: number;
}

/** How the gateway is reached from outside. */
export interface OwnEntry {
  /** Address or name that people's names point to. */
  readonly address: string;
  /** The gateway's Service asks for that very address, as MetalLB gives it. */
  readonly takesAddress: boolean;
  /** Of the gateway's Service. */
  readonly annotations: Readonly<Record<string, string>>;
}

/** What every target is told whose stores and secrets are in the cluster itself. */
export interface InClusterOptions extends CloudOptions {
  readonly cluster: {
    /** Range that pods have addresses of. */
    readonly podsCidr: string;
    /** The class of disks that the cluster has. */
    readonly storageClass: string;
    readonly nodes: OwnNodes;
    readonly entry: OwnEntry;
    /** Bucket for backups, outside of the cluster. @default none: nothing leaves the cluster */
    readonly backupsTo?: BucketAddress;
  };
}
