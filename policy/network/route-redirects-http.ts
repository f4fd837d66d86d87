import { at, type Dict, dictsAt, isMissing, isUnknown } from "../read";
import type { Resource, Stack, StackRule } from "../rule";
import { nameOf } from "../selectors";
import { GATEWAYS, HTTP_ROUTES } from "../types";

const redirects = (rule: Dict): boolean =>
  dictsAt(rule, "filters").some(
    (filter) => filter["type"] === "RequestRedirect" && at(filter, "requestRedirect.scheme") === "https",
  );

/** The listeners of a Gateway that a parent reference attaches to. */
function listenersOf(stack: Stack, route: Resource, parent: Dict): readonly Dict[] {
  const namespace = parent["namespace"] ?? at(route.props, "metadata.namespace");
  return stack
    .ofType(...GATEWAYS)
    .filter((gateway) => nameOf(gateway) === parent["name"] && at(gateway.props, "metadata.namespace") === namespace)
    .flatMap((gateway) => dictsAt(gateway.props, "spec.listeners"))
    .filter(({ name }) => isMissing(parent["sectionName"]) || name === parent["sectionName"])
    .filter((listener) => isMissing(parent["port"]) || listener["port"] === parent["port"]);
}

/** Whether routes of other namespaces may attach: a plain listener for its own namespace alone serves redirects. */
const takes = (route: Resource, parent: Dict, listener: Dict): boolean => {
  const from = at(listener, "allowedRoutes.namespaces.from") ?? "Same";
  const here = isMissing(parent["namespace"]) || parent["namespace"] === at(route.props, "metadata.namespace");
  return from === "All" || from === "Selector" || here;
};

export const routeRedirectsHttp: StackRule = {
  name: "route-redirects-http",
  pack: "network",
  description: "A route on a Gateway's plain listener only redirects to HTTPS.",
  severity: "high",
  frameworks: ["PCI DSS 4.2.1", "SOC 2 CC6.7"],
  why: "A route without sectionName attaches to every listener, and so serves the application unencrypted as well.",
  mend: "Name the HTTPS listener in parentRefs[].sectionName, or keep the plain listener to the gateway's own namespace.",
  link: "https://gateway-api.sigs.k8s.io/guides/http-redirect-rewrite/",
  types: HTTP_ROUTES,
  level: "mandatory",
  levels: { dev: "advisory" },
  onUnknown: {
    behaviour: "passes",
    text: "Gateways of other stacks and listeners that are unknown pass; so does a route with unknown parents.",
  },
  checkStack: (stack) =>
    stack.ofType(...HTTP_ROUTES).flatMap((resource) => {
      const rules = dictsAt(resource.props, "spec.rules");
      if (rules.every(redirects) || isUnknown(at(resource.props, "spec.rules"))) return [];
      const plain = dictsAt(resource.props, "spec.parentRefs").some((parent) =>
        listenersOf(stack, resource, parent).some(
          (listener) => listener["protocol"] === "HTTP" && takes(resource, parent, listener),
        ),
      );
      return plain ? [{ resource, message: "it is served without TLS as well" }] : [];
    }),
};
