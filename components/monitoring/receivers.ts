import type { AlertRoute, MonitoringSettings, QuietHours } from "../contracts/monitoring";
import { inhibitRules } from "./inhibition";

/** The Secret that holds every credential of alert routes, one entry for each secret of the stack. */
export const credentials = { name: "alertmanager-routes", refreshInterval: "1h" } as const;

/** Where Alertmanager finds an entry of that Secret: the operator mounts it there. */
function credentialFile(secret: string): string {
  return `/etc/alertmanager/secrets/${credentials.name}/${secret}`;
}

const title = "[{{ .Status | toUpper }}] {{ .CommonLabels.alertname }} ({{ .CommonLabels.severity }})";
const text =
  "{{ range .Alerts }}{{ .Annotations.summary }}\n{{ .Annotations.description }}\n{{ .Annotations.runbook }}\n{{ .Annotations.dashboard }}\n{{ end }}";

/** One kind of receiver: how Alertmanager sends there, with its credential as the name of a file. */
const kinds: Readonly<Record<AlertRoute["to"], (route: AlertRoute) => Readonly<Record<string, unknown>>>> = {
  slack: ({ secret, target }) => ({
    slack_configs: [
      {
        api_url_file: credentialFile(secret),
        ...(target === undefined ? {} : { channel: target }),
        send_resolved: true,
        title,
        text,
      },
    ],
  }),
  pagerduty: ({ secret, severity }) => ({
    pagerduty_configs: [
      {
        routing_key_file: credentialFile(secret),
        severity,
        description: "{{ .CommonLabels.alertname }}: {{ (index .Alerts 0).Annotations.summary }}",
        details: { alerts: text },
        send_resolved: true,
      },
    ],
  }),
  webhook: ({ secret }) => ({ webhook_configs: [{ url_file: credentialFile(secret), send_resolved: true }] }),
  email: ({ secret, target, smtp }) => {
    if (target === undefined || smtp === undefined) {
      throw new Error("monitoring.routes: a route to email needs `target` (the address) and `smtp` (the mail server)");
    }
    return {
      email_configs: [
        {
          to: target,
          from: smtp.from,
          smarthost: smtp.host,
          auth_username: smtp.username,
          auth_password_file: credentialFile(secret),
          require_tls: true,
          send_resolved: true,
          headers: { subject: title },
        },
      ],
    };
  },
};

const HEARTBEAT = "heartbeat";
const QUIET = "quiet-hours";

/** Seconds between calls of the heartbeat, less than any such service waits. */
const HEARTBEAT_EVERY = "5m";

function receiverName({ severity, team, to }: AlertRoute, index: number): string {
  return [severity, ...(team === undefined ? [] : [team]), to, index].join("-");
}

function routeOf(route: AlertRoute, index: number, quietHours: readonly QuietHours[]): object {
  const { severity, team, quiet } = route;
  return {
    receiver: receiverName(route, index),
    matchers: [`severity = "${severity}"`, ...(team === undefined ? [] : [`team = "${team}"`])],
    // Whoever is paged is told again; what is only read is not.
    repeat_interval: severity === "critical" ? "4h" : "24h",
    ...(quiet && severity !== "critical" && quietHours.length > 0 ? { mute_time_intervals: [QUIET] } : {}),
    continue: true,
  };
}

function interval({ days, from, to, location }: QuietHours): object {
  return { weekdays: days, times: [{ start_time: from, end_time: to }], location };
}

/**
 * Alertmanager's configuration. Alerts of one severity and team go to each of their routes; what no route asks for goes
 * nowhere, but stays visible in Alertmanager. What befalls one thing (a workload, a store, a node) is one message. It
 * holds no credential: those are files (see `credentials`).
 *
 * @throws Error when a route to e-mail lacks its address or mail server.
 */
export function alertmanagerConfig(settings: MonitoringSettings): Readonly<Record<string, unknown>> {
  const { routes, quietHours } = settings;
  const beats = heartbeats(settings);
  return {
    route: {
      receiver: "none",
      group_by: ["namespace", "workload", "store", "node", "instance"],
      group_wait: "30s",
      group_interval: "5m",
      repeat_interval: "4h",
      routes: [
        {
          receiver: beats === undefined ? "none" : HEARTBEAT,
          matchers: ['alertname = "DeadMansSwitch"'],
          group_wait: "0s",
          group_interval: "1m",
          repeat_interval: HEARTBEAT_EVERY,
        },
        ...routes.map((route, index) => routeOf(route, index, quietHours)),
      ],
    },
    ...(quietHours.length > 0 ? { time_intervals: [{ name: QUIET, time_intervals: quietHours.map(interval) }] } : {}),
    inhibit_rules: inhibitRules(settings),
    receivers: [
      { name: "none" },
      ...(beats === undefined ? [] : [{ name: HEARTBEAT, ...beats }]),
      ...routes.map((route, index) => ({ name: receiverName(route, index), ...kinds[route.to](route) })),
    ],
  };
}

/** Whom the dead man's switch calls: a service outside, a topic of the cloud's, or both. */
function heartbeats({ heartbeat, heartbeatTopic }: MonitoringSettings): object | undefined {
  if (heartbeat === undefined && heartbeatTopic === undefined) return undefined;
  return {
    ...(heartbeat && { webhook_configs: [{ url_file: credentialFile(heartbeat), send_resolved: false }] }),
    ...(heartbeatTopic && {
      sns_configs: [
        {
          topic_arn: heartbeatTopic.id,
          // The rights of the pod's own service account.
          sigv4: { region: heartbeatTopic.region },
          subject: "Heartbeat",
          message: "Prometheus and Alertmanager work.",
          send_resolved: false,
        },
      ],
    }),
  };
}

/** The secrets of the stack that routes and the heartbeat name, each once. */
export function routeSecrets({
  routes,
  heartbeat,
}: Pick<MonitoringSettings, "routes" | "heartbeat">): readonly string[] {
  return [...new Set([...routes.map(({ secret }) => secret), ...(heartbeat === undefined ? [] : [heartbeat])])].sort();
}

/**
 * What Prometheus adds to alerts on their way out: the label `team`, of the workload that they are about, else the
 * stack's.
 */
export function teamLabels({ workloads, team }: Pick<MonitoringSettings, "workloads" | "team">): readonly object[] {
  const teams = [...new Set(workloads.map((workload) => workload.team))].filter((name) => name !== team).sort();
  return [
    ...teams.map((name) => {
      const own = workloads.filter((workload) => workload.team === name);
      return {
        source_labels: ["namespace", "workload"],
        regex: own.map((workload) => `${workload.namespace};${workload.name}`).join("|"),
        target_label: "team",
        replacement: name,
      };
    }),
    { source_labels: ["team"], regex: "", target_label: "team", replacement: team },
  ];
}
