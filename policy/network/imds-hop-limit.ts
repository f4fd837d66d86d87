import { at } from "../read";
import type { ResourceRule } from "../rule";
import { LAUNCH_TEMPLATE } from "../types";

export const imdsHopLimit: ResourceRule = {
  name: "imds-hop-limit",
  pack: "network",
  description: "Pods cannot reach the metadata of their node.",
  severity: "medium",
  frameworks: [],
  why: "A hop limit above 1 lets a pod take the node's role, which can pull every image and describe the account.",
  mend: "Set metadataOptions.httpPutResponseHopLimit: 1, and give pods identities of their own.",
  link: "https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html",
  types: [LAUNCH_TEMPLATE],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown hop limit passes." },
  check: ({ props }) => {
    const hops = at(props, "metadataOptions.httpPutResponseHopLimit");
    return typeof hops === "number" && hops > 1 ? [`its hop limit is ${hops}`] : [];
  },
};
