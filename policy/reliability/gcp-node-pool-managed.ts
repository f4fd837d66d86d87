import { type Check, every, mustStayOn } from "../checks";
import { GCP_NODE_POOL } from "../gcp-types";
import type { ResourceRule } from "../rule";

const check: Check = every(
  mustStayOn("management.autoRepair", "it repairs no nodes"),
  mustStayOn("management.autoUpgrade", "it upgrades no nodes"),
);

export const gcpNodePoolManaged: ResourceRule = {
  name: "gcp-node-pool-managed",
  pack: "reliability",
  description: "Node pools repair and upgrade themselves.",
  severity: "medium",
  frameworks: ["PCI DSS 6.3.3", "SOC 2 CC7.1"],
  why: "A node that is sick, or has known holes, stays until somebody looks.",
  mend: "Set management { autoRepair: true, autoUpgrade: true }.",
  link: "https://cloud.google.com/kubernetes-engine/docs/how-to/node-auto-upgrades",
  types: [GCP_NODE_POOL],
  level: "remediate",
  onUnknown: { behaviour: "judges-the-rest", text: "An unknown flag passes; the other one is judged." },
  check,
  inPlace:
    "Settings of the pool, changed in place; nodes are replaced one by one in the maintenance window, as pods' budgets allow.",
  remediate: (resource, context) =>
    check(resource, context).length > 0 ? { management: { autoRepair: true, autoUpgrade: true } } : undefined,
};
