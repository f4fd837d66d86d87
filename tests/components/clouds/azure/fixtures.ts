import { AzureCloud } from "../../../../components/clouds/azure/cloud";
import type { AzureOptions } from "../../../../components/clouds/azure/options";
import type { ClusterArgs } from "../../../../components/contracts/cluster";
import type { Scope } from "../../../../components/contracts/common";
import type { NetworkArgs } from "../../../../components/contracts/network";
import type { PostgresArgs, RedisArgs } from "../../../../components/contracts/stores";
import { scopeOf } from "../../../support/scope";
import { type SimulateOptions, type Simulation, simulate } from "../../../support/simulate";

export const subscription = "0d4a1f5e-6a0b-4c6e-9f2d-3b7c8e9a1b2c";
export const region = "germanywestcentral";

export const scope = (over: Partial<Scope> = {}): Scope => scopeOf({ region, account: subscription, ...over });

export const networkArgs: NetworkArgs & AzureOptions["network"] = {
  ...{ cidr: "10.10.0.0/16", nat: "single", flowLogDays: 0, controlCidr: "10.10.32.0/20" },
  subnets: [
    { kind: "private", zone: "", cidr: "10.10.0.0/20" },
    { kind: "data", zone: "", cidr: "10.10.16.0/20" },
  ],
};

const pool = { vmSize: "Standard_D4ds_v5", min: 2, max: 6, diskGb: 64 } as const;

export const clusterArgs: Omit<ClusterArgs, "network"> & AzureOptions["cluster"] = {
  ...{ version: "1.34", compute: "pools", publicAccess: [], access: [], logDays: 30, namespaces: ["shop"] },
  ...{ zones: ["1", "2"], wayOut: "natGateway", registry: true },
  ranges: { pods: "10.244.0.0/16", services: "10.245.0.0/16", dns: "10.245.0.10" },
  systemNodes: pool,
  workloadNodes: pool,
};

export const postgresArgs: PostgresArgs = {
  ...{ version: "17", instanceClass: "Standard_D2ds_v5", storageGb: 64, maxStorageGb: 256, multiZone: true },
  ...{ replicas: 0, backupDays: 14, database: "shop", backupWindow: "02:00-03:00" },
  maintenanceWindow: "sun:03:30-sun:04:30",
};

export const redisArgs: RedisArgs = {
  ...{ engine: "redis", version: "7.4", nodeType: "Balanced_B5", replicas: 1, snapshotDays: 3 },
  maintenanceWindow: "sun:03:30-sun:04:30",
};

/** Runs a function with the cloud of a stack, in that stack's own subscription. */
export function onAzure(
  program: (cloud: AzureCloud) => unknown,
  over: Partial<Scope> = {},
  options: SimulateOptions = {},
): Promise<Simulation> {
  return simulate(() => program(new AzureCloud(scope(over))), { region, account: subscription, ...options });
}

/** A network, and a cluster in it. */
export function foundation(cloud: AzureCloud, over: Partial<typeof clusterArgs> = {}) {
  const network = cloud.network(networkArgs);
  return { network, cluster: cloud.cluster({ ...clusterArgs, ...over, network }) };
}
