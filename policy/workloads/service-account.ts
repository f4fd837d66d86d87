import { podCheck } from "../pods";
import { isMissing, isNot } from "../read";
import type { ResourceRule } from "../rule";
import { WORKLOADS } from "../types";

export const serviceAccount: ResourceRule = {
  name: "service-account",
  pack: "workloads",
  description: "A pod has a service account of its own, or no token.",
  severity: "medium",
  frameworks: ["CIS EKS 4.1.5", "CIS EKS 4.1.6"],
  why: "What is given to the default account is given to every pod of the namespace; a token that nobody needs can be stolen.",
  mend: "Set serviceAccountName to an account of its own, or automountServiceAccountToken: false.",
  link: "https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/",
  types: WORKLOADS,
  level: "mandatory",
  levels: { dev: "advisory" },
  onUnknown: { behaviour: "passes", text: "An unknown account or flag passes." },
  check: podCheck({
    pod: ({ spec }) => {
      const account = spec["serviceAccountName"];
      const shared = isMissing(account) || account === "default";
      return shared && isNot(spec["automountServiceAccountToken"], false)
        ? ["it mounts the token of the default service account"]
        : [];
    },
  }),
};
