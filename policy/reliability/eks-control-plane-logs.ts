import { isUnknown, partlyUnknown, stringsAt } from "../read";
import type { ResourceRule } from "../rule";
import { EKS_CLUSTER } from "../types";

const LOGS = ["api", "audit", "authenticator", "controllerManager", "scheduler"] as const;

const missing = (props: Readonly<Record<string, unknown>>): readonly string[] =>
  isUnknown(props["enabledClusterLogTypes"]) || partlyUnknown(props, "enabledClusterLogTypes")
    ? []
    : LOGS.filter((log) => !stringsAt(props, "enabledClusterLogTypes").includes(log));

export const eksControlPlaneLogs: ResourceRule = {
  name: "eks-control-plane-logs",
  pack: "reliability",
  description: "The cluster writes all five control-plane logs.",
  severity: "medium",
  frameworks: ["CIS EKS 2.1.1", "AWS FSBP EKS.8"],
  why: "Who did what to the cluster, and why a pod was not scheduled, is written nowhere else.",
  mend: `Set enabledClusterLogTypes: ${LOGS.join(", ")}.`,
  link: "https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html",
  types: [EKS_CLUSTER],
  level: "mandatory",
  levels: { dev: "advisory" },
  onUnknown: { behaviour: "passes", text: "A list that is unknown, or holds unknown items, passes." },
  check: ({ props }) => {
    const logs = missing(props);
    return logs.length > 0 ? [`it does not write the ${logs.join(", ")} ${logs.length === 1 ? "log" : "logs"}`] : [];
  },
  inPlace: "EKS switches logs on in place; the API stays up. They cost what CloudWatch asks for them.",
  remediate: ({ props }) => (missing(props).length > 0 ? { enabledClusterLogTypes: LOGS } : undefined),
};
