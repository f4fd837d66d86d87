import { type Check, setting } from "../checks";
import { at } from "../read";
import type { ResourceRule } from "../rule";
import { LAUNCH_TEMPLATE } from "../types";

const check: Check = ({ props }) => {
  const hops = at(props, "metadataOptions.httpPutResponseHopLimit");
  return typeof hops === "number" && hops > 1 ? [`its hop limit is ${hops}`] : [];
};

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
  check,
  inPlace:
    "A template gets a new version, and nodes that run keep theirs. Pods that took the node's role lose it, which is the aim.",
  remediate: setting("metadataOptions.httpPutResponseHopLimit", 1, check),
};
