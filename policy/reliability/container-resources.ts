import { podCheck } from "../pods";
import { at, isMissing } from "../read";
import type { ResourceRule } from "../rule";
import { WORKLOADS } from "../types";

const NEEDED = ["requests.cpu", "requests.memory", "limits.memory"] as const;

export const containerResources: ResourceRule = {
  name: "container-resources",
  pack: "reliability",
  description: "Containers say what they need, and how much memory they may take.",
  severity: "medium",
  frameworks: ["NSA/CISA Kubernetes Hardening Guide"],
  why: "Without requests the scheduler overfills nodes; without a memory limit one leak takes its neighbours down.",
  mend: "Set resources.requests.cpu, resources.requests.memory and resources.limits.memory.",
  link: "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/",
  types: WORKLOADS,
  level: "mandatory",
  levels: { dev: "advisory" },
  onUnknown: { behaviour: "judges-the-rest", text: "Unknown amounts count as given; unknown containers pass." },
  check: podCheck({
    container: ({ label, spec }) => {
      // Ephemeral containers may not have any.
      const lacking = label.startsWith("ephemeral")
        ? []
        : NEEDED.filter((path) => isMissing(at(spec, `resources.${path}`)));
      return lacking.length > 0 ? [`${label} lacks ${lacking.join(", ")}`] : [];
    },
  }),
};
