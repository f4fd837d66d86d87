import { at, isMissing, isUnknown } from "../read";
import type { StackRule } from "../rule";

const VPC = "aws:ec2/vpc:Vpc";

export const prodThreeZones: StackRule = {
  name: "prod-three-zones",
  pack: "reliability",
  description: "A production network spreads over three zones.",
  severity: "medium",
  frameworks: ["SOC 2 A1.2"],
  why: "With two zones the loss of one leaves half, and whatever needs a majority stops.",
  mend: "Set slipway:network.zones to 3, in a region that has them.",
  link: "https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_fault_isolation_multiaz_region_system.html",
  types: [VPC],
  level: "mandatory",
  levels: { dev: "disabled", staging: "disabled" },
  onUnknown: {
    behaviour: "passes",
    text: "Subnets whose VPC or zone is not known yet may be in another zone: they pass.",
  },
  checkStack: (stack) =>
    stack.ofType(VPC).flatMap((resource) => {
      const places = stack
        .referring("aws:ec2/subnet:Subnet", "vpcId", resource)
        .map(({ props }) => at(props, "availabilityZone") ?? at(props, "availabilityZoneId"));
      const zones = new Set(places).size;
      const unsure = places.some((place) => isMissing(place) || isUnknown(place));
      // One zone alone is the rule zones' finding.
      return !unsure && zones === 2 ? [{ resource, message: "its subnets are in two zones" }] : [];
    }),
};
