import { at, isMissing, isUnknown } from "../read";
import type { StackRule } from "../rule";

const VPC = "aws:ec2/vpc:Vpc";

export const zones: StackRule = {
  name: "zones",
  pack: "reliability",
  description: "A network spreads over two zones or more.",
  severity: "high",
  frameworks: [],
  why: "With one zone, its loss is the loss of everything, and no store can have a standby.",
  mend: "Add subnets in another availability zone.",
  link: "https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/use-fault-isolation-to-protect-your-workload.html",
  types: [VPC],
  level: "mandatory",
  levels: { dev: "disabled" },
  onUnknown: {
    behaviour: "passes",
    text: "Subnets whose VPC or zone is not known yet may be in another zone: they pass.",
  },
  checkStack: (stack) =>
    stack.ofType(VPC).flatMap((resource) => {
      const subnets = stack.referring("aws:ec2/subnet:Subnet", "vpcId", resource);
      const places = subnets.map(({ props }) => at(props, "availabilityZone") ?? at(props, "availabilityZoneId"));
      const unsure = places.some((place) => isMissing(place));
      return subnets.length > 0 && !unsure && new Set(places).size < 2 && !places.some(isUnknown)
        ? [{ resource, message: `all its subnets are in ${String(places[0])}` }]
        : [];
    }),
};
