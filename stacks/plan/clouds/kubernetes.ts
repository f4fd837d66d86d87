import { kubernetesCapabilities } from "../../../components/clouds/kubernetes/options";
import { kubernetesChecks } from "../../config/checks/clouds/kubernetes";
import type { PlannerOf } from "./cloud";
import { inClusterParts, ownTraits, sharedNodes } from "./in-cluster";

/** Any Kubernetes that is there already. */
export const kubernetesPlanner: PlannerOf<"kubernetes"> = {
  ...inClusterParts,
  capabilities: kubernetesCapabilities,
  checks: kubernetesChecks,
  cluster: ({ app, network: { cidr: podsCidr }, cluster }) => {
    const { version, kubeconfig, context, storageClass, nodes, entry, backupsTo } = cluster;
    return {
      ...{ version, kubeconfig, context, storageClass, nodes, entry, backupsTo, podsCidr },
      ...{ compute: "own", publicAccess: [], access: [], logDays: 0, namespaces: [app] },
    };
  },
  traits: ({ nodes }) => ownTraits(nodes),
  capacity: (config) =>
    sharedNodes(config, config.cluster.nodes, config.cluster.nodes.count === 1 ? 1 : undefined, "cluster.nodes"),
};
