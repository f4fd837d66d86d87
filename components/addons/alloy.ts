import type { AddonSettings, AwsStatement, CloudFacts } from "../contracts/addon";
import { logAlerts } from "../monitoring/alerts/logs";
import { logsDashboard } from "../monitoring/dashboards/telemetry";
import { alloyConfig } from "../monitoring/logs/alloy-config";
import { podLogGroup } from "../monitoring/telemetry-addresses";
import { digest } from "../shared/naming";
import { arn } from "./arn";
import { type AddonDefinition, resources, restrictedContainer, spread } from "./definition";

const name = "alloy";

/** Nothing of AWS, unless lines go to CloudWatch. */
const statements = (facts: CloudFacts, { logs }: AddonSettings): readonly AwsStatement[] =>
  logs.backend === "cloudwatch"
    ? [
        {
          Sid: "WritePodLogs",
          Effect: "Allow",
          Action: ["logs:PutLogEvents", "logs:DescribeLogStreams"],
          Resource: [arn(facts, "logs", `log-group:${podLogGroup(facts.stackName)}:*`)],
        },
      ]
    : [];

/** The chart fills in templates; what looks like one here is Alloy's. */
const verbatim = (text: string): string => text.replace(/\{\{|\}\}/g, (braces) => `{{ "${braces}" }}`);

/**
 * Reads the logs of every pod from the API server, stars out secrets, leaves out health checks, and sends them to Loki or
 * CloudWatch. As it reads nothing of a node, it runs as a few pods that meet Pod Security `restricted`, and sees the pods
 * of Fargate too; `docs/decisions/0024-logs-through-the-api.md` says what that costs.
 *
 * Settings read: `logs`.
 */
export const alloy: AddonDefinition = {
  name,
  namespace: name,
  podSecurity: "restricted",
  // Its members call one another: who reads which pods.
  callers: [{ namespaces: [name], ports: [12345] }],
  needs: ["prometheus-operator-crds"],
  identity: { serviceAccount: name, policies: { aws: statements } },
  releases: [
    {
      chart: "alloy",
      timeoutSeconds: 300,
      values: ({ annotations, replicas, settings, facts }) => ({
        fullnameOverride: name,
        crds: { create: false },
        alloy: {
          configMap: { content: verbatim(alloyConfig(settings.logs, facts)) },
          clustering: { enabled: true },
          enableReporting: false,
          storagePath: "/var/lib/alloy",
          mounts: { extra: [{ name: "state", mountPath: "/var/lib/alloy" }] },
          securityContext: restrictedContainer,
          resources: resources("100m", "256Mi", "512Mi"),
        },
        // A change of its config is a change of its pods.
        configReloader: { enabled: false },
        controller: {
          // Members have names of their own, by which pods stay with them.
          type: "statefulset",
          replicas,
          podAnnotations: { "slipway/config": digest(alloyConfig(settings.logs, facts)) },
          podDisruptionBudget: { enabled: replicas > 1, maxUnavailable: 1 },
          topologySpreadConstraints: spread({ "app.kubernetes.io/name": "alloy" }),
          volumes: { extra: [{ name: "state", emptyDir: { sizeLimit: "1Gi" } }] },
        },
        global: {
          podSecurityContext: {
            runAsNonRoot: true,
            runAsUser: 473,
            runAsGroup: 473,
            fsGroup: 473,
            seccompProfile: restrictedContainer.seccompProfile,
          },
        },
        serviceAccount: { name, annotations },
        rbac: {
          // Pods and their logs; nothing of secrets, config or nodes.
          rules: [{ apiGroups: [""], resources: ["pods", "namespaces"], verbs: ["get", "list", "watch"] }],
          clusterRules: [{ apiGroups: [""], resources: ["pods/log"], verbs: ["get"] }],
        },
        serviceMonitor: { enabled: true },
      }),
    },
  ],
  alerts: () => [logAlerts],
  dashboards: ({ settings }) => [logsDashboard(settings.logs.backend === "loki")],
};
