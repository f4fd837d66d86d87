import { kubernetesCapabilities } from "../../../components/clouds/kubernetes/options";
import { kubernetesChecks } from "../../config/checks/clouds/kubernetes";
import { inClusterFigures } from "../capacity/clouds/in-cluster";
import type { CloudAddons, PlannerOf } from "./cloud";
import { inClusterSteps, inClusterStores, kubernetesApi, ownTraits, sharedNodes, storeAddons } from "./in-cluster";

const addons: CloudAddons = { brought: [], forCompute: {}, forHosts: [], forCloudMetrics: [], needs: {} };

/** Any Kubernetes that is there already. */
export const kubernetesPlanner: PlannerOf<"kubernetes"> = {
  capabilities: kubernetesCapabilities,
  checks: kubernetesChecks,
  figures: inClusterFigures,
  addons,
  stores: inClusterStores,
  triggers: [],
  steps: inClusterSteps("A"),
  addonsFor: storeAddons,
  kubernetesApi,
  network: ({ network: { cidr } }) => ({ make: { cidr, subnets: [], nat: "none", flowLogDays: 0 } }),
  cluster: ({ app, network: { cidr: podsCidr }, cluster }) => {
    const { version, kubeconfig, context, storageClass, nodes, entry, backupsTo } = cluster;
    return {
      ...{ version, kubeconfig, context, storageClass, nodes, entry, backupsTo, podsCidr },
      ...{ compute: "own", publicAccess: [], access: [], logDays: 0, namespaces: [app] },
    };
  },
  traits: ({ nodes }) => ownTraits(nodes),
  capacity: (config) =>
    sharedNodes(
      config,
      addons,
      config.cluster.nodes,
      config.cluster.nodes.count === 1 ? 1 : undefined,
      "cluster.nodes",
    ),
};
