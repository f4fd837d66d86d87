import { at, isMissing } from "../read";
import type { ResourceRule } from "../rule";

export const jobLimits: ResourceRule = {
  name: "job-limits",
  pack: "reliability",
  description: "A Job gives up in the end, and is cleared away.",
  severity: "low",
  frameworks: ["SOC 2 A1.1"],
  why: "A job that hangs holds its resources for ever; finished ones pile up until the API server is slow.",
  mend: "Set activeDeadlineSeconds and ttlSecondsAfterFinished.",
  link: "https://kubernetes.io/docs/concepts/workloads/controllers/job/#clean-up-finished-jobs-automatically",
  types: ["kubernetes:batch/v1:Job"],
  level: "advisory",
  onUnknown: { behaviour: "judges-the-rest", text: "An unknown time passes; the other one is judged." },
  check: ({ props }) => {
    // Helm itself clears its hooks away.
    const hook =
      !isMissing(at(props, "metadata.annotations")) &&
      /helm\.sh\/hook/.test(JSON.stringify(at(props, "metadata.annotations")));
    return [
      ...(isMissing(at(props, "spec.activeDeadlineSeconds")) ? ["it is never stopped when it hangs"] : []),
      ...(isMissing(at(props, "spec.ttlSecondsAfterFinished")) && !hook ? ["it stays when it is done"] : []),
    ];
  },
};
