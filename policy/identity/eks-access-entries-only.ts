import { at, isNot } from "../read";
import type { ResourceRule } from "../rule";
import { EKS_CLUSTER } from "../types";

export const eksAccessEntriesOnly: ResourceRule = {
  name: "eks-access-entries-only",
  pack: "identity",
  description: "Access to the cluster is given by access entries alone.",
  severity: "medium",
  frameworks: ["CIS EKS 4.1.7"],
  why: "The aws-auth ConfigMap can lock everyone out with one wrong indent, and shows up in no API.",
  mend: 'Set accessConfig.authenticationMode: "API". The way back is closed afterwards.',
  link: "https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html",
  types: [EKS_CLUSTER],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown authenticationMode passes." },
  check: ({ props }) =>
    isNot(at(props, "accessConfig.authenticationMode"), "API") ? ["it still reads the aws-auth ConfigMap"] : [],
};
