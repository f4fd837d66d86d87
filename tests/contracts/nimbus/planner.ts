import { type Capabilities, capabilityNames } from "../../../components/contracts/cloud";
import type { CloudFigures } from "../../../stacks/plan/capacity/figures";

const machine = { type: "balloon", cpu: 8000, memory: 32_000, pods: { byInterfaces: 100, byPrefixes: 100 } };

const figures: CloudFigures = {
  ...{ machine: () => machine, smallest: machine, mostMemoryPerCore: 8192, reservedAddresses: 0 },
  ...{ postgresConnections: () => 5000, redisConnections: 10_000, nodeAddresses: () => 1, otherAddresses: () => 0 },
};

interface Config {
  readonly app: string;
  readonly network: { readonly cidr: string; readonly altitude: number };
  readonly cluster: { readonly balloons: number };
}

const balloons = (count: number) => ({ path: "cluster.balloons", types: ["balloon"], min: count, max: 10 * count });

/** A planner, as it would stand in stacks/plan/clouds/nimbus.ts. */
export const nimbusPlanner = {
  capabilities: Object.fromEntries(capabilityNames.map((name) => [name, { by: "wind" }])) as Capabilities,
  checks: [
    ({ network }: Partial<Config>) =>
      network && network.altitude > 9000
        ? [{ path: "network.altitude", given: String(network.altitude), allowed: "at most 9000", mend: "fly lower" }]
        : [],
  ],
  figures,
  addons: { brought: ["metrics-server"], forCompute: {}, forHosts: [], forCloudMetrics: [], needs: {} },
  stores: { ports: { postgres: 5555, redis: 6666 }, redisOwnAuthority: false },
  triggers: [],
  steps: { putSecret: (_scope: object, name: string) => `nimbus whisper ${name}`, publish: () => "", record: "A" },
  network: ({ network: { cidr, altitude } }: Config) => ({
    make: { cidr, altitude, subnets: [], nat: "regional", flowLogDays: 0 },
  }),
  cluster: ({ app, cluster }: Config) => ({
    ...{ version: "1.34", publicAccess: [], access: [], logDays: 1, namespaces: [app] },
    ...{ compute: "balloons", balloons: cluster.balloons },
  }),
  traits: () => ({
    ...{ compute: "balloons", capacity: "spot", capacityPath: "cluster.balloons" },
    ...{ architectures: ["amd64", "arm64"], maxCpu: 100, bounded: false },
  }),
  capacity: ({ cluster }: Config) => ({
    ...{ compute: "balloons", systemNodes: balloons(cluster.balloons), workloadNodes: balloons(cluster.balloons) },
  }),
};
