import type { Exemption } from "./settings";

/** Exemptions of one reason: some rules, for exact objects. */
const because = (reason: string, resources: readonly string[], ...rules: readonly string[]): readonly Exemption[] =>
  rules.flatMap((rule) => resources.map((resource) => ({ rule, resource, reason })));

/** Add-ons that have a namespace of their own. */
const OWN_NAMESPACE = [
  "node-exporter",
  "external-secrets",
  "envoy-gateway",
  "kube-prometheus-stack",
  "cert-manager",
  "keda",
  "istio",
];

const NODE_EXPORTER = "*-node-exporter-node-exporter-release/DaemonSet/node-exporter";
const EXTERNAL_SECRETS = "*-external-secrets-external-secrets-release";
const ENVOY_GATEWAY = "*-envoy-gateway-envoy-gateway-release";
const PROMETHEUS = "*-kube-prometheus-stack-kube-prometheus-stack-release";
const CERT_MANAGER = "*-cert-manager-cert-manager-release";
const KEDA = "*-keda-keda-release";
const CLOUDWATCH_EXPORTER = "*-cloudwatch-exporter-cloudwatch-exporter-release";

/**
 * What Slipway itself deploys and cannot do otherwise, each with its reason, for as long as it deploys it. Scoped to
 * exact objects of its own releases; everything else is exempted in the stack's config.
 */
export const PERMANENT_EXEMPTIONS: readonly Exemption[] = [
  ...because(
    "the node exporter reads the host's file systems; it has this namespace to itself",
    ["*-node-exporter-namespace"],
    "namespace-pod-security",
  ),
  ...because(
    "the mesh's parts on each node change how pods are connected; it has this namespace to itself",
    ["*-istio-namespace"],
    "namespace-pod-security",
  ),
  ...because(
    "the node exporter reads the host's figures: read-only, as a user of its own",
    [NODE_EXPORTER],
    "no-host-namespaces",
    "no-host-path",
    "no-host-ports",
  ),
  ...because(
    "a node without it is not watched, and it must not be driven out by what it watches",
    [NODE_EXPORTER],
    "no-system-priority",
  ),
  ...because(
    "workloads cannot start, be reached or be mended without it: it goes before them on a full node",
    [EXTERNAL_SECRETS, ENVOY_GATEWAY, CERT_MANAGER, KEDA].map((release) => `${release}/*`),
    "no-system-priority",
  ),
  ...because(
    "its chart has one health path for both; a restart is what mends it",
    [
      NODE_EXPORTER,
      `${PROMETHEUS}/Deployment/kube-prometheus-stack-operator`,
      `${CLOUDWATCH_EXPORTER}/Deployment/cloudwatch-exporter`,
    ],
    "distinct-probes",
  ),
  ...because(
    "it takes no requests: the port is for metrics and profiles",
    [`${CERT_MANAGER}/Deployment/cert-manager`],
    "readiness-probe",
  ),
  ...because(
    "it writes and renews secrets in every namespace: that is its task",
    [`${EXTERNAL_SECRETS}/ClusterRole/*`, `${CERT_MANAGER}/ClusterRole/*`],
    "k8s-role-no-secrets-wide",
  ),
  ...because(
    "it serves with the certificates that Gateways name, in whatever namespace they are",
    [`${ENVOY_GATEWAY}/ClusterRole/*`],
    "k8s-role-no-secrets-wide",
  ),
  ...because(
    "kube-state-metrics lists names and ages of secrets for its figures; it has no port that shows more",
    [`${PROMETHEUS}/ClusterRole/kube-prometheus-stack-kube-state-metrics`],
    "k8s-role-no-secrets-wide",
  ),
  ...because(
    "triggers may name their credentials in the secrets of any namespace",
    [`${KEDA}/ClusterRole/*`],
    "k8s-role-no-secrets-wide",
    "k8s-role-no-wildcards",
  ),
  ...because(
    "it reads the secret manager as the service account that a SecretStore names",
    [`${EXTERNAL_SECRETS}/ClusterRole/*`],
    "k8s-role-no-token-request",
  ),
  ...because(
    "it writes the certificate authority of its own webhooks, whose names its chart does not limit",
    [
      `${EXTERNAL_SECRETS}/ClusterRole/*`,
      `${CERT_MANAGER}/ClusterRole/cert-manager-cainjector`,
      `${PROMETHEUS}/ClusterRole/kube-prometheus-stack-admission`,
      `${KEDA}/ClusterRole/*`,
    ],
    "k8s-role-no-webhook-control",
  ),
  ...because(
    "the operator owns the kinds that it lists with every verb: its own, and the StatefulSets that it makes",
    [`${PROMETHEUS}/ClusterRole/kube-prometheus-stack-operator`],
    "k8s-role-no-wildcards",
  ),
  ...because(
    "it is called by the API server and the kubelets, whose addresses no NetworkPolicy of EKS can name",
    OWN_NAMESPACE.map((addon) => `*-${addon}-namespace`),
    "namespace-default-deny",
  ),
];
