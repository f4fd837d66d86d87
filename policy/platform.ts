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
  "kyverno",
];

/** And those that nothing but Prometheus calls. */
const SCRAPED = ["argo-rollouts", "cloudwatch-exporter", "karpenter", "reloader", "vertical-pod-autoscaler"];

const NODE_EXPORTER = "*-node-exporter-node-exporter-release/DaemonSet/node-exporter";
const EXTERNAL_SECRETS = "*-external-secrets-external-secrets-release";
const ENVOY_GATEWAY = "*-envoy-gateway-envoy-gateway-release";
const PROMETHEUS = "*-kube-prometheus-stack-kube-prometheus-stack-release";
const CERT_MANAGER = "*-cert-manager-cert-manager-release";
const KEDA = "*-keda-keda-release";
const KYVERNO = "*-kyverno-kyverno-release";
const ARGO_ROLLOUTS = "*-argo-rollouts-argo-rollouts-release";
const RECOMMENDER = "*-vertical-pod-autoscaler-vertical-pod-autoscaler-release";
const ISTIOD = "*-istio-istiod-release";
const ISTIO_CNI = "*-istio-istio-cni-release/DaemonSet/istio-cni-node";
const ZTUNNEL = "*-istio-ztunnel-release/DaemonSet/ztunnel";
const COLLECTOR = "*-opentelemetry-collector-opentelemetry-collector-release";
const BLACKBOX_EXPORTER = "*-blackbox-exporter-blackbox-exporter-release";
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
    "workloads cannot start, scale, roll out or be reached without it: it goes before them on a full node",
    [
      `${KYVERNO}/Deployment/kyverno-admission-controller`,
      `${ARGO_ROLLOUTS}/Deployment/argo-rollouts`,
      `${RECOMMENDER}/Deployment/vertical-pod-autoscaler-recommender`,
      `${ISTIOD}/Deployment/istiod`,
      ISTIO_CNI,
      ZTUNNEL,
    ],
    "no-system-priority",
  ),
  ...because(
    "it puts pods into the mesh by changing the node's and the pods' networks, which takes these rights; it has this namespace to itself",
    [ISTIO_CNI],
    "apparmor-profile",
    "baseline-capabilities",
    "drop-capabilities",
    "no-host-path",
    "no-privilege-escalation",
    "no-root-group",
    "read-only-root",
    "run-as-non-root",
    "run-as-user",
  ),
  ...because(
    "it serves in the networks of the node's pods, which takes these rights; it has this namespace to itself",
    [ZTUNNEL],
    "baseline-capabilities",
    "no-host-path",
    "no-privilege-escalation",
    "run-as-non-root",
    "run-as-user",
    // Its chart has no value for it.
    "seccomp",
  ),
  ...because(
    "the mesh's control plane reads the certificates that Gateways name, and owns the kinds of its own API groups",
    [
      `${ISTIOD}/ClusterRole/istiod-clusterrole-istio-system`,
      `${ISTIOD}/ClusterRole/istio-reader-clusterrole-istio-system`,
    ],
    "k8s-role-no-secrets-wide",
    "k8s-role-no-wildcards",
  ),
  ...because(
    "analyses may name their credentials in the secrets of any namespace",
    [`${ARGO_ROLLOUTS}/ClusterRole/argo-rollouts`],
    "k8s-role-no-secrets-wide",
  ),
  ...because(
    "it follows whatever kind of object makes the pods that it looks at, and only reads",
    [`${RECOMMENDER}/ClusterRole/vertical-pod-autoscaler-recommender-target-reader`],
    "k8s-role-no-wildcards",
  ),
  ...because(
    "it lasts for the minutes of an upgrade, and rewrites objects of Kyverno's own API groups alone",
    [`${KYVERNO}/ClusterRole/kyverno:migrate-resources`],
    "k8s-role-no-wildcards",
  ),
  ...because(
    "its chart has one health path for both; a restart is what mends it",
    [
      NODE_EXPORTER,
      `${PROMETHEUS}/Deployment/kube-prometheus-stack-operator`,
      `${CLOUDWATCH_EXPORTER}/Deployment/cloudwatch-exporter`,
      `${COLLECTOR}/Deployment/opentelemetry-collector`,
      `${BLACKBOX_EXPORTER}/Deployment/blackbox-exporter`,
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
      `${KYVERNO}/ClusterRole/kyverno:admission-controller:core`,
      `${ISTIOD}/ClusterRole/istiod-clusterrole-istio-system`,
    ],
    "k8s-role-no-webhook-control",
  ),
  ...because(
    "the operator owns the kinds that it lists with every verb: its own, and the StatefulSets that it makes",
    [`${PROMETHEUS}/ClusterRole/kube-prometheus-stack-operator`],
    "k8s-role-no-wildcards",
  ),
  ...because(
    "its chart is pinned, and its makers sign in ways of their own, or not at all",
    [...OWN_NAMESPACE, ...SCRAPED].map((addon) => `*-${addon}-namespace`),
    "image-signature-verified",
  ),
  ...because(
    "it is called by the API server and the kubelets, whose addresses no NetworkPolicy of EKS can name",
    OWN_NAMESPACE.map((addon) => `*-${addon}-namespace`),
    "namespace-default-deny",
  ),
];
