import { podCheck } from "../pods";
import { isDict, isUnknown } from "../read";
import type { ResourceRule } from "../rule";
import { LONG_RUNNING } from "../types";

const sorted = (value: unknown): unknown =>
  isDict(value)
    ? Object.fromEntries(
        Object.keys(value)
          .sort()
          .map((key) => [key, sorted(value[key])]),
      )
    : value;
const text = (probe: unknown): string => JSON.stringify(sorted(probe));
const holdsUnknown = (value: unknown): boolean =>
  isUnknown(value) || (typeof value === "object" && value !== null && Object.values(value).some(holdsUnknown));

export const distinctProbes: ResourceRule = {
  name: "distinct-probes",
  pack: "reliability",
  description: "A container is not restarted by the same question that takes it out of service.",
  severity: "medium",
  frameworks: ["SOC 2 A1.1"],
  why: "With two probes alike, a slow database restarts every pod at once instead of waiting for it.",
  mend: "Ask livenessProbe something that no other service answers, or give it more time than readinessProbe.",
  link: "https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/",
  types: LONG_RUNNING,
  level: "mandatory",
  levels: { dev: "advisory" },
  onUnknown: { behaviour: "passes", text: "Probes with an unknown part may differ in it: they pass." },
  check: podCheck({
    container: ({ label, spec }) => {
      const { livenessProbe, readinessProbe } = spec;
      return isDict(livenessProbe) &&
        isDict(readinessProbe) &&
        !holdsUnknown(livenessProbe) &&
        !holdsUnknown(readinessProbe) &&
        text(livenessProbe) === text(readinessProbe)
        ? [`${label} has the same probe for liveness and readiness`]
        : [];
    },
  }),
};
