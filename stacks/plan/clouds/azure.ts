import { secretsVault } from "../../../components/clouds/azure/names";
import { azureCapabilities } from "../../../components/clouds/azure/options";
import { azureChecks } from "../../config/checks/clouds/azure";
import type { ConfigOf } from "../../config/schema";
import { azureFigures } from "../capacity/clouds/azure";
import { split } from "../subnets";
import type { PlannerOf } from "./cloud";

type Cluster = ConfigOf<"azure">["cluster"];

/** How a network's range is cut, by sixteenths: one each for nodes, stores and the cluster's API; thirteen are left over. */
function rangesOf(cidr: string) {
  const part = (index: number): string => split(cidr, 16, index);
  return { nodes: part(0), data: part(1), control: part(2) };
}

/** Machines of Azure's own processors. */
const ARM = /^Standard_[A-Z]+\d+p/;
const coresOf = (size: string): number => Math.ceil((azureFigures.machine(size)?.cpu ?? 2000) / 1000);

/** The tenth address of the range of Services, as AKS itself would take it. */
const dnsIn = (services: string): string => services.replace(/\.0\/\d+$/, ".10");

/** Azure: AKS in a VNet, pods on a range of the cluster's own. */
export const azurePlanner: PlannerOf<"azure"> = {
  capabilities: azureCapabilities,
  checks: azureChecks,
  figures: azureFigures,
  addons: {
    // AKS runs it itself, and resizes its pools.
    brought: ["metrics-server"],
    forCompute: {},
    forHosts: [],
    forCloudMetrics: [],
    needs: {},
  },
  stores: {
    ports: { postgres: 5432, redis: 10000 },
    poolPort: 6432,
    redisOwnAuthority: false,
    bucketsInAccounts: true,
    postgresTls: () => "verify-full",
  },
  triggers: [],
  edge: {
    ...{ ownOriginName: true, plainPatterns: true },
    defaultRules: ["reputation", "common", "badInputs", "sql", "linux"],
    rulesTogether: ["common", "badInputs", "sql", "linux"],
  },
  steps: {
    putSecret: (scope, name) =>
      `az keyvault secret set --vault-name ${secretsVault(scope)} --name ${scope.name}-${name} --file ${name}.txt`,
    // Config refuses static sites here.
    publish: () => "",
    record: "A",
  },
  network: ({ network: { adopt, cidr, nat } }) => {
    if (adopt) {
      const { id, cidr: whole, subnetId, controlSubnetId, dataSubnetId, dataCidrs } = adopt;
      return {
        adopt: {
          ...{ id, cidr: whole, publicSubnetIds: [], dataCidrs },
          privateSubnetIds: [subnetId, controlSubnetId],
          dataSubnetIds: [dataSubnetId],
        },
      };
    }
    const { nodes, data, control } = rangesOf(cidr);
    return {
      make: {
        ...{ cidr, nat, flowLogDays: 0, controlCidr: control },
        subnets: [
          { kind: "private", zone: "", cidr: nodes },
          { kind: "data", zone: "", cidr: data },
        ],
      },
    };
  },
  cluster: ({ app, network, cluster }) => {
    const { version, compute, publicAccess, access, systemNodes, workloadNodes, registry, logDays } = cluster;
    const { podsCidr, servicesCidr, adopt, zones } = network;
    return {
      ...{ version, compute, publicAccess, access, systemNodes, workloadNodes, registry, logDays },
      zones: ["1", "2", "3"].slice(0, zones),
      ranges: { pods: podsCidr, services: servicesCidr, dns: dnsIn(servicesCidr) },
      wayOut: adopt?.wayOut ?? "natGateway",
      namespaces: [app],
    };
  },
  traits: ({ compute, workloadNodes }) => ({
    compute,
    capacity: "onDemand",
    capacityPath: "",
    // What node auto-provisioning buys by itself is of Intel's and AMD's kind.
    architectures: compute === "pools" && ARM.test(workloadNodes.vmSize) ? ["arm64"] : ["amd64"],
    maxCpu: workloadNodes.max * coresOf(workloadNodes.vmSize),
    // Pools end at their own maxima: a quota by them could refuse what the platform's nodes have room for.
    bounded: false,
  }),
  capacity: ({ cluster, network }) => ({
    compute: cluster.compute,
    systemNodes: pool("cluster.systemNodes", cluster.systemNodes),
    ...(cluster.compute === "pools" && { workloadNodes: pool("cluster.workloadNodes", cluster.workloadNodes) }),
    ...(!network.adopt && {
      network: { zones: network.zones, privateCidrs: [rangesOf(network.cidr).nodes], endpoints: 0 },
    }),
  }),
};

const pool = (path: string, { vmSize, min, max }: Cluster["systemNodes"]) => ({ path, types: [vmSize], min, max });
