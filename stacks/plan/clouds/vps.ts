import { vpsCapabilities } from "../../../components/clouds/vps/options";
import { vpsChecks } from "../../config/checks/clouds/vps";
import type { ConfigOf } from "../../config/schema";
import { inClusterFigures } from "../capacity/clouds/in-cluster";
import type { CloudAddons, PlannerOf } from "./cloud";
import { inClusterSteps, inClusterStores, kubernetesApi, ownTraits, sharedNodes, storeAddons } from "./in-cluster";

const addons: CloudAddons = { brought: [], forCompute: {}, forHosts: [], forCloudMetrics: [], needs: {} };

type Cluster = ConfigOf<"vps">["cluster"];
const nodesOf = ({ cpu, memoryGb }: Pick<Cluster, "cpu" | "memoryGb">) => ({ count: 1, cpu, memoryGb });

/** One VPS with k3s. */
export const vpsPlanner: PlannerOf<"vps"> = {
  capabilities: vpsCapabilities,
  checks: vpsChecks,
  figures: inClusterFigures,
  addons,
  stores: inClusterStores,
  triggers: [],
  steps: inClusterSteps("A"),
  addonsFor: storeAddons,
  kubernetesApi,
  network: ({ network: { cidr } }) => ({ make: { cidr, subnets: [], nat: "none", flowLogDays: 0 } }),
  cluster: ({ app, network: { cidr: podsCidr }, cluster }) => {
    const { version, ssh, publicAccess, swapMb, rebootAt, k3sSource, backupsTo } = cluster;
    const entry = cluster.entry ?? { address: ssh.host, takesAddress: false, annotations: {} };
    return {
      ...{ version, ssh, publicAccess, swapMb, rebootAt, k3sSource, backupsTo, entry, podsCidr },
      ...{ nodes: nodesOf(cluster), storageClass: "local-path" },
      ...{ compute: "own", access: [], logDays: 30, namespaces: [app] },
    };
  },
  traits: (cluster) => ownTraits(nodesOf(cluster)),
  capacity: (config) => sharedNodes(config, addons, nodesOf(config.cluster), 1, "cluster.memoryGb"),
};
