import type { AddonName } from "../contracts/addon";
import { alloy } from "./alloy";
import { argoRollouts } from "./argo-rollouts";
import { awsLoadBalancerController } from "./aws-load-balancer-controller";
import { blackboxExporter } from "./blackbox-exporter";
import { certManager } from "./cert-manager";
import { cloudnativePg } from "./cloudnative-pg";
import { cloudwatchExporter } from "./cloudwatch-exporter";
import { clusterAutoscaler } from "./cluster-autoscaler";
import type { AddonDefinition } from "./definition";
import { envoyGateway } from "./envoy-gateway";
import { externalDns } from "./external-dns";
import { externalSecrets } from "./external-secrets";
import { istio } from "./istio";
import { karpenter } from "./karpenter";
import { keda } from "./keda";
import { kubePrometheusStack } from "./kube-prometheus-stack";
import { kyverno } from "./kyverno";
import { loki } from "./loki";
import { metricsServer } from "./metrics-server";
import { nodeExporter } from "./node-exporter";
import { openTelemetryCollector } from "./opentelemetry-collector";
import { prometheusOperatorCrds } from "./prometheus-operator-crds";
import { psmdbOperator } from "./psmdb-operator";
import { reloader } from "./reloader";
import { tempo } from "./tempo";
import { verticalPodAutoscaler } from "./vertical-pod-autoscaler";

/** Every add-on; one that lacks its definition does not compile. */
export const catalogue: Readonly<Record<AddonName, AddonDefinition>> = {
  alloy,
  "argo-rollouts": argoRollouts,
  "aws-load-balancer-controller": awsLoadBalancerController,
  "blackbox-exporter": blackboxExporter,
  "cert-manager": certManager,
  "cloudnative-pg": cloudnativePg,
  "cloudwatch-exporter": cloudwatchExporter,
  "cluster-autoscaler": clusterAutoscaler,
  "envoy-gateway": envoyGateway,
  "external-dns": externalDns,
  "external-secrets": externalSecrets,
  istio,
  karpenter,
  keda,
  "kube-prometheus-stack": kubePrometheusStack,
  kyverno,
  loki,
  "metrics-server": metricsServer,
  "node-exporter": nodeExporter,
  "opentelemetry-collector": openTelemetryCollector,
  "prometheus-operator-crds": prometheusOperatorCrds,
  "psmdb-operator": psmdbOperator,
  reloader,
  tempo,
  "vertical-pod-autoscaler": verticalPodAutoscaler,
};
