import type { AlertRoute } from "../contracts/addon";

/** The Secret that holds every credential of alert routes, one entry for each secret of the stack. */
export const credentials = { name: "alertmanager-routes", refreshInterval: "1h" } as const;

/** Where Alertmanager finds an entry of that Secret: the operator mounts it there. */
function credentialFile(secret: string): string {
  return `/etc/alertmanager/secrets/${credentials.name}/${secret}`;
}

const title = "[{{ .Status | toUpper }}] {{ .CommonLabels.alertname }} ({{ .CommonLabels.severity }})";
const text =
  "{{ range .Alerts }}{{ .Annotations.summary }}\n{{ .Annotations.description }}\n{{ .Annotations.runbook }}\n{{ end }}";

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
    pagerduty_configs: [{ routing_key_file: credentialFile(secret), severity, send_resolved: true }],
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
        },
      ],
    };
  },
};

function receiverName({ severity, to }: AlertRoute, index: number): string {
  return `${severity}-${to}-${index}`;
}

/**
 * Alertmanager's configuration. Alerts of one severity go to each of its routes; what no route asks for goes nowhere,
 * but stays visible in Alertmanager. It holds no credential: those are files (see `credentials`).
 *
 * @throws Error when a route to e-mail lacks its address or mail server.
 */
export function alertmanagerConfig(routes: readonly AlertRoute[]): Readonly<Record<string, unknown>> {
  return {
    route: {
      receiver: "none",
      group_by: ["namespace", "alertname"],
      group_wait: "30s",
      group_interval: "5m",
      repeat_interval: "4h",
      routes: [
        { receiver: "none", matchers: ['alertname =~ "Watchdog|InfoInhibitor"'] },
        ...routes.map((route, index) => ({
          receiver: receiverName(route, index),
          matchers: [`severity = "${route.severity}"`],
          continue: true,
        })),
      ],
    },
    // A critical alert silences the warning of the same name beside it.
    inhibit_rules: [
      {
        source_matchers: ['severity = "critical"'],
        target_matchers: ['severity =~ "warning|info"'],
        equal: ["namespace", "alertname"],
      },
      {
        source_matchers: ['severity = "warning"'],
        target_matchers: ['severity = "info"'],
        equal: ["namespace", "alertname"],
      },
      {
        source_matchers: ['alertname = "InfoInhibitor"'],
        target_matchers: ['severity = "info"'],
        equal: ["namespace"],
      },
    ],
    receivers: [
      { name: "none" },
      ...routes.map((route, index) => ({ name: receiverName(route, index), ...kinds[route.to](route) })),
    ],
  };
}

/** The secrets of the stack that the routes name, each once. */
export function routeSecrets(routes: readonly AlertRoute[]): readonly string[] {
  return [...new Set(routes.map(({ secret }) => secret))].sort();
}
