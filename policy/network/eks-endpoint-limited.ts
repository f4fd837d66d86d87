import { at, isUnknown, partlyUnknown, stringsAt } from "../read";
import type { ResourceRule } from "../rule";
import { EKS_CLUSTER } from "../types";

export const eksEndpointLimited: ResourceRule = {
  name: "eks-endpoint-limited",
  pack: "network",
  description: "The cluster's endpoint is private, or open to named addresses only.",
  severity: "high",
  frameworks: ["CIS EKS 5.4.1", "AWS FSBP EKS.1"],
  why: "An API server that the whole internet can reach is one leaked token or one new vulnerability from being lost.",
  mend: "Set vpcConfig.endpointPublicAccess: false, or list your addresses in vpcConfig.publicAccessCidrs.",
  link: "https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html",
  types: [EKS_CLUSTER],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "Unknown endpoint settings and unknown CIDRs pass." },
  check: ({ props }) => {
    const open = at(props, "vpcConfig.endpointPublicAccess");
    // The provider's default is a public endpoint for 0.0.0.0/0.
    if (isUnknown(open) || open === false || partlyUnknown(props, "vpcConfig.publicAccessCidrs")) return [];
    const cidrs = stringsAt(props, "vpcConfig.publicAccessCidrs");
    return cidrs.length === 0 || cidrs.some((cidr) => cidr === "0.0.0.0/0" || cidr === "::/0")
      ? ["the whole internet can reach its API"]
      : [];
  },
};
