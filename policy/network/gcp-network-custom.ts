import { at, isUnknown } from "../read";
import type { ResourceRule } from "../rule";

export const gcpNetworkCustom: ResourceRule = {
  name: "gcp-network-custom",
  pack: "network",
  description: "Networks have no subnets that nobody planned.",
  severity: "medium",
  frameworks: ["CIS GCP Foundations 3.1", "SOC 2 CC6.6"],
  why: "In auto mode every region gets a subnet, with ranges that overlap those of every other such network.",
  mend: "Set autoCreateSubnetworks: false.",
  link: "https://cloud.google.com/vpc/docs/vpc#subnet-ranges",
  types: ["gcp:compute/network:Network"],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown autoCreateSubnetworks passes, and is judged at the update." },
  check: ({ props }) => {
    const auto = at(props, "autoCreateSubnetworks");
    return isUnknown(auto) || auto === false ? [] : ["it makes a subnet in every region"];
  },
};
