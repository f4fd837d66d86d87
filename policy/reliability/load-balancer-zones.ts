import { itemsAt, partlyUnknown } from "../read";
import type { ResourceRule } from "../rule";
import { LOAD_BALANCERS } from "../types";

export const loadBalancerZones: ResourceRule = {
  name: "load-balancer-zones",
  pack: "reliability",
  description: "Load balancers stand in two zones or more.",
  severity: "medium",
  frameworks: ["AWS FSBP ELB.13", "SOC 2 A1.2"],
  why: "With one subnet, the loss of its zone is the loss of the entry.",
  mend: "Give two subnets in different zones.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-13",
  types: LOAD_BALANCERS,
  level: "mandatory",
  levels: { dev: "disabled" },
  onUnknown: { behaviour: "passes", text: "An unknown list, or one with unknown subnets, passes." },
  check: ({ props }) => {
    const count = [...itemsAt(props, "subnets"), ...itemsAt(props, "subnetMappings")].length;
    const unsure = partlyUnknown(props, "subnets") || partlyUnknown(props, "subnetMappings");
    return count === 1 && !unsure ? ["it stands in one zone"] : [];
  },
};
