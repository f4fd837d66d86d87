import { podCheck } from "../pods";
import type { ResourceRule } from "../rule";
import { WORKLOADS } from "../types";

export const imagePullPolicy: ResourceRule = {
  name: "image-pull-policy",
  pack: "supply-chain",
  description: "Nodes fetch the images that they do not have.",
  severity: "medium",
  frameworks: ["NSA/CISA Kubernetes Hardening Guide"],
  why: "With Never a pod runs what happens to lie on its node, whoever put it there, and starts on no new node.",
  mend: "Leave imagePullPolicy out, or set IfNotPresent or Always.",
  link: "https://kubernetes.io/docs/concepts/containers/images/#image-pull-policy",
  types: WORKLOADS,
  level: "mandatory",
  onUnknown: { behaviour: "judges-the-rest", text: "An unknown policy passes." },
  check: podCheck({
    container: ({ label, spec }) => (spec["imagePullPolicy"] === "Never" ? [`${label} is never pulled`] : []),
  }),
};
