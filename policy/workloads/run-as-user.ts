import { bothLevels, POD_TYPES, podCheck, weakening } from "../pods";
import { at } from "../read";
import type { ResourceRule } from "../rule";

export const runAsUser: ResourceRule = {
  name: "run-as-user",
  pack: "workloads",
  description: "Nothing asks to run as user 0.",
  severity: "high",
  frameworks: ["PSS restricted", "CIS Kubernetes 5.2.7"],
  why: "User 0 is root, whatever else is set.",
  mend: "Set securityContext.runAsUser to another number, or leave it to the image.",
  link: "https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted",
  types: POD_TYPES,
  level: "mandatory",
  onUnknown: {
    behaviour: "judges-the-rest",
    text: "An unknown user passes; the other containers are judged. Pods with users of their own (hostUsers: false) pass.",
  },
  check: podCheck({
    ...bothLevels((label, context, { ownUsers }) =>
      !ownUsers && at(context, "runAsUser") === 0 ? [`${label} runs as user 0`] : [],
    ),
    values: weakening(["runAsUser"], 0),
  }),
};
