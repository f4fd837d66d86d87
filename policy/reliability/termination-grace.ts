import { podCheck } from "../pods";
import type { ResourceRule } from "../rule";
import { LONG_RUNNING } from "../types";

/** Karpenter and cloud upgrades wait about that long for a node before they go on regardless. */
const MOST = 3600;

export const terminationGrace: ResourceRule = {
  name: "termination-grace",
  pack: "reliability",
  description: "Pods have time to end, and not for ever.",
  severity: "medium",
  frameworks: ["SOC 2 A1.2"],
  why: "With 0 seconds requests are cut off in the middle; with hours a node never gets empty.",
  mend: `Set terminationGracePeriodSeconds between 1 and ${MOST}, or leave it out (30).`,
  link: "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination",
  types: LONG_RUNNING,
  level: "mandatory",
  levels: { dev: "advisory" },
  onUnknown: { behaviour: "passes", text: "An unknown time passes." },
  check: podCheck({
    pod: ({ spec }) => {
      const seconds = spec["terminationGracePeriodSeconds"];
      if (typeof seconds !== "number") return [];
      return seconds <= 0 || seconds > MOST ? [`its pods get ${seconds} seconds to end`] : [];
    },
  }),
};
