import type { AddonSettings, AwsStatement, CloudFacts } from "../contracts/addon";
import type { AlertGroup } from "../contracts/monitoring";
import { partition } from "./arn";
import { type AddonDefinition, controller, resources, spread } from "./definition";

const alerts: AlertGroup = {
  name: "kyverno",
  rules: [
    {
      alert: "ImageVerificationDown",
      // Without its answer the API server takes no pod in the namespaces of workloads.
      expr: 'sum(up{namespace="kyverno"}) == 0 or absent(up{namespace="kyverno"})',
      for: "5m",
      severity: "critical",
      summary: "Nobody verifies images, so no pod of a workload can start",
      description: "Kyverno does not answer (up: {{ $value }}). What runs goes on; what has to start is refused.",
      runbook: "image-verification-down",
      dashboard: "slipway-platform",
      panel: "Verified images",
    },
    {
      alert: "ImageRefused",
      expr: 'sum by (policy_name) (increase(kyverno_image_validating_policy_results_total{result=~"fail|error"}[15m])) > 0',
      for: "0m",
      severity: "warning",
      summary: "Images were refused by {{ $labels.policy_name }}",
      description:
        "{{ $value | humanize }} times in a quarter of an hour: not signed by whom the stack trusts, or the signature could not be had.",
      runbook: "image-refused",
      dashboard: "slipway-platform",
      panel: "Verified images",
    },
    {
      alert: "ImageVerificationSlow",
      // The API server waits 15 seconds for an answer (components/workloads/signatures.ts).
      expr: "histogram_quantile(0.95, sum by (le) (rate(kyverno_image_validating_policy_execution_duration_seconds_bucket[10m]))) > 7.5",
      for: "15m",
      severity: "warning",
      summary: "Images take long to verify",
      description: "One in twenty takes over {{ $value | humanize }} seconds; after 15 a pod is refused.",
      runbook: "image-verification-down",
      dashboard: "slipway-platform",
      panel: "Time to verify an image",
    },
  ],
};

const ECR = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?(?:\/(.+))?$/;

/** Signatures lie beside the images, so it reads those repositories of ECR, and only where images come from ECR. */
function statements(facts: CloudFacts, settings: AddonSettings): readonly AwsStatement[] {
  const repositories = settings.signedRegistries.flatMap((registry) => {
    const [, account, region, folder] = ECR.exec(registry) ?? [];
    if (account === undefined || region === undefined) return [];
    const all = `arn:${partition(facts.region)}:ecr:${region}:${account}:repository/`;
    return folder === undefined ? [`${all}*`] : [`${all}${folder}`, `${all}${folder}/*`];
  });
  if (repositories.length === 0) return [];
  return [
    { Sid: "LogInToRegistries", Effect: "Allow", Action: ["ecr:GetAuthorizationToken"], Resource: "*" },
    {
      Sid: "ReadSignedImages",
      Effect: "Allow",
      Action: ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      Resource: repositories,
    },
  ];
}

const serviceAccount = "kyverno-admission-controller";
const off = { enabled: false } as const;

/**
 * Verifies who signed the images of workloads, before their pods start. On by itself where config says who must have
 * (`images.signedBy`); what it verifies is in the workloads' own layer (`components/workloads/signatures.ts`).
 *
 * Only its admission controller runs: nothing is generated, cleaned up or reported.
 *
 * Settings read: `signedRegistries`.
 */
export const kyverno: AddonDefinition = {
  name: "kyverno",
  namespace: "kyverno",
  podSecurity: "restricted",
  needs: ["prometheus-operator-crds"],
  identity: { serviceAccount, policies: { aws: statements } },
  releases: [
    {
      chart: "kyverno",
      timeoutSeconds: 300,
      values: ({ replicas, annotations }) => ({
        backgroundController: off,
        cleanupController: off,
        reportsController: off,
        features: {
          admissionReports: off,
          aggregateReports: off,
          policyReports: off,
          validatingAdmissionPolicyReports: off,
          backgroundScan: off,
          generateValidatingAdmissionPolicy: off,
          logging: { format: "json" },
        },
        admissionController: {
          replicas,
          rbac: { serviceAccount: { name: serviceAccount, annotations } },
          ...controller,
          topologySpreadConstraints: spread({ "app.kubernetes.io/component": "admission-controller" }),
          podDisruptionBudget: { enabled: replicas > 1 },
          container: { resources: resources("100m", "256Mi", "512Mi") },
          initContainer: { resources: resources("10m", "64Mi", "256Mi") },
          serviceMonitor: { enabled: true },
        },
      }),
    },
  ],
  alerts: () => [alerts],
};
