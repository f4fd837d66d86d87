/** The gateway's fixed names: add-ons and workloads' routes refer to them. */
export const gateway = {
  name: "slipway",
  namespace: "envoy-gateway-system",
  httpListener: "http",
  /** The Service in front of Envoy's pods, which the load balancer's target groups are bound to. */
  service: "slipway-gateway",
  /** Holds the key by which the gateway knows the CDN. */
  originKeySecret: "origin-key",
  /** The listener, the certificate and its Secret of the name that the CDN calls the gateway by, where it has one. */
  origin: "origin",
  /** Holds the login of the Redis that requests are counted in. */
  quotasSecret: "quotas",
  /** Prefix of the annotations by which external-dns is told things. */
  dnsAnnotations: "external-dns.alpha.kubernetes.io/",
  /** Envoy Gateway adds this to a listener's port below 1024 to get the pods' port, which needs no privilege. */
  portOffset: 10_000,
} as const;

/** The name of a host's TLS listener, and the start of its certificate's name. */
export function listenerName(host: string): string {
  return host.toLowerCase().replace(/^\*/, "wildcard").replaceAll(".", "-");
}
