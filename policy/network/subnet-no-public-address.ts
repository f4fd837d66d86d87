import { type Check, setting } from "../checks";
import { at, isTrue, isUnknown } from "../read";
import type { ResourceRule } from "../rule";

/** The tag by which load balancers find public subnets: those are meant to be public. */
const PUBLIC_TAG = "kubernetes.io/role/elb";

const check: Check = ({ props }) => {
  const tags = at(props, "tags");
  if (!isTrue(props["mapPublicIpOnLaunch"]) || isUnknown(tags)) return [];
  return typeof tags === "object" && tags !== null && PUBLIC_TAG in tags
    ? []
    : ["it gives a public address to all that starts in it"];
};

export const subnetNoPublicAddress: ResourceRule = {
  name: "subnet-no-public-address",
  pack: "network",
  description: "Only subnets for load balancers give out public addresses.",
  severity: "medium",
  frameworks: ["AWS FSBP EC2.15"],
  why: "Whatever starts in such a subnet is on the internet without anyone having decided so.",
  mend: `Set mapPublicIpOnLaunch: false, or tag the subnet ${PUBLIC_TAG} if load balancers are all it holds.`,
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-15",
  types: ["aws:ec2/subnet:Subnet"],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown mapPublicIpOnLaunch, or unknown tags, pass." },
  check,
  inPlace: "An attribute of the subnet, changed in place; what runs keeps its address until it is started anew.",
  remediate: setting("mapPublicIpOnLaunch", false, check),
};
