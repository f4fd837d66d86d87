import type { AddonName } from "../contracts/addon";
import { argoRollouts } from "./argo-rollouts";
import { awsLoadBalancerController } from "./aws-load-balancer-controller";
import { certManager } from "./cert-manager";
import { cloudwatchExporter } from "./cloudwatch-exporter";
import { clusterAutoscaler } from "./cluster-autoscaler";
import type { AddonDefinition } from "./definition";
import { envoyGateway } from "./envoy-gateway";
import { externalSecrets } from "./external-secrets";
import { istio } from "./istio";
import { karpenter } from "./karpenter";
import { keda } from "./keda";
import { kubePrometheusStack } from "./kube-prometheus-stack";
import { kyverno } from "./kyverno";
import { metricsServer } from "./metrics-server";
import { nodeExporter } from "./node-exporter";
import { prometheusOperatorCrds } from "./prometheus-operator-crds";
import { reloader } from "./reloader";
import { verticalPodAutoscaler } from "./vertical-pod-autoscaler";

/** Every add-on; one that lacks its definition does not compile. */
export const catalogue: Readonly<Record<AddonName, AddonDefinition>> = {
  "argo-rollouts": argoRollouts,
  "aws-load-balancer-controller": awsLoadBalancerController,
  "cert-manager": certManager,
  "cloudwatch-exporter": cloudwatchExporter,
  "cluster-autoscaler": clusterAutoscaler,
  "envoy-gateway": envoyGateway,
  "external-secrets": externalSecrets,
  istio,
  karpenter,
  keda,
  "kube-prometheus-stack": kubePrometheusStack,
  kyverno,
  "metrics-server": metricsServer,
  "node-exporter": nodeExporter,
  "prometheus-operator-crds": prometheusOperatorCrds,
  reloader,
  "vertical-pod-autoscaler": verticalPodAutoscaler,
};
