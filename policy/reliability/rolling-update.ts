import { at } from "../read";
import type { ResourceRule } from "../rule";

export const rollingUpdate: ResourceRule = {
  name: "rolling-update",
  pack: "reliability",
  description: "An update of several pods leaves some of them running.",
  severity: "medium",
  frameworks: ["SOC 2 A1.2"],
  why: "With Recreate, or with every pod unavailable at once, each update is an outage.",
  mend: "Use RollingUpdate with maxUnavailable below 100%.",
  link: "https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy",
  types: ["kubernetes:apps/v1:Deployment"],
  level: "mandatory",
  levels: { dev: "disabled", staging: "advisory" },
  onUnknown: { behaviour: "passes", text: "An unknown strategy or number passes." },
  check: ({ props }) => {
    const replicas = at(props, "spec.replicas") ?? 1;
    if (typeof replicas !== "number" || replicas < 2) return [];
    const most = at(props, "spec.strategy.rollingUpdate.maxUnavailable");
    return [
      ...(at(props, "spec.strategy.type") === "Recreate" ? ["an update stops every pod first"] : []),
      ...(most === "100%" || (typeof most === "number" && most >= replicas)
        ? ["an update may stop every pod at once"]
        : []),
    ];
  },
};
