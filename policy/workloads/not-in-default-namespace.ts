import { at, isMissing } from "../read";
import type { ResourceRule } from "../rule";
import { HELM_RELEASE, SERVICE, WORKLOADS } from "../types";

export const notInDefaultNamespace: ResourceRule = {
  name: "not-in-default-namespace",
  pack: "workloads",
  description: "Nothing lives in the default namespace.",
  severity: "medium",
  frameworks: ["CIS EKS 4.5.2"],
  why: "It has no Pod Security level, no quota and no network policies, and everybody's things get mixed in it.",
  mend: "Name a namespace of its own.",
  link: "https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/",
  types: [...WORKLOADS, SERVICE, HELM_RELEASE],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown namespace is one that is being made: it passes." },
  check: ({ type, props }) => {
    const namespace = at(props, type === HELM_RELEASE ? "namespace" : "metadata.namespace");
    return isMissing(namespace) || namespace === "default" ? ["it is in the default namespace"] : [];
  },
};
