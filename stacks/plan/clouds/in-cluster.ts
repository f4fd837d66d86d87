import type { CloudName } from "../../../components/clouds/registry";
import type { AddonContext, AddonName, AddonSettings, CloudFacts } from "../../../components/contracts/addon";
import type { OwnNodes } from "../../../components/in-cluster/options";
import {
  inCluster,
  MONGODB_OPTIONS,
  SECRET_VALUE,
  storePorts,
  storesNamespace,
} from "../../../components/in-cluster/places";
import {
  mongodbBackupSize,
  POOL_PODS,
  poolSize,
  postgresSize,
  redisExporterSize,
  redisSize,
} from "../../../components/in-cluster/sizes";
import type { StackConfig } from "../../config/schema";
import { workloadsOfKind } from "../../config/workloads/kinds";
import { planAddons } from "../addons";
import { inClusterFigures, ownMachine } from "../capacity/clouds/in-cluster";
import type { ClusterCapacity } from "../capacity/figures";
import { type Amount, platformDemand } from "../capacity/platform";
import { planMonitoring } from "../monitoring";
import { planStores, type StorePlan } from "../stores";
import { addonsFor } from "../workloads/needs";
import type { CloudAddons, CloudPlanner, CloudSteps, StoreTraits } from "./cloud";

/** What planning has in common for any Kubernetes and for one VPS. */
type InClusterConfig = Extract<StackConfig, { cloud: "kubernetes" | "vps" }>;

/** Nothing is brought, and no compute asks for more. */
const addons: CloudAddons = { brought: [], forCompute: {}, forHosts: [], forCloudMetrics: [], needs: {} };

const stores: StoreTraits = {
  ports: storePorts,
  mongodb: () => ({ port: storePorts.mongodb, options: MONGODB_OPTIONS }),
  redisOwnAuthority: false,
  inCluster,
  secretProperty: SECRET_VALUE,
};

const steps: CloudSteps = {
  putSecret: ({ app }, name) =>
    // A login is a JSON object, whose parts are entries of their own.
    `kubectl --namespace ${storesNamespace(app)} patch secret ${name} --patch "$(jq --raw-input --slurp '{stringData: ({value: rtrimstr("\\n")} + ((fromjson? | objects) // {}))}' ${name}.txt)"`,
  publish: () => "",
  record: "A",
};

/** Operators for databases in the cluster; cert-manager for the certificates of caches. */
function storeAddons({ stores = {} }: Partial<Pick<StackConfig, "stores">>): readonly AddonName[] {
  const here = Object.values(stores).filter((store) => !("at" in store) || store.at === undefined);
  const kinds = new Set(here.map(({ kind }) => kind));
  return [
    ...(kinds.has("postgres") ? (["cloudnative-pg"] as const) : []),
    ...(kinds.has("mongodb") ? (["psmdb-operator"] as const) : []),
    ...(kinds.has("redis") ? (["cert-manager"] as const) : []),
  ];
}

/** Everything that runs on the same nodes besides workloads: add-ons and stores. */
export function sharedNodes(
  config: InClusterConfig,
  nodes: OwnNodes,
  replicas: number | undefined,
  path: string,
): ClusterCapacity {
  const group = { path, types: [ownMachine(nodes)], min: nodes.count, max: nodes.count };
  const platform = platformOf(config, replicas);
  const demand = planStores(config)
    .map(storeDemand)
    .reduce(
      (total, one) => ({
        cpu: total.cpu + one.cpu,
        memory: total.memory + one.memory,
        pods: total.pods + one.pods,
      }),
      platform,
    );
  return {
    compute: "own",
    systemNodes: { ...group, min: 0, max: 0 },
    workloadNodes: group,
    platform: demand,
  };
}

function platformOf(config: InClusterConfig, replicas: number | undefined): Amount {
  const hosts = workloadsOfKind(config, "web").flatMap(([, workload]) => workload.hosts);
  const result = planAddons({
    cloud: config.cloud as CloudName,
    addons,
    compute: "own",
    publicHosts: hosts.length > 0,
    workloads: addonsFor(config),
    cloudSections: storeAddons(config),
    switches: config.addons,
  });
  if ("problems" in result) return { cpu: 0, memory: 0, pods: 0 };
  return platformDemand(result.order, contextOf(config, hosts, replicas));
}

/** As much of an add-on's context as its requests depend on. */
function contextOf(config: InClusterConfig, hosts: readonly string[], replicas: number | undefined): AddonContext {
  const { app, environment, region, account, acmeEmail } = config;
  const { keep, ...traces } = config.traces;
  const facts: CloudFacts = {
    ...{ cloud: config.cloud, region, account, stackName: app, tags: {}, clusterName: app, clusterEndpoint: "" },
    ...{ networkId: "", nodeSubnets: [], accessGroup: "", nodeRole: "", secretPrefix: "", secretStore: {} },
    ...{ controllerEnv: [], diskClass: "", objectStore: { kind: "s3", endpoint: "" } },
  };
  const settings: AddonSettings = {
    monitoring: planMonitoring(config, planStores(config), app),
    logs: { ...config.logs, healthPaths: [] },
    traces: keep == null ? traces : { ...traces, keep },
    ...{ buckets: {}, acmeEmail, hosts, targets: [], dnsChallenges: [] },
    nodes: { capacity: "onDemand", architectures: ["amd64"], maxCpu: 0, image: "" },
    scaling: { queues: [], storePorts: [] },
    ...{ workloadNamespace: app, rollouts: false, signedRegistries: [] },
  };
  return {
    scope: { app, stack: "", environment, name: app, region, account, tags: {}, protect: false },
    ...{ facts, annotations: {}, podLabels: {}, settings },
    replicas: replicas ?? (environment === "dev" ? 1 : 2),
  };
}

function storeDemand(store: StorePlan): Amount {
  if (store.kind === "bucket" || store.args.at) return { cpu: 0, memory: 0, pods: 0 };
  if (store.kind === "redis") {
    const pod = redisSize(Number(store.args.nodeType));
    return { cpu: pod.cpu + redisExporterSize.cpu, memory: pod.memory + redisExporterSize.memory, pods: 1 };
  }
  const { cpu, memory } = postgresSize(store.args.instanceClass);
  if (store.kind === "mongodb") {
    const members = 1 + store.args.replicas;
    return {
      cpu: (cpu + mongodbBackupSize.cpu) * members,
      memory: (memory + mongodbBackupSize.memory) * members,
      pods: members,
    };
  }
  const pods = 1 + (store.args.multiZone ? 1 : 0) + store.args.replicas;
  const pool = store.args.pool ? POOL_PODS : 0;
  return { cpu: cpu * pods + poolSize.cpu * pool, memory: memory * pods + poolSize.memory * pool, pods: pods + pool };
}

/** Where the API server listens on a cluster of one's own: on nodes, at its own port. */
const kubernetesApi = ({ network }: Pick<InClusterConfig, "network">) => ({
  cidrs: [network.nodesCidr],
  port: 6443,
});

/** Traits of nodes that are there already: nothing buys any, and all of them are alike. */
export function ownTraits({ count, cpu }: OwnNodes): ReturnType<CloudPlanner["traits"]> {
  return {
    compute: "own",
    capacity: "onDemand",
    capacityPath: "cluster.nodes",
    architectures: ["amd64", "arm64"],
    maxCpu: count * cpu,
    bounded: false,
  };
}

/** The parts of a planner in which any Kubernetes and one VPS are the same. */
export const inClusterParts = {
  ...{ figures: inClusterFigures, addons, stores, steps, triggers: [], addonsFor: storeAddons, kubernetesApi },
  network: ({ network: { cidr } }: Pick<InClusterConfig, "network">) => ({
    make: { cidr, subnets: [], nat: "none" as const, flowLogDays: 0 },
  }),
};
