import { at, isDict, isUnknown, shown } from "../read";
import type { ResourceRule } from "../rule";
import { NAMESPACE } from "../types";

const LABEL = "pod-security.kubernetes.io/enforce";

export const namespacePodSecurity: ResourceRule = {
  name: "namespace-pod-security",
  pack: "workloads",
  description: "Every namespace has a Pod Security level, and none is privileged.",
  severity: "high",
  frameworks: ["PSS baseline"],
  why: "The label makes the API server itself refuse what a chart, or a person, should not run there.",
  mend: `Label the namespace ${LABEL}: restricted, or baseline where charts need it.`,
  link: "https://kubernetes.io/docs/concepts/security/pod-security-admission/",
  types: [NAMESPACE],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "Unknown labels and an unknown level pass." },
  check: ({ props }) => {
    const labels = at(props, "metadata.labels");
    if (isUnknown(labels)) return [];
    const level = isDict(labels) ? labels[LABEL] : undefined;
    return isUnknown(level) || level === "restricted" || level === "baseline"
      ? []
      : [`its Pod Security level is ${shown(level)}`];
  },
};
