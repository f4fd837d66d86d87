import { podCheck } from "../pods";
import type { ResourceRule } from "../rule";
import { WORKLOADS } from "../types";

export const noSharedProcesses: ResourceRule = {
  name: "no-shared-processes",
  pack: "workloads",
  description: "Containers of a pod do not see each other's processes.",
  severity: "low",
  frameworks: ["NSA/CISA Kubernetes Hardening Guide"],
  why: "A sidecar that is broken into then reads the memory, environment and files of the application.",
  mend: "Leave shareProcessNamespace out.",
  link: "https://kubernetes.io/docs/tasks/configure-pod-container/share-process-namespace/",
  types: WORKLOADS,
  level: "advisory",
  onUnknown: { behaviour: "passes", text: "An unknown flag passes." },
  check: podCheck({
    pod: ({ spec }) => (spec["shareProcessNamespace"] === true ? ["its containers share their processes"] : []),
  }),
};
