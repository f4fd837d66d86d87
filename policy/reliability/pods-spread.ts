import { podCheck } from "../pods";
import { at, isMissing } from "../read";
import type { ResourceRule } from "../rule";
import { SCALED } from "../types";

export const podsSpread: ResourceRule = {
  name: "pods-spread",
  pack: "reliability",
  description: "Several pods of one workload do not share one node by chance.",
  severity: "medium",
  frameworks: ["SOC 2 A1.2"],
  why: "Two pods on one node, or in one zone, are lost together: the second one was for nothing.",
  mend: "Add topologySpreadConstraints over hosts and zones, or a pod anti-affinity.",
  link: "https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/",
  types: SCALED,
  level: "advisory",
  levels: { dev: "disabled" },
  onUnknown: { behaviour: "passes", text: "Unknown constraints, affinities and numbers pass." },
  check: (resource) => {
    const replicas = at(resource.props, "spec.replicas");
    if (typeof replicas !== "number" || replicas < 2) return [];
    return podCheck({
      pod: ({ spec }) =>
        isMissing(spec["topologySpreadConstraints"]) && isMissing(at(spec, "affinity.podAntiAffinity"))
          ? [`its ${replicas} pods may all be on one node`]
          : [],
    })(resource);
  },
};
