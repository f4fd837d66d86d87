import { actions, allowing, byAnyone, conditional, nameOf, onEverything } from "../policy-document";
import type { ResourceRule } from "../rule";

export const vpcEndpointPolicyLimited: ResourceRule = {
  name: "vpc-endpoint-policy-limited",
  pack: "network",
  description: "A VPC endpoint's own policy does not allow everything to everyone.",
  severity: "low",
  frameworks: ["SOC 2 CC6.6"],
  why: "Through an open endpoint, data can be carried to a bucket of any other account.",
  mend: "Name the buckets, accounts or an aws:PrincipalOrgID condition in the policy.",
  link: "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html",
  types: ["aws:ec2/vpcEndpoint:VpcEndpoint", "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy"],
  level: "advisory",
  onUnknown: {
    behaviour: "passes",
    text: "An unknown policy or condition passes; so does an endpoint without a policy of its own.",
  },
  check: ({ props }) =>
    allowing(props["policy"])
      .filter(
        (statement) =>
          byAnyone(statement) && onEverything(statement) && actions(statement).includes("*") && !conditional(statement),
      )
      .map((statement) => `${nameOf(statement)} lets anyone do anything through it`),
};
