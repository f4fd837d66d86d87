import { podCheck } from "../pods";
import { dictsAt, isMissing } from "../read";
import type { ResourceRule } from "../rule";
import { LONG_RUNNING } from "../types";

export const readinessProbe: ResourceRule = {
  name: "readiness-probe",
  pack: "reliability",
  description: "A container that listens says when it is ready.",
  severity: "medium",
  frameworks: ["SOC 2 A1.1"],
  why: "Without it traffic comes before the application can answer, and a broken version replaces a working one.",
  mend: "Add readinessProbe.",
  link: "https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/",
  types: LONG_RUNNING,
  level: "mandatory",
  levels: { dev: "advisory" },
  onUnknown: { behaviour: "judges-the-rest", text: "Unknown probes and ports pass." },
  check: podCheck({
    pod: ({ containers }) => {
      // One container of a pod speaks for it, and no traffic waits for a port of metrics.
      const listening = containers.filter(
        ({ label, spec }) =>
          label.startsWith("container") && dictsAt(spec, "ports").some(({ name }) => !/metrics/.test(String(name))),
      );
      return listening.length > 0 && listening.every(({ spec }) => isMissing(spec["readinessProbe"]))
        ? [`${listening.map(({ label }) => label).join(", ")} does not say when it is ready`]
        : [];
    },
  }),
};
