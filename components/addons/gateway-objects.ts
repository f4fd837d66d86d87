import type { AddonContext, AddonSettings, KubernetesObject, QuotaStore } from "../contracts/addon";
import { ORIGIN_KEY_HEADER, type OriginTraits } from "../contracts/edge";
import { managedLabel } from "../shared/labels";
import { secretStore } from "../workloads/secret-store";
import { resources, restrictedContainer, spread } from "./definition";
import { gateway, listenerName } from "./gateway";
import { issuer } from "./issuer";

const { name, namespace } = gateway;
const api = "gateway.networking.k8s.io/v1";

/** How Envoy Gateway labels the pods that it runs for a gateway. */
const proxyLabels = {
  "app.kubernetes.io/component": "proxy",
  "gateway.envoyproxy.io/owning-gateway-name": name,
  "gateway.envoyproxy.io/owning-gateway-namespace": namespace,
};

/** Hosts are served by TLS where somebody can sign their certificates. */
export function servesTls({ hosts, acmeEmail }: AddonSettings): boolean {
  return hosts.length > 0 && acmeEmail !== undefined;
}

/** How the CDN's requests look, where there is one. */
const originOf = ({ origin }: AddonSettings): OriginTraits => origin ?? { header: ORIGIN_KEY_HEADER, clientAddress: 1 };

/** Everything that makes the gateway `slipway`, in the order in which it is made. */
export function gatewayObjects(context: AddonContext): readonly KubernetesObject[] {
  const { settings } = context;
  return [
    envoyProxy(context),
    gatewayClass(),
    gatewayItself(settings),
    clients(settings),
    ...(settings.originKey === undefined ? [] : [cdnAlone(originOf(settings))]),
    ...(settings.quotas === undefined ? [] : [quotasLogin(settings.quotas)]),
    ...(servesTls(settings) ? [redirect()] : []),
    ...bindings(settings),
    proxyMonitor(settings),
  ];
}

/** How Envoy runs: behind the load balancer that Slipway owns, or with a Service that takes an address it owns. */
function envoyProxy({ replicas, settings }: AddonContext): KubernetesObject {
  return {
    apiVersion: "gateway.envoyproxy.io/v1alpha1",
    kind: "EnvoyProxy",
    metadata: { name, namespace },
    spec: {
      provider: {
        type: "Kubernetes",
        kubernetes: {
          envoyDeployment: {
            replicas,
            pod: { topologySpreadConstraints: spread(proxyLabels) },
            container: {
              resources: resources("100m", "256Mi", "512Mi"),
              securityContext: { ...restrictedContainer, runAsUser: 65532, runAsGroup: 65532 },
            },
          },
          envoyService: { name: gateway.service, ...serviceOf(settings) },
          ...(replicas > 1 ? { envoyPDB: { maxUnavailable: 1 } } : {}),
        },
      },
      // As long as the load balancer takes to send nothing new to a pod that goes.
      shutdown: { drainTimeout: "60s", minDrainDuration: "15s" },
    },
  };
}

/** With an address that the cloud has for it, the Service takes that; else only Slipway's load balancer leads to it. */
function serviceOf({ entryService }: AddonSettings): Readonly<Record<string, unknown>> {
  if (entryService === undefined) return { type: "ClusterIP" };
  const { annotations, address, sourceRanges } = entryService;
  // Local: the gateway sees clients' own addresses, and nodes without one of its pods get no traffic.
  return {
    ...{ type: "LoadBalancer", annotations, externalTrafficPolicy: "Local" },
    ...(address !== undefined && { loadBalancerIP: address }),
    ...(sourceRanges !== undefined && { loadBalancerSourceRanges: sourceRanges }),
  };
}

function gatewayClass(): KubernetesObject {
  return {
    apiVersion: api,
    kind: "GatewayClass",
    metadata: { name },
    spec: {
      controllerName: "gateway.envoyproxy.io/gatewayclass-controller",
      parametersRef: { group: "gateway.envoyproxy.io", kind: "EnvoyProxy", name, namespace },
    },
  };
}

/**
 * Port 80, and 443 for each host with a certificate of its own, which cert-manager reads off the listeners. With TLS,
 * port 80 takes no routes but the redirect and Let's Encrypt's questions, which live in the gateway's own namespace.
 */
function gatewayItself(settings: AddonSettings): KubernetesObject {
  const tls = servesTls(settings);
  const fromStack = { namespaces: { from: "Selector", selector: { matchLabels: managedLabel } } };
  const http = {
    name: gateway.httpListener,
    protocol: "HTTP",
    port: 80,
    allowedRoutes: tls ? { namespaces: { from: "Same" } } : fromStack,
  };
  const listener = (name: string, secret: string) => ({
    ...{ name, protocol: "HTTPS", port: 443, allowedRoutes: fromStack },
    tls: { mode: "Terminate", certificateRefs: [{ kind: "Secret", name: secret }] },
  });
  // A CDN that calls the gateway by its own name asks for all hosts there; their certificates are the CDN's.
  const ownName = originOf(settings).name !== undefined;
  const https = ownName
    ? [listener(gateway.origin, gateway.origin)]
    : settings.hosts.map((host) => ({ ...listener(listenerName(host), `${listenerName(host)}-tls`), hostname: host }));
  const target = settings.externalDns?.target;
  const annotations = {
    ...(tls && !ownName && { "cert-manager.io/cluster-issuer": issuer }),
    // The gateway's own Service has no public address where a load balancer of Slipway's leads to its pods.
    ...(target !== undefined && { [`${gateway.dnsAnnotations}target`]: target }),
  };
  return {
    apiVersion: api,
    kind: "Gateway",
    metadata: { name, namespace, ...(Object.keys(annotations).length > 0 && { annotations }) },
    spec: { gatewayClassName: name, listeners: tls ? [http, ...https] : [http] },
  };
}

/**
 * How long clients may take. The time for headers ends connections that are only held; none is set for whole requests, as
 * uploads may be long. Connections without a request end after the load balancer's own 350 s, so that it never sends one
 * into a connection that Envoy closes; how long a WebSocket may be silent, each workload's policy says.
 */
function clients(settings: AddonSettings): KubernetesObject {
  return {
    apiVersion: "gateway.envoyproxy.io/v1alpha1",
    kind: "ClientTrafficPolicy",
    metadata: { name, namespace },
    spec: {
      targetRefs: [{ group: "gateway.networking.k8s.io", kind: "Gateway", name }],
      timeout: { http: { requestHeadersReceivedTimeout: "10s", idleTimeout: "400s" } },
      tls: { minVersion: "1.2", ciphers: [...tls12Ciphers], alpnProtocols: ["h2", "http/1.1"] },
      // The CDN wrote who asked it; what stands before that, anybody may have written.
      ...(settings.originKey !== undefined && {
        clientIPDetection: { xForwardedFor: { numTrustedHops: originOf(settings).clientAddress } },
      }),
    },
  };
}

/** Of TLS 1.2 only those with forward secrecy and authenticated encryption (Mozilla's "intermediate"); 1.3 has no others. */
const tls12Ciphers = [
  "ECDHE-ECDSA-AES128-GCM-SHA256",
  "ECDHE-RSA-AES128-GCM-SHA256",
  "ECDHE-ECDSA-AES256-GCM-SHA384",
  "ECDHE-RSA-AES256-GCM-SHA384",
  "ECDHE-ECDSA-CHACHA20-POLY1305",
  "ECDHE-RSA-CHACHA20-POLY1305",
] as const;

/**
 * Whoever does not show the CDN's key is answered 401: the load balancer takes requests from the CDN's addresses alone,
 * but everybody can have a distribution there. Routes' own policies are merged into this one.
 */
function cdnAlone({ header }: OriginTraits): KubernetesObject {
  return {
    apiVersion: "gateway.envoyproxy.io/v1alpha1",
    kind: "SecurityPolicy",
    metadata: { name, namespace },
    spec: {
      targetRefs: [{ group: "gateway.networking.k8s.io", kind: "Gateway", name }],
      apiKeyAuth: {
        credentialRefs: [{ kind: "Secret", name: gateway.originKeySecret }],
        extractFrom: [{ headers: [header] }],
        // Workloads are not shown it.
        sanitize: true,
      },
    },
  };
}

/** Whatever comes by plain HTTP is sent to HTTPS; a route for one host and path, such as a challenge's, comes before. */
function redirect(): KubernetesObject {
  return {
    apiVersion: api,
    kind: "HTTPRoute",
    metadata: { name: "https-redirect", namespace },
    spec: {
      parentRefs: [{ name, namespace, sectionName: gateway.httpListener }],
      rules: [{ filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https", statusCode: 301 } }] }],
    },
  };
}

/** Envoy's pods in the cloud's target groups; a target whose port the gateway does not serve is left empty. */
function bindings(settings: AddonSettings): KubernetesObject[] {
  const served = servesTls(settings) ? [80, 443] : [80];
  return settings.targets
    .map((target) => ({ ...target, port: target.port - gateway.portOffset }))
    .filter(({ port }) => served.includes(port))
    .map(({ port, id }) => ({
      apiVersion: "elbv2.k8s.aws/v1beta1",
      kind: "TargetGroupBinding",
      metadata: { name: `${name}-${port}`, namespace },
      // No `networking`: the load balancer's owner opens the way to the pods.
      spec: { serviceRef: { name: gateway.service, port }, targetGroupARN: id, targetType: "ip" },
    }));
}

function proxyMonitor({ monitoring }: AddonSettings): KubernetesObject {
  return {
    apiVersion: "monitoring.coreos.com/v1",
    kind: "PodMonitor",
    metadata: { name: "envoy-proxy", namespace },
    spec: {
      selector: { matchLabels: proxyLabels },
      podMetricsEndpoints: [{ port: "metrics", path: "/stats/prometheus", interval: `${monitoring.scrapeSeconds}s` }],
    },
  };
}

/** The login of the Redis that requests are counted in, from the cloud's secret manager. */
function quotasLogin({ secretId }: QuotaStore): KubernetesObject {
  return {
    apiVersion: "external-secrets.io/v1",
    kind: "ExternalSecret",
    metadata: { name: gateway.quotasSecret, namespace },
    spec: {
      refreshInterval: "1h",
      secretStoreRef: secretStore,
      target: { name: gateway.quotasSecret, creationPolicy: "Owner" },
      data: [{ secretKey: "token", remoteRef: { key: secretId, property: "token" } }],
    },
  };
}
