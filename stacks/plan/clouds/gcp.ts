import { gcpCapabilities } from "../../../components/clouds/gcp/options";
import { poolPodsIn } from "../../../components/shared/pool-place";
import { gcpChecks } from "../../config/checks/clouds/gcp";
import type { ConfigOf } from "../../config/schema";
import { gcpFigures } from "../capacity/clouds/gcp";
import { split } from "../subnets";
import type { PlannerOf } from "./cloud";

type Network = ConfigOf<"gcp">["network"];
type Cluster = ConfigOf<"gcp">["cluster"];

/**
 * How a network's range is cut, by sixteenths, so that nothing moves when something is added: eight for pods, then one each for
 * nodes, services and managed stores; five are left over. A /16 gives a /17 for pods: 256 nodes of 64 pods.
 */
function rangesOf(cidr: string) {
  const part = (index: number): string => split(cidr, 16, index);
  return { pods: split(cidr, 2, 0), nodes: part(8), services: part(9), data: part(10) };
}

/** Names of the secondary ranges where Slipway makes the network. */
const OWN_RANGES = { pods: "pods", services: "services" } as const;

const ARM = /^(?:t2a|c4a|n4a)-/;
const coresOf = (machineType: string): number => Math.ceil((gcpFigures.machine(machineType)?.cpu ?? 2000) / 1000);
const zonesOf = ({ zones }: Network, cluster: Cluster): readonly string[] =>
  cluster.zones ?? ["a", "b", "c"].slice(0, zones);

/** Google Cloud: GKE in a VPC with one regional subnet. */
export const gcpPlanner: PlannerOf<"gcp"> = {
  capabilities: gcpCapabilities,
  checks: gcpChecks,
  figures: gcpFigures,
  addons: {
    // GKE runs it itself, and resizes its pools.
    brought: ["metrics-server"],
    forCompute: {},
    forHosts: [],
    forCloudMetrics: [],
    needs: {},
  },
  stores: {
    ports: { postgres: 5432, redis: 6378 },
    redisOwnAuthority: true,
    postgresTls: () => "verify-ca",
    ownPools: poolPodsIn,
  },
  triggers: [],
  edge: { ownOriginName: true, plainPatterns: true, defaultRules: ["common", "badInputs", "sql"] },
  steps: {
    putSecret: ({ name: stack, account }, name) =>
      `gcloud secrets versions add ${stack}-${name} --project ${account} --data-file ${name}.txt`,
    publish: ({ account }, site) =>
      `gcloud storage rsync dist "gs://${siteOutput(site, "bucket")}" --recursive --delete-unmatched-destination-objects && ` +
      `gcloud compute url-maps invalidate-cdn-cache "${siteOutput(site, "distribution")}" --path '/*' --global --project ${account}`,
    record: "A",
  },
  // What charts/pool is made of beside its pods.
  addonsFor: ({ stores = {} }) =>
    Object.values(stores).some((store) => store.kind === "postgres" && store.pool)
      ? ["external-secrets", "prometheus-operator-crds"]
      : [],
  network: ({ network: { adopt, cidr, nat, flowLogs } }) => {
    if (adopt) {
      const { id, cidr: whole, subnetId, dataCidrs } = adopt;
      return {
        adopt: { id, cidr: whole, publicSubnetIds: [], privateSubnetIds: [subnetId], dataSubnetIds: [], dataCidrs },
      };
    }
    const { pods, nodes, services, data } = rangesOf(cidr);
    return {
      make: {
        ...{ cidr, nat, flowLogDays: flowLogs ? 30 : 0, podsCidr: pods, servicesCidr: services },
        subnets: [
          { kind: "private", zone: "", cidr: nodes },
          { kind: "data", zone: "", cidr: data },
        ],
      },
    };
  },
  cluster: ({ app, network, cluster }) => {
    const { version, compute, publicAccess, access, systemNodes, workloadNodes, registry } = cluster;
    const { adopt } = network;
    return {
      ...{ version, compute, publicAccess, access, systemNodes, workloadNodes, registry },
      zones: zonesOf(network, cluster),
      ranges: adopt ? { pods: adopt.podsRange, services: adopt.servicesRange } : OWN_RANGES,
      logDays: 30,
      namespaces: [app],
    };
  },
  traits: ({ compute, workloadNodes }) => ({
    compute,
    capacity: compute === "pools" ? workloadNodes.capacity : "spot",
    capacityPath: "cluster.workloadNodes.capacity",
    architectures:
      compute === "autopilot" ? ["amd64", "arm64"] : ARM.test(workloadNodes.machineType) ? ["arm64"] : ["amd64"],
    maxCpu: workloadNodes.max * coresOf(workloadNodes.machineType),
    // Pools end at their own maxima: a quota by them could refuse what the platform's nodes have room for.
    bounded: false,
  }),
  capacity: ({ cluster, network }) => ({
    compute: cluster.compute,
    systemNodes: pool("cluster.systemNodes", cluster.systemNodes),
    ...(cluster.compute === "pools" && { workloadNodes: pool("cluster.workloadNodes", cluster.workloadNodes) }),
    ...(!network.adopt &&
      cluster.compute === "pools" && {
        network: { zones: zonesOf(network, cluster).length, privateCidrs: [rangesOf(network.cidr).pods], endpoints: 0 },
      }),
  }),
};

const pool = (path: string, { machineType, min, max }: Cluster["systemNodes"]) => ({
  ...{ path, types: [machineType], min, max },
});

const siteOutput = (site: string, field: string): string =>
  `$(pulumi stack output --json sites | jq -r '.["${site}"].${field}')`;
