import type { ResourceRecord } from "../engine/record";
import { isRecord, type Properties } from "./model";
import { objectAt } from "./paths";
import type { CloudShape } from "./shape";

const CLUSTER = "kubernetes:postgresql.cnpg.io/v1:Cluster";
const MONGODB = "kubernetes:psmdb.percona.com/v1:PerconaServerMongoDB";

/** Whether a resource is a release of Slipway's own chart for a Valkey in the cluster. */
export const isStoreRelease = ({ type, inputs }: ResourceRecord): boolean =>
  type === "kubernetes:helm.sh/v3:Release" && String(inputs["chart"]).endsWith("charts/store");

/** Whether a store stands on nodes of the cluster: a PostgreSQL by CloudNativePG, a MongoDB by Percona's, or a Valkey. */
export const standsInCluster = (store: ResourceRecord): boolean =>
  store.type === CLUSTER || store.type === MONGODB || isStoreRelease(store);

/** The parts that Kubernetes' own types play: a store in the cluster is reached over the network of pods. */
export const kubernetesShape: CloudShape = {
  provider: "kubernetes",
  types: {
    ...{ networks: [], places: [], pools: [], databases: [CLUSTER, MONGODB], caches: [] },
    ...{ buckets: [], queues: [], entries: [] },
  },
  cidr: () => "",
  pool: () => ({ kinds: "", min: 0, max: 0, first: 0 }),
  isReplica: () => false,
  standbys: ({ type, inputs }) => {
    const spec = objectAt(inputs, "spec");
    return Math.max(0, Number((type === MONGODB ? membersOf(spec)["size"] : spec["instances"]) ?? 1) - 1);
  },
  openPorts: ({ type }) => [type === CLUSTER ? 5432 : type === MONGODB ? 27017 : 6379],
  store: ({ type, inputs }) =>
    type === MONGODB
      ? {
          kind: kindOf("mongodb", objectAt(inputs, "spec")["image"]),
          size: memoryOf(membersOf(objectAt(inputs, "spec"))),
        }
      : type === CLUSTER
        ? { kind: kindOf("postgres", objectAt(inputs, "spec")["imageName"]), size: memoryOf(objectAt(inputs, "spec")) }
        : { kind: kindOf("valkey", objectAt(inputs, "values")["image"]), size: memoryOf(objectAt(inputs, "values")) },
};

/** The one replica set of a MongoDB. */
function membersOf(spec: Properties): Properties {
  const [first] = Array.isArray(spec["replsets"]) ? spec["replsets"] : [];
  return isRecord(first) ? first : {};
}

/** `postgres 17.6`, by the version that its image's tag begins with. */
const kindOf = (name: string, image: unknown): string => {
  const [, version] = /:(\d+(?:\.\d+)*)/.exec(String(image)) ?? [];
  return version === undefined ? name : `${name} ${version}`;
};

const memoryOf = (of: Parameters<typeof objectAt>[0]): string =>
  String(objectAt(objectAt(of, "resources"), "requests")["memory"] ?? "");
