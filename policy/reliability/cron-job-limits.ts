import { at, isMissing } from "../read";
import type { ResourceRule } from "../rule";

export const cronJobLimits: ResourceRule = {
  name: "cron-job-limits",
  pack: "reliability",
  description: "A CronJob does not run over itself, and gives up in the end.",
  severity: "medium",
  frameworks: ["SOC 2 A1.1"],
  why: "By default a job that hangs is joined by another at every time of the schedule, until the cluster is full.",
  mend: "Set concurrencyPolicy: Forbid or Replace, and jobTemplate.spec.activeDeadlineSeconds.",
  link: "https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/",
  types: ["kubernetes:batch/v1:CronJob"],
  level: "mandatory",
  levels: { dev: "advisory" },
  onUnknown: { behaviour: "judges-the-rest", text: "An unknown policy or deadline passes; the other one is judged." },
  check: ({ props }) => {
    const policy = at(props, "spec.concurrencyPolicy");
    return [
      ...(isMissing(policy) || policy === "Allow" ? ["its jobs may run beside each other"] : []),
      ...(isMissing(at(props, "spec.jobTemplate.spec.activeDeadlineSeconds")) &&
      isMissing(at(props, "spec.jobTemplate.spec.template.spec.activeDeadlineSeconds"))
        ? ["a job that hangs is never stopped"]
        : []),
    ];
  },
};
