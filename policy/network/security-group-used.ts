import { isUnknown } from "../read";
import type { Resource, StackRule } from "../rule";

const GROUP = "aws:ec2/securityGroup:SecurityGroup";

/** By these a rule says which group it belongs to; that is no use of the group. */
const isOwnRule = ({ type }: Resource, property: string): boolean =>
  property === "securityGroupId" && /securityGroup(Ingress|Egress)?Rule$/i.test(type);

export const securityGroupUsed: StackRule = {
  name: "security-group-used",
  pack: "network",
  description: "No security group belongs to nothing.",
  severity: "low",
  frameworks: ["AWS FSBP EC2.22"],
  why: "A group that nobody uses is forgotten, and one day attached for the wide openings that it still has.",
  mend: "Attach it, or take it out.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-22",
  types: [GROUP],
  level: "advisory",
  onUnknown: {
    behaviour: "passes",
    text: "It follows the engine's own record; where that is not there, or a list of groups is unknown, every group passes.",
  },
  checkStack: (stack) => {
    const used = new Set<string>();
    let unsure = false;
    for (const resource of stack.resources)
      for (const [property, urns] of Object.entries(resource.propertyDependencies ?? {}))
        if (!isOwnRule(resource, property)) for (const urn of urns) used.add(urn);
    for (const { props, propertyDependencies } of stack.resources)
      for (const key of ["securityGroups", "securityGroupIds", "vpcSecurityGroupIds"])
        unsure ||= isUnknown(props[key]) && !propertyDependencies?.[key];
    if (unsure || used.size === 0) return [];
    return stack
      .ofType(GROUP)
      .filter(({ urn }) => !used.has(urn))
      .map((resource) => ({ resource, message: "nothing uses it" }));
  },
};
