import { at, isDict, stringsAt } from "../read";
import type { Resource, Stack, StackRule } from "../rule";
import { hasUnseenRelease, nameOf, sameNamespace } from "../selectors";
import { HELM_RELEASE, NAMESPACE, NETWORK_POLICY, WORKLOADS } from "../types";

const everyPod = (policy: Resource): boolean => {
  const selector = at(policy.props, "spec.podSelector");
  return (
    isDict(selector) &&
    !Object.values(selector).some((part) =>
      Array.isArray(part) ? part.length > 0 : isDict(part) && Object.keys(part).length > 0,
    )
  );
};

/** Isolates ingress: what the policy allows beyond that is judged by network-policy-not-open. */
const closesIngress = (policy: Resource): boolean => {
  const types = stringsAt(policy.props, "spec.policyTypes");
  return everyPod(policy) && (types.length === 0 || types.includes("Ingress"));
};

/** What stands for the namespace where objects name it. */
const asPlace = (namespace: Resource): Resource => ({
  ...namespace,
  props: { metadata: { namespace: nameOf(namespace) } },
});

function isOpen(stack: Stack, namespace: Resource): boolean {
  const place = asPlace(namespace);
  const inside = (type: readonly string[]) =>
    stack.ofType(...type).filter((object) => sameNamespace(object, place) === "yes");
  const policies = stack.ofType(NETWORK_POLICY).filter((policy) => sameNamespace(policy, place) !== "no");
  const runsPods = inside(WORKLOADS).length > 0 || inside([HELM_RELEASE]).some(({ manifests }) => !manifests);
  // A release that nobody has rendered may bring the policy itself, and the pods that need it.
  return runsPods && !policies.some(closesIngress) && !hasUnseenRelease(stack, place);
}

export const namespaceDefaultDeny: StackRule = {
  name: "namespace-default-deny",
  pack: "network",
  description: "Every namespace with pods refuses traffic that no policy allows.",
  severity: "high",
  frameworks: ["CIS EKS 4.3.2", "CIS Kubernetes 5.3.2", "NSA/CISA Kubernetes Hardening Guide"],
  why: "Without it every pod of the cluster reaches every port of these pods, and a break-in anywhere is one everywhere.",
  mend: "Add a NetworkPolicy with podSelector: {} and policyTypes: [Ingress], and one for each opening.",
  link: "https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-deny-all-ingress-traffic",
  types: [NAMESPACE],
  level: "mandatory",
  levels: { dev: "advisory" },
  onUnknown: {
    behaviour: "passes",
    text: "A policy whose namespace is unknown may be this one's, and a release that was not rendered may bring one: they pass.",
  },
  checkStack: (stack) =>
    stack
      .ofType(NAMESPACE)
      .filter((namespace) => isOpen(stack, namespace))
      .map((resource) => ({ resource, message: "its pods take traffic from everywhere in the cluster" })),
};
