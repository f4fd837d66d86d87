import { objectAt, texts } from "../paths";
import type { CloudShape } from "../shape";

/** The parts that Google Cloud's types play. */
export const gcpShape: CloudShape = {
  provider: "gcp",
  types: {
    networks: ["gcp:compute/network:Network"],
    places: ["gcp:container/nodePool:NodePool"],
    pools: ["gcp:container/nodePool:NodePool"],
    databases: ["gcp:sql/databaseInstance:DatabaseInstance"],
    caches: ["gcp:redis/instance:Instance"],
    buckets: ["gcp:storage/bucket:Bucket"],
    queues: [],
    entries: [],
  },
  // Ranges are its subnets'.
  cidr: () => "",
  pool: ({ inputs }) => {
    const { totalMinNodeCount, totalMaxNodeCount } = objectAt(inputs, "autoscaling");
    const min = Number(totalMinNodeCount ?? 0);
    const kinds = String(objectAt(inputs, "nodeConfig")["machineType"] ?? "");
    return { kinds, min, max: Number(totalMaxNodeCount ?? 0), first: min };
  },
  zones: ({ inputs }) => texts(inputs, "nodeLocations[]"),
  isReplica: ({ inputs }) => inputs["masterInstanceName"] !== undefined,
  standbys: ({ inputs }) => {
    if (inputs["tier"] !== undefined) return inputs["tier"] === "STANDARD_HA" ? Number(inputs["replicaCount"] ?? 1) : 0;
    return objectAt(inputs, "settings")["availabilityType"] === "REGIONAL" ? 1 : 0;
  },
  // Private services access routes the network's nodes and pods, and nobody else, to the stores' side.
  openPorts: ({ inputs }) => [
    inputs["memorySizeGb"] === undefined ? 5432 : inputs["transitEncryptionMode"] === "DISABLED" ? 6379 : 6378,
  ],
  store: ({ inputs }) => {
    const kind = String(inputs["databaseVersion"] ?? inputs["redisVersion"] ?? "").toLowerCase();
    const size =
      inputs["memorySizeGb"] === undefined ? objectAt(inputs, "settings")["tier"] : `${inputs["memorySizeGb"]} GiB`;
    return { kind: kind.replace("_", " ").replaceAll("_", "."), size: String(size ?? "") };
  },
};
