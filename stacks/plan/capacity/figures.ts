/** Class of what grows by itself, before the most of its units. */
export const SERVERLESS = "db.serverless of ";

/** What capacity is made of in one cloud: facts of its machines and databases, from its own documentation. */
export interface CloudFigures {
  /** A machine by its type; undefined for one that is not known here. */
  readonly machine: (type: string) => Machine | undefined;
  /** The smallest machine that an autoscaler without a list of types would buy for workloads. */
  readonly smallest: Machine;
  /** Most memory for each core among the machines that such an autoscaler buys, MiB. */
  readonly mostMemoryPerCore: number;
  /** Connections that a PostgreSQL of a class takes by default; undefined for a class that is not known here. */
  readonly postgresConnections: (instanceClass: string) => number | undefined;
  /** Connections that a MongoDB of a class takes; undefined for a class that is not known here. @default no class is */
  readonly mongodbConnections?: (instanceClass: string) => number | undefined;
  /** Clients that a Redis or Valkey node takes. */
  readonly redisConnections: number;
  /** Addresses of each subnet that the cloud keeps for itself. */
  readonly reservedAddresses: number;
  /** Addresses that a node takes from its subnet for itself and `pods` pods, the warm pool included. */
  readonly nodeAddresses: (pods: number) => number;
  /** Addresses in the private subnets that neither nodes nor pods take: control plane, endpoints. */
  readonly otherAddresses: (zones: number, endpoints: number) => number;
}

/** Connections that a store takes; undefined where its class is not known. */
export function connectionsTo(
  figures: CloudFigures,
  { kind, size }: { readonly kind: "postgres" | "redis" | "mongodb"; readonly size: string },
): number | undefined {
  if (kind === "redis") return figures.redisConnections;
  return kind === "postgres" ? figures.postgresConnections(size) : figures.mongodbConnections?.(size);
}

/** A machine as a node: what is left for pods once the kubelet and the system have theirs. */
export interface Machine {
  readonly type: string;
  /** Millicores for pods. */
  readonly cpu: number;
  /** MiB for pods. */
  readonly memory: number;
  /** Pods that it takes where the kubelet counts network interfaces (Karpenter does), and where it counts prefixes. */
  readonly pods: { readonly byInterfaces: number; readonly byPrefixes: number };
}

/** Nodes that pods may run on. */
export interface NodeGroupInput {
  /** Where config says how many. */
  readonly path: string;
  readonly types: readonly string[];
  readonly min: number;
  readonly max: number;
}

/** What a cluster's nodes and network may be, as config says it. */
export interface ClusterCapacity {
  /** Who brings workloads' nodes; on `fargate` each pod is a machine of its own. */
  readonly compute: string;
  readonly systemNodes: NodeGroupInput;
  /** Fixed groups for workloads; none where an autoscaler picks machines by itself. */
  readonly workloadNodes?: NodeGroupInput;
  /** Cores that such an autoscaler may buy; none where nothing bounds it. */
  readonly maxCores?: number;
  /** What add-ons and stores ask for where they share workloads' nodes: millicores, MiB, pods. @default they have their own */
  readonly platform?: { readonly cpu: number; readonly memory: number; readonly pods: number };
  /** None for a network that is there already: its subnets are not known. */
  readonly network?: { readonly zones: number; readonly privateCidrs: readonly string[]; readonly endpoints: number };
}
