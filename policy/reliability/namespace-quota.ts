import type { StackRule } from "../rule";
import { hasUnseenRelease, nameOf, sameNamespace } from "../selectors";
import { NAMESPACE, WORKLOADS } from "../types";

const BOUNDS = ["kubernetes:core/v1:ResourceQuota", "kubernetes:core/v1:LimitRange"] as const;

export const namespaceQuota: StackRule = {
  name: "namespace-quota",
  pack: "reliability",
  description: "A namespace with workloads has a quota, or limits for each container.",
  severity: "low",
  frameworks: ["NSA/CISA Kubernetes Hardening Guide"],
  why: "One namespace can otherwise take every node, and every address, that the cluster can get.",
  mend: "Add a ResourceQuota or a LimitRange to the namespace.",
  link: "https://kubernetes.io/docs/concepts/policy/resource-quotas/",
  types: [NAMESPACE],
  level: "advisory",
  levels: { dev: "disabled" },
  onUnknown: {
    behaviour: "passes",
    text: "A quota whose namespace is unknown may be this one's, and a release that was not rendered may bring one.",
  },
  checkStack: (stack) =>
    stack.ofType(NAMESPACE).flatMap((resource) => {
      const place = { ...resource, props: { metadata: { namespace: nameOf(resource) } } };
      const used = stack.ofType(...WORKLOADS).some((object) => sameNamespace(object, place) === "yes");
      const bounded = stack.ofType(...BOUNDS).some((object) => sameNamespace(object, place) !== "no");
      return used && !bounded && !hasUnseenRelease(stack, place)
        ? [{ resource, message: "nothing bounds what its pods may take" }]
        : [];
    }),
};
