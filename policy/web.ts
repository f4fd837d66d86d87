import { at, dictsAt, isDict } from "./read";
import type { Resource, Stack } from "./rule";
import { matches, nameOf, podLabelsOf, sameNamespace } from "./selectors";
import { HTTP_ROUTES, SCALED, SERVICE } from "./types";

const INGRESS = "kubernetes:networking.k8s.io/v1:Ingress";
const COMPONENT = "app.kubernetes.io/component";

/** Names of the Services that a route or an Ingress sends requests to. */
function backends(resource: Resource): readonly unknown[] {
  const rules = dictsAt(resource.props, "spec.rules");
  return resource.type === INGRESS
    ? rules.flatMap((rule) => dictsAt(rule, "http.paths").map((path) => at(path, "backend.service.name")))
    : rules.flatMap((rule) => dictsAt(rule, "backendRefs").map(({ name }) => name));
}

/** Workloads that people reach: those behind a route, an Ingress or a load balancer, and those labelled as `web`. */
export function webWorkloads(stack: Stack): readonly Resource[] {
  const ways = stack.ofType(...HTTP_ROUTES, INGRESS).map((way) => ({ way, names: new Set(backends(way)) }));
  const services = stack.ofType(SERVICE).filter((service) => {
    if (at(service.props, "spec.type") === "LoadBalancer") return true;
    const name = nameOf(service);
    return ways.some(({ way, names }) => names.has(name) && sameNamespace(way, service) === "yes");
  });
  return stack.ofType(...SCALED).filter((workload) => {
    const labels = podLabelsOf(workload);
    if (isDict(labels) && labels[COMPONENT] === "web") return true;
    return services.some(
      (service) =>
        sameNamespace(service, workload) === "yes" && matches(at(service.props, "spec.selector"), labels) === "yes",
    );
  });
}
