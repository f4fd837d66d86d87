import { podCheck } from "../pods";
import { isMissing } from "../read";
import type { ResourceRule } from "../rule";
import { WORKLOADS } from "../types";

export const serviceAccountToken: ResourceRule = {
  name: "service-account-token",
  pack: "workloads",
  description: "A pod says whether it needs a token for the Kubernetes API.",
  severity: "low",
  frameworks: ["CIS EKS 4.1.6", "CIS Kubernetes 5.1.6", "NSA/CISA Kubernetes Hardening Guide"],
  why: "By default every pod gets one, and most never use it; whoever breaks in does.",
  mend: "Set automountServiceAccountToken: false, or true where it talks to the API.",
  link: "https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#opt-out-of-api-credential-automounting",
  types: WORKLOADS,
  level: "advisory",
  levels: { dev: "disabled" },
  onUnknown: { behaviour: "passes", text: "An unknown flag passes: somebody has set it." },
  check: podCheck({
    pod: ({ spec }) =>
      isMissing(spec["automountServiceAccountToken"]) && !isMissing(spec["serviceAccountName"])
        ? ["it gets an API token without asking for it"]
        : [],
  }),
};
