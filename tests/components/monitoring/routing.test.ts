import type { AlertRoute } from "../../../components/contracts/monitoring";
import { type InhibitRule, inhibitRules } from "../../../components/monitoring/inhibition";
import { alertmanagerConfig, credentials, routeSecrets, teamLabels } from "../../../components/monitoring/receivers";
import { contextOf } from "../addons/context";
import { at, entries, valuesOf } from "../addons/read";
import { everything } from "./settings";

const smtp = { host: "smtp.example.com:587", from: "alerts@example.com", username: "alerts" };
const routes: readonly AlertRoute[] = [
  { severity: "critical", to: "pagerduty", secret: "pager" },
  { severity: "critical", team: "payments", to: "slack", secret: "chat", target: "#payments" },
  { severity: "warning", to: "email", secret: "mail", target: "ops@example.com", smtp, quiet: true },
  { severity: "info", to: "webhook", secret: "hook" },
];
const quietHours = [{ days: ["saturday", "sunday"], from: "00:00", to: "24:00", location: "Europe/Lisbon" }];
const settings = { ...everything, routes, quietHours, heartbeat: "snitch" };
const config = alertmanagerConfig(settings);
const bare = alertmanagerConfig({ ...everything, workloads: [] });

describe("routes", () => {
  test("what nobody asked for goes nowhere", () => {
    expect(at(bare, "route.receiver")).toBe("none");
    expect(at(bare, "receivers")).toEqual([{ name: "none" }]);
    expect(at(bare, "time_intervals")).toBeUndefined();
  });

  test("go by severity and team, and one alert may take several", () => {
    expect((at(config, "route.routes") as object[]).slice(1)).toEqual([
      { receiver: "critical-pagerduty-0", matchers: ['severity = "critical"'], repeat_interval: "4h", continue: true },
      {
        receiver: "critical-payments-slack-1",
        matchers: ['severity = "critical"', 'team = "payments"'],
        repeat_interval: "4h",
        continue: true,
      },
      {
        receiver: "warning-email-2",
        matchers: ['severity = "warning"'],
        repeat_interval: "24h",
        mute_time_intervals: ["quiet-hours"],
        continue: true,
      },
      { receiver: "info-webhook-3", matchers: ['severity = "info"'], repeat_interval: "24h", continue: true },
    ]);
  });

  test("one message for all that befalls one thing", () => {
    expect(at(config, "route.group_by")).toEqual(["namespace", "workload", "store", "node", "instance"]);
  });

  test("quiet hours are those of config, and never hold a critical alert back", () => {
    expect(at(config, "time_intervals")).toEqual([
      {
        name: "quiet-hours",
        time_intervals: [
          {
            weekdays: ["saturday", "sunday"],
            times: [{ start_time: "00:00", end_time: "24:00" }],
            location: "Europe/Lisbon",
          },
        ],
      },
    ]);
    const all = alertmanagerConfig({ ...settings, routes: routes.map((route) => ({ ...route, quiet: true })) });
    const muted = (at(all, "route.routes") as { matchers: string[]; mute_time_intervals?: string[] }[]).filter(
      (route) => route.mute_time_intervals,
    );
    expect(muted.map(({ matchers }) => matchers[0])).toEqual(['severity = "warning"', 'severity = "info"']);
  });

  test("the dead man's switch calls its URL every five minutes, and pages nobody without one", () => {
    expect(at(config, "route.routes.0")).toMatchObject({ receiver: "heartbeat", repeat_interval: "5m" });
    expect(at(config, "receivers.1")).toEqual({
      name: "heartbeat",
      webhook_configs: [{ url_file: `/etc/alertmanager/secrets/${credentials.name}/snitch`, send_resolved: false }],
    });
    expect(at(bare, "route.routes.0.receiver")).toBe("none");
  });

  test("every receiver that is named is there", () => {
    const there = (at(config, "receivers") as { name: string }[]).map(({ name }) => name);
    const used = (at(config, "route.routes") as { receiver: string }[]).map(({ receiver }) => receiver);
    expect(there).toEqual(expect.arrayContaining(used));
  });
});

describe("credentials", () => {
  test.each([
    ["receivers.2.pagerduty_configs.0.routing_key_file", "pager"],
    ["receivers.3.slack_configs.0.api_url_file", "chat"],
    ["receivers.4.email_configs.0.auth_password_file", "mail"],
    ["receivers.5.webhook_configs.0.url_file", "hook"],
  ])("%s is a file of the mounted Secret", (path, secret) => {
    expect(at(config, path)).toBe(`/etc/alertmanager/secrets/${credentials.name}/${secret}`);
  });

  test("are not in the configuration", () => {
    const keys = [...entries(config)].map(([path]) => path.split(".").at(-1));
    for (const key of ["api_url", "url", "routing_key", "service_key", "auth_password", "password"]) {
      expect(keys).not.toContain(key);
    }
  });

  test("mail needs an address and a server, and says so", () => {
    const lacking = { ...everything, routes: [{ severity: "info", to: "email", secret: "mail" }] as const };
    expect(() => alertmanagerConfig(lacking)).toThrow(/`target`.*`smtp`/);
  });

  test.each([
    ["routes", { ...everything, routes }, [credentials.name]],
    ["a heartbeat alone", { ...everything, heartbeat: "snitch" }, [credentials.name]],
    ["neither", everything, undefined],
  ])("with %s the Secret is mounted, or not", (_, monitoring, mounted) => {
    const values = valuesOf("kube-prometheus-stack", contextOf("prod", { monitoring }));
    expect(at(values, "alertmanager.alertmanagerSpec.secrets")).toEqual(mounted);
  });

  test("are told once each, by name", () => {
    expect(routeSecrets({ routes: [...routes, ...routes], heartbeat: "snitch" })).toEqual([
      "chat",
      "hook",
      "mail",
      "pager",
      "snitch",
    ]);
  });
});

describe("teams", () => {
  test("a workload's alerts bear its team, all others the stack's", () => {
    expect(teamLabels(everything)).toEqual([
      { source_labels: ["namespace", "workload"], regex: "shop;api", target_label: "team", replacement: "payments" },
      {
        source_labels: ["namespace", "workload"],
        regex: "shop;web|shop;worker",
        target_label: "team",
        replacement: "shop",
      },
      { source_labels: ["team"], regex: "", target_label: "team", replacement: "platform" },
    ]);
  });

  test("Prometheus puts the label on as alerts leave it", () => {
    const values = valuesOf("kube-prometheus-stack", contextOf("prod"));
    expect(at(values, "prometheus.prometheusSpec.additionalAlertRelabelConfigs")).toEqual(teamLabels(everything));
  });
});

describe("inhibition: one fault, one page", () => {
  type Labels = Readonly<Record<string, string>>;
  const rules = inhibitRules(everything);

  /** Alertmanager's own reading of a matcher: a label that is missing is empty, expressions are anchored. */
  const matches = (matcher: string, labels: Labels): boolean => {
    const [, label = "", operator, value = ""] = /^(\w+) (=~|!~|!=|=) "(.*)"$/.exec(matcher)!;
    const given = labels[label] ?? "";
    if (operator === "=") return given === value;
    if (operator === "!=") return given !== value;
    return new RegExp(`^(?:${value})$`).test(given) === (operator === "=~");
  };
  const holds = (rule: InhibitRule, source: Labels, target: Labels): boolean =>
    rule.source_matchers.every((matcher) => matches(matcher, source)) &&
    rule.target_matchers.every((matcher) => matches(matcher, target)) &&
    (rule.equal ?? []).every((label) => (source[label] ?? "") === (target[label] ?? ""));
  const silenced = (source: Labels, target: Labels): boolean => rules.some((rule) => holds(rule, source, target));

  const web = { namespace: "shop", workload: "web" };
  const api = { namespace: "shop", workload: "api" };
  const symptom = { symptom: "yes" };

  test.each<[string, Labels, Labels, boolean]>([
    [
      "the graver severity of an alert silences the milder",
      { alertname: "WorkloadSlow", severity: "critical", ...web },
      { alertname: "WorkloadSlow", severity: "warning", ...web },
      true,
    ],
    [
      "not that of another workload",
      { alertname: "WorkloadSlow", severity: "critical", ...web },
      { alertname: "WorkloadSlow", severity: "warning", ...api },
      false,
    ],
    [
      "a workload that is down says it all",
      { alertname: "WorkloadDown", severity: "critical", ...web },
      { alertname: "WorkloadCrashLooping", severity: "critical", ...web, pod: "web-1" },
      true,
    ],
    [
      "but not what is wrong with others",
      { alertname: "WorkloadDown", severity: "critical", ...web },
      { alertname: "WorkloadErrorRatioHigh", severity: "critical", ...symptom, ...api },
      false,
    ],
    [
      "a database that is full silences whoever uses it and fails",
      { alertname: "PostgresStorageLow", severity: "critical", store: "db", instance: "shop-prod-store-db" },
      { alertname: "WorkloadErrorRatioHigh", severity: "critical", ...symptom, ...api },
      true,
    ],
    [
      "and not whoever does not use it",
      { alertname: "PostgresStorageLow", severity: "critical", store: "db" },
      { alertname: "QueueStalled", severity: "warning", ...symptom, namespace: "shop", workload: "worker" },
      false,
    ],
    [
      "nor the causes among its alerts",
      { alertname: "PostgresStorageLow", severity: "critical", store: "db" },
      { alertname: "WorkloadCrashLooping", severity: "critical", ...api },
      false,
    ],
    [
      "without a gateway everything looks broken",
      { alertname: "GatewayDown", severity: "critical" },
      { alertname: "WorkloadTrafficDropped", severity: "warning", ...symptom, ...web },
      true,
    ],
    [
      "one that fails burns its budget",
      { alertname: "WorkloadErrorRatioHigh", severity: "critical", ...symptom, ...web },
      { alertname: "SloBudgetBurning", severity: "critical", slo: "availability", ...symptom, ...web },
      true,
    ],
    [
      "a burning budget of availability says nothing of latency's",
      { alertname: "SloBudgetBurning", severity: "critical", slo: "availability", ...web },
      { alertname: "SloBudgetBurning", severity: "warning", slo: "latency", ...web },
      false,
    ],
    [
      "many nodes at once are one page",
      { alertname: "NodesLost", severity: "critical" },
      { alertname: "NodeNotReady", severity: "critical", node: "a" },
      true,
    ],
    [
      "no alert silences itself",
      { alertname: "GatewayDown", severity: "critical" },
      { alertname: "GatewayDown", severity: "critical" },
      false,
    ],
    [
      "nothing silences the dead man's switch",
      { alertname: "NodesLost", severity: "critical" },
      { alertname: "DeadMansSwitch", severity: "none" },
      false,
    ],
  ])("%s", (_, source, target, expected) => {
    expect(silenced(source, target)).toBe(expected);
  });
});
