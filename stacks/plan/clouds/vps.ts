import { vpsCapabilities } from "../../../components/clouds/vps/options";
import { vpsChecks } from "../../config/checks/clouds/vps";
import type { ConfigOf } from "../../config/schema";
import type { PlannerOf } from "./cloud";
import { inClusterParts, ownTraits, sharedNodes } from "./in-cluster";

type Cluster = ConfigOf<"vps">["cluster"];
const nodesOf = ({ cpu, memoryGb }: Pick<Cluster, "cpu" | "memoryGb">) => ({ count: 1, cpu, memoryGb });

/** One VPS with k3s. */
export const vpsPlanner: PlannerOf<"vps"> = {
  ...inClusterParts,
  capabilities: vpsCapabilities,
  checks: vpsChecks,
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
  capacity: (config) => sharedNodes(config, nodesOf(config.cluster), 1, "cluster.memoryGb"),
};
