import type { Input } from "@pulumi/pulumi";

/** An image by tag, by digest, or by both (the digest then decides). One of them is needed. */
export interface ImageValues {
  readonly repository: Input<string>;
  /** Any but `latest`. */
  readonly tag?: string;
  /** `sha256:` and 64 hexadecimal digits. */
  readonly digest?: string;
  /** @default "IfNotPresent" */
  readonly pullPolicy?: "IfNotPresent" | "Always";
}

export interface MetricsValues {
  /** 1024 or above; may be a web workload's own port. */
  readonly port: number;
  /** @default "/metrics" */
  readonly path?: string;
  /** Time between scrapes, such as `30s`. @default Prometheus's own */
  readonly interval?: string;
  /** Namespace of the Prometheus that may reach the port. */
  readonly scrapedFrom: string;
}

/** In Kubernetes quantities: CPU as `250m` or `1`, memory and disk as `512Mi`. */
export interface ResourceValues {
  readonly requests: {
    readonly cpu: string;
    readonly memory: string;
    /** @default "64Mi" */
    readonly "ephemeral-storage"?: string;
  };
  readonly limits: {
    /** @default unlimited: a CPU limit slows a pod down even where the node has time to spare */
    readonly cpu?: string;
    /** Always there: a leak must not take the node down. */
    readonly memory: string;
    /** Disk for logs, `tmp` and the container's layer together. @default "1Gi" */
    readonly "ephemeral-storage"?: string;
  };
}

/** An empty directory that lives as long as its pod. */
export interface TmpValues {
  readonly path: string;
  /** The pod is evicted beyond it; counts towards `resources.limits.ephemeral-storage`. */
  readonly sizeLimit: string;
}

export interface ProbesValues {
  /** The others count only once it has passed. @default every 2 s, at most 2 minutes */
  readonly startup?: ProbeValues;
  /** Takes a pod out of service while it fails. @default every 5 s; 3 failures count */
  readonly readiness?: ProbeValues;
  /** Restarts the container when it fails. @default every 10 s; 6 failures count */
  readonly liveness?: ProbeValues;
}

/** web: by any protocol. worker: `command`, or `port` with `path` or with another protocol than HTTP. */
export interface ProbeValues {
  /** `grpc` asks gRPC's own health service (`grpc.health.v1`), `tcp` only opens a connection. @default "http" */
  readonly protocol?: "http" | "grpc" | "tcp";
  /** HTTP alone. @default web: "/health" */
  readonly path?: string;
  /** @default web: its `port` */
  readonly port?: number;
  /** worker: exits 0 while all is well. */
  readonly command?: readonly string[];
  /** @default 2 (startup), 5 (readiness), 10 (liveness) */
  readonly periodSeconds?: number;
  /** @default 2 (startup), 3 (readiness), 5 (liveness) */
  readonly timeoutSeconds?: number;
  /** @default 60 (startup), 3 (readiness), 6 (liveness) */
  readonly failureThreshold?: number;
}

/**
 * A container beside the workload's own. It is as hard as the other, runs as the same user, and sees the same files,
 * volumes and scratch space; of the variables it has its own and those that it inherits.
 */
export interface ExtraContainerValues {
  /** Its name: a DNS label of at most 40 characters, other than the workload's. */
  readonly name: string;
  readonly image: ImageValues;
  /** @default the image's */
  readonly command?: readonly string[];
  /** @default the image's */
  readonly args?: readonly string[];
  /** Plain variables of its own. @default none */
  readonly env?: Readonly<Record<string, string>>;
  /** Names of variables of the workload, plain or secret, that it gets too. @default none */
  readonly inherits?: readonly string[];
  readonly resources: ResourceValues;
  /** sidecars: as a worker's. The workload's own container starts once `startup` has passed. @default none */
  readonly probes?: ProbesValues;
}
