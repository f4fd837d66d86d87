import { podCheck } from "../pods";
import { isUnknown } from "../read";
import type { ResourceRule } from "../rule";
import { WORKLOADS } from "../types";

export const noSystemPriority: ResourceRule = {
  name: "no-system-priority",
  pack: "workloads",
  description: "The system's priorities are left to the system.",
  severity: "medium",
  frameworks: ["SOC 2 A1.1"],
  why: "A pod of that priority drives others out of a full node, DNS and network agents among them.",
  mend: "Use a PriorityClass of your own, below 1000000000.",
  link: "https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/",
  types: WORKLOADS,
  level: "mandatory",
  levels: { dev: "advisory" },
  onUnknown: { behaviour: "passes", text: "An unknown priority class passes." },
  check: podCheck({
    pod: ({ spec, namespace }) => {
      const priority = spec["priorityClassName"];
      return typeof priority === "string" &&
        priority.startsWith("system-") &&
        namespace !== "kube-system" &&
        !isUnknown(namespace)
        ? [`it has the priority ${priority}`]
        : [];
    },
  }),
};
