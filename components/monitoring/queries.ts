/**
 * What Envoy measures of a workload's requests, as PromQL. Envoy Gateway calls each rule of an HTTPRoute
 * `httproute/<namespace>/<route>/rule/<n>`; the label `route` made here is `<namespace>/<route>`.
 */
export interface RouteScope {
  /** Only these routes: a regular expression of `<namespace>/<route>`. @default all */
  readonly routes: string;
}

const everyRoute: RouteScope = { routes: "[^/]+/[^/]+" };

/** What a query asks for each route: a rate, not yet summed, in terms of a selector of Envoy's clusters. */
export type RouteRate = (selector: string) => string;

/** The sum of a rate for each route. */
export function byRoute(rate: RouteRate, scope = everyRoute): string {
  return `sum by (route) (${labelled(rate, scope)})`;
}

/** Requests a second; of one class of answers (`5`), or of all. */
export function requests(window: string, answers?: string): RouteRate {
  const only = answers === undefined ? "" : `,envoy_response_code_class="${answers}"`;
  return (selector) => `rate(envoy_cluster_upstream_rq_xx{${selector}${only}}[${window}])`;
}

/** The seconds within which this part of a route's requests is answered. */
export function seconds(part: number, window: string, scope = everyRoute): string {
  const buckets = labelled((selector) => `rate(envoy_cluster_upstream_rq_time_bucket{${selector}}[${window}])`, scope);
  return `histogram_quantile(${part}, sum by (route, le) (${buckets})) / 1000`;
}

function labelled(rate: RouteRate, { routes }: RouteScope): string {
  const selector = `envoy_cluster_name=~"httproute/${routes}/.*"`;
  return `label_replace(${rate(selector)}, "route", "$1/$2", "envoy_cluster_name", "httproute/([^/]+)/([^/]+)/.*")`;
}
