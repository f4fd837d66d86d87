import { bothLevels, podCheck } from "../pods";
import { at, itemsAt } from "../read";
import type { ResourceRule } from "../rule";
import { WORKLOADS } from "../types";

export const noRootGroup: ResourceRule = {
  name: "no-root-group",
  pack: "workloads",
  description: "Nothing asks for root's group.",
  severity: "low",
  frameworks: ["NSA/CISA Kubernetes Hardening Guide"],
  why: "Group 0 may write much of what belongs to root, in the image and on mounted volumes.",
  mend: "Set runAsGroup, fsGroup and supplementalGroups to another number, or leave them out.",
  link: "https://kubernetes.io/docs/tasks/configure-pod-container/security-context/",
  types: WORKLOADS,
  level: "advisory",
  onUnknown: { behaviour: "judges-the-rest", text: "An unknown group passes; the others are judged." },
  check: podCheck(
    bothLevels((label, context) => [
      ...["runAsGroup", "fsGroup"].filter((key) => at(context, key) === 0).map((key) => `${label} has ${key} 0`),
      ...(itemsAt(context, "supplementalGroups").includes(0) ? [`${label} has 0 in supplementalGroups`] : []),
    ]),
  ),
};
