import { GcpCloud } from "../../../../components/clouds/gcp/cloud";
import type { GcpOptions } from "../../../../components/clouds/gcp/options";
import type { ClusterArgs } from "../../../../components/contracts/cluster";
import type { Scope } from "../../../../components/contracts/common";
import type { NetworkArgs } from "../../../../components/contracts/network";
import type { PostgresArgs, RedisArgs } from "../../../../components/contracts/stores";
import { scopeOf } from "../../../support/scope";
import { type SimulateOptions, type Simulation, simulate } from "../../../support/simulate";

export const project = "shop-project-1";

export const scope = (over: Partial<Scope> = {}): Scope =>
  scopeOf({ region: "europe-west3", account: project, ...over });

export const networkArgs: NetworkArgs & GcpOptions["network"] = {
  ...{ cidr: "10.10.0.0/16", nat: "regional", flowLogDays: 30 },
  ...{ podsCidr: "10.10.0.0/17", servicesCidr: "10.10.144.0/20" },
  subnets: [
    { kind: "private", zone: "", cidr: "10.10.128.0/20" },
    { kind: "data", zone: "", cidr: "10.10.160.0/20" },
  ],
};

const pool = { machineType: "e2-standard-4", min: 2, max: 6, diskGb: 60, capacity: "onDemand" } as const;

export const clusterArgs: Omit<ClusterArgs, "network"> & GcpOptions["cluster"] = {
  ...{ version: "1.34", compute: "pools", publicAccess: [], access: [], logDays: 30, namespaces: ["shop"] },
  ...{ zones: ["a", "b"], ranges: { pods: "pods", services: "services" }, registry: true },
  systemNodes: pool,
  workloadNodes: { ...pool, capacity: "spot" },
};

export const postgresArgs: PostgresArgs = {
  ...{ version: "17", instanceClass: "db-custom-2-7680", storageGb: 50, maxStorageGb: 200, multiZone: true },
  ...{ replicas: 0, backupDays: 14, database: "shop", backupWindow: "02:00-03:00" },
  maintenanceWindow: "sun:03:30-sun:04:30",
};

export const redisArgs: RedisArgs = {
  ...{ engine: "redis", version: "7.2", nodeType: "6", replicas: 1, snapshotDays: 3 },
  maintenanceWindow: "sun:03:30-sun:04:30",
};

/** Runs a function with the cloud of a stack, in that stack's own project. */
export function onGcp(
  program: (cloud: GcpCloud) => unknown,
  over: Partial<Scope> = {},
  options: SimulateOptions = {},
): Promise<Simulation> {
  return simulate(() => program(new GcpCloud(scope(over))), { region: "europe-west3", account: project, ...options });
}

/** A network, and a cluster in it. */
export function foundation(cloud: GcpCloud, over: Partial<typeof clusterArgs> = {}) {
  const network = cloud.network(networkArgs);
  return { network, cluster: cloud.cluster({ ...clusterArgs, ...over, network }) };
}
