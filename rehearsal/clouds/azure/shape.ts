import { isRecord, type Json, valuesAt } from "../model";
import { objectAt, texts } from "../paths";
import type { CloudShape, PoolShape } from "../shape";

function poolOf(pool: Json | undefined): PoolShape {
  const of = isRecord(pool) ? pool : {};
  const min = Number(of["minCount"] ?? of["count"] ?? 0);
  return { kinds: String(of["vmSize"] ?? ""), min, max: Number(of["maxCount"] ?? min), first: min };
}

/** The parts that Azure's types play. A cluster is a pool itself: its first one stands in it. */
export const azureShape: CloudShape = {
  provider: "azure-native",
  types: {
    networks: ["azure-native:network:VirtualNetwork"],
    places: ["azure-native:containerservice:ManagedCluster", "azure-native:containerservice:AgentPool"],
    pools: ["azure-native:containerservice:ManagedCluster", "azure-native:containerservice:AgentPool"],
    databases: ["azure-native:dbforpostgresql:Server"],
    caches: ["azure-native:redisenterprise:RedisEnterprise"],
    buckets: ["azure-native:storage:StorageAccount"],
    queues: [],
    entries: [],
  },
  cidr: ({ inputs }) => texts(objectAt(inputs, "addressSpace"), "addressPrefixes[]")[0] ?? "",
  pool: ({ inputs }) => poolOf(valuesAt(inputs, "agentPoolProfiles[]")[0] ?? inputs),
  zones: ({ inputs }) => [
    ...new Set([...texts(inputs, "availabilityZones[]"), ...texts(inputs, "agentPoolProfiles[].availabilityZones[]")]),
  ],
  zonalWayOut: "azure-native:network:NatGateway",
  isReplica: ({ inputs }) => inputs["createMode"] === "Replica",
  standbys: ({ inputs }) =>
    objectAt(inputs, "highAvailability")["mode"] === "ZoneRedundant" || inputs["highAvailability"] === "Enabled"
      ? 1
      : 0,
  // The data subnet's rules let in the nodes' subnet, and nobody else.
  openPorts: ({ type }) => (type.includes("redis") ? [10000] : [5432, 6432]),
  store: ({ type, inputs }) => ({
    kind: type.includes("redis") ? "redis 7.4" : `postgres ${String(inputs["version"] ?? "")}`.trim(),
    size: String(objectAt(inputs, "sku")["name"] ?? ""),
  }),
};
