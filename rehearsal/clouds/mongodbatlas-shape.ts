import { valuesAt } from "./model";
import { texts } from "./paths";
import type { CloudShape } from "./shape";

const SPECS = "replicationSpecs[].regionConfigs[].electableSpecs";

/** The part that Atlas plays: databases beside the stack's network, reached by a private endpoint in it. */
export const mongodbatlasShape: CloudShape = {
  provider: "mongodbatlas",
  types: {
    networks: [],
    places: [],
    pools: [],
    databases: ["mongodbatlas:index/advancedCluster:AdvancedCluster"],
    caches: [],
    buckets: [],
    queues: [],
    entries: [],
  },
  cidr: () => "",
  pool: () => ({ kinds: "", min: 0, max: 0, first: 0 }),
  isReplica: () => false,
  standbys: ({ inputs }) => Number(valuesAt(inputs, `${SPECS}.nodeCount`)[0] ?? 1) - 1,
  port: 1024,
  store: ({ inputs }) => ({
    kind: `MongoDB Atlas ${inputs["mongoDbMajorVersion"] ?? ""}`.trim(),
    size: texts(inputs, `${SPECS}.instanceSize`)[0] ?? "",
  }),
};
