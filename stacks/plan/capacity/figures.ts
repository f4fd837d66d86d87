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
  /** Clients that a Redis or Valkey node takes. */
  readonly redisConnections: number;
  /** Addresses of each subnet that the cloud keeps for itself. */
  readonly reservedAddresses: number;
  /** Addresses that a node takes from its subnet for itself and `pods` pods, the warm pool included. */
  readonly nodeAddresses: (pods: number) => number;
  /** Addresses in the private subnets that neither nodes nor pods take: control plane, endpoints. */
  readonly otherAddresses: (zones: number, endpoints: number) => number;
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
