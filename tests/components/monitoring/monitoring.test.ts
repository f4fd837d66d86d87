import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { catalogue } from "../../../components/addons/catalogue";
import type { AlertRoute } from "../../../components/contracts/addon";
import { byRoute, requests, seconds } from "../../../components/monitoring/queries";
import { alertmanagerConfig, credentials, routeSecrets } from "../../../components/monitoring/receivers";
import { dashboardConfigMap, prometheusRule, ruleFile, runbookFolder } from "../../../components/monitoring/render";
import { contextOf } from "../addons/context";
import { at, entries, valuesOf } from "../addons/read";

const folder = join(__dirname, "../../..", runbookFolder);
const groups = Object.values(catalogue).flatMap(({ alerts }) => alerts ?? []);
const alerts = groups.flatMap(({ rules }) => rules);
const dashboards = Object.values(catalogue).flatMap((addon) => addon.dashboards ?? []);

describe("alert rules", () => {
  test("there are at least 25, each with a name of its own, in groups with names of their own", () => {
    expect(alerts.length).toBeGreaterThanOrEqual(25);
    expect(new Set(alerts.map(({ alert }) => alert)).size).toBe(alerts.length);
    expect(new Set(groups.map(({ name }) => name)).size).toBe(groups.length);
  });

  test.each(alerts.map((alert) => [alert.alert, alert] as const))(
    "%s says what, how much, and what to do",
    (_, alert) => {
      expect(alert.alert).toMatch(/^[A-Z]\w+$/);
      expect(alert.for).toMatch(/^\d+[mh]$/);
      expect(alert.summary.length).toBeGreaterThan(10);
      expect(alert.description).toContain("$value");
      const runbook = join(folder, `${alert.runbook}.md`);
      expect(existsSync(runbook)).toBe(true);
      expect(readFileSync(runbook, "utf8")).toContain(alert.alert);
    },
  );

  test.each(alerts.map((alert) => [alert.alert, alert] as const))(
    "%s names only labels that its query keeps",
    (_, alert) => {
      const kept = [...alert.expr.matchAll(/(?:sum|max|min|count) by \(([^)]*)\)/g)].flatMap(([, labels]) =>
        labels!.split(",").map((label) => label.trim()),
      );
      if (kept.length === 0) return;
      const told = [...`${alert.summary} ${alert.description}`.matchAll(/\$labels\.(\w+)/g)].map(([, label]) => label!);
      expect(kept).toEqual(expect.arrayContaining(told));
    },
  );

  test("a page is critical only where somebody must act at once: less than half", () => {
    const critical = alerts.filter(({ severity }) => severity === "critical");
    expect(critical.length).toBeGreaterThan(0);
    expect(critical.length).toBeLessThan(alerts.length / 2);
  });

  test("no runbook is left without its alert, and each page has its three parts", () => {
    const pages = readdirSync(folder).filter((file) => file !== "README.md");
    expect(pages.map((page) => page.replace(/\.md$/, "")).sort()).toEqual(
      [...new Set(alerts.map(({ runbook }) => runbook))].sort(),
    );
    for (const page of pages) {
      const text = readFileSync(join(folder, page), "utf8");
      for (const part of ["What it means", "First look", "How to mend it"]) expect(text).toContain(`## ${part}\n`);
      for (const [, link] of text.matchAll(/\]\(([\w-]+\.md)\)/g)) expect(pages).toContain(link);
    }
  });
});

describe("rendering", () => {
  const group = {
    name: "g",
    rules: [
      {
        alert: "A",
        expr: "up == 0",
        for: "5m",
        severity: "warning",
        summary: "s",
        description: "d {{ $value }}",
        runbook: "target-down",
      },
    ],
  } as const;

  test("a rule carries its severity, and names its runbook", () => {
    expect(ruleFile([group])).toEqual({
      groups: [
        {
          name: "g",
          rules: [
            {
              alert: "A",
              expr: "up == 0",
              for: "5m",
              labels: { severity: "warning" },
              annotations: { summary: "s", description: "d {{ $value }}", runbook: "docs/runbooks/target-down.md" },
            },
          ],
        },
      ],
    });
  });

  test("a PrometheusRule holds the same", () => {
    expect(prometheusRule("slipway-x", "ns", [group])).toMatchObject({
      kind: "PrometheusRule",
      metadata: { name: "slipway-x", namespace: "ns" },
      spec: ruleFile([group]),
    });
  });

  test("a dashboard is a ConfigMap that Grafana's sidecar looks for", () => {
    const { metadata, data } = dashboardConfigMap({ name: "d", title: "D", model: { panels: [] } }, "monitoring");
    const sidecar = at(valuesOf("kube-prometheus-stack", contextOf("prod")), "grafana.sidecar.dashboards");
    expect(metadata.labels[String(at(sidecar, "label"))]).toBe(at(sidecar, "labelValue"));
    expect(metadata.namespace).toBe("monitoring");
    expect(JSON.parse(data["d.json"]!)).toEqual({ panels: [], uid: "d", title: "D" });
  });
});

describe("dashboards", () => {
  test.each(dashboards.map((dashboard) => [dashboard.name, dashboard] as const))(
    "%s: panels lie side by side, not over each other",
    (_, { model }) => {
      const panels = model["panels"] as { id: number; gridPos: { x: number; y: number; w: number; h: number } }[];
      expect(panels.length).toBeGreaterThan(5);
      expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
      const cells = panels.flatMap(({ gridPos: { x, y, w } }) =>
        Array.from({ length: w }, (_unused, step) => `${x + step},${y}`),
      );
      expect(new Set(cells).size).toBe(cells.length);
      for (const { gridPos } of panels) expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
    },
  );

  test.each(dashboards.map((dashboard) => [dashboard.name, dashboard] as const))(
    "%s: every query has a legend and a data source",
    (_, { model }) => {
      for (const panel of model["panels"] as {
        targets: { expr: string; legendFormat: string; datasource: unknown }[];
      }[]) {
        expect(panel.targets.length).toBeGreaterThan(0);
        for (const target of panel.targets) {
          expect(target.expr).not.toBe("");
          expect(target.legendFormat).not.toBe("");
          expect(target.datasource).toMatchObject({ type: "prometheus" });
        }
      }
    },
  );
});

describe("queries by route", () => {
  test("name a route by its namespace and name", () => {
    expect(byRoute(requests("5m", "5"))).toBe(
      'sum by (route) (label_replace(rate(envoy_cluster_upstream_rq_xx{envoy_cluster_name=~"httproute/[^/]+/[^/]+/.*",envoy_response_code_class="5"}[5m]), "route", "$1/$2", "envoy_cluster_name", "httproute/([^/]+)/([^/]+)/.*"))',
    );
  });

  test("durations are in seconds, though Envoy counts milliseconds", () => {
    expect(seconds(0.95, "5m", { routes: "shop/web" })).toMatch(
      /^histogram_quantile\(0\.95, .*httproute\/shop\/web\/.*\) \/ 1000$/,
    );
  });
});

describe("Alertmanager", () => {
  const smtp = { host: "smtp.example.com:587", from: "alerts@example.com", username: "alerts" };
  const routes: readonly AlertRoute[] = [
    { severity: "critical", to: "pagerduty", secret: "pager" },
    { severity: "critical", to: "slack", secret: "chat", target: "#ops" },
    { severity: "warning", to: "email", secret: "mail", target: "ops@example.com", smtp },
    { severity: "info", to: "webhook", secret: "hook" },
  ];
  const config = alertmanagerConfig(routes);

  test("what nobody asked for goes nowhere", () => {
    expect(at(alertmanagerConfig([]), "route.receiver")).toBe("none");
    expect(at(alertmanagerConfig([]), "receivers")).toEqual([{ name: "none" }]);
  });

  test("one severity may go to several places", () => {
    expect((at(config, "route.routes") as object[]).slice(1)).toEqual([
      { receiver: "critical-pagerduty-0", matchers: ['severity = "critical"'], continue: true },
      { receiver: "critical-slack-1", matchers: ['severity = "critical"'], continue: true },
      { receiver: "warning-email-2", matchers: ['severity = "warning"'], continue: true },
      { receiver: "info-webhook-3", matchers: ['severity = "info"'], continue: true },
    ]);
  });

  test("the chart's own heartbeat pages nobody", () => {
    expect(at(config, "route.routes.0")).toEqual({
      receiver: "none",
      matchers: ['alertname =~ "Watchdog|InfoInhibitor"'],
    });
  });

  test("every receiver that is named is there", () => {
    const there = (at(config, "receivers") as { name: string }[]).map(({ name }) => name);
    const named = (at(config, "route.routes") as { receiver: string }[]).map(({ receiver }) => receiver);
    expect(there).toEqual(expect.arrayContaining(named));
  });

  test.each([
    ["receivers.1.pagerduty_configs.0.routing_key_file", "pager"],
    ["receivers.2.slack_configs.0.api_url_file", "chat"],
    ["receivers.3.email_configs.0.auth_password_file", "mail"],
    ["receivers.4.webhook_configs.0.url_file", "hook"],
  ])("%s is a file of the mounted Secret", (path, secret) => {
    expect(at(config, path)).toBe(`/etc/alertmanager/secrets/${credentials.name}/${secret}`);
  });

  test("holds no credential itself", () => {
    const keys = [...entries(config)].map(([path]) => path.split(".").at(-1));
    for (const key of ["api_url", "url", "routing_key", "service_key", "auth_password", "password"]) {
      expect(keys).not.toContain(key);
    }
  });

  test("mail needs an address and a server, and says so", () => {
    expect(() => alertmanagerConfig([{ severity: "info", to: "email", secret: "mail" }])).toThrow(/`target`.*`smtp`/);
  });

  test("the Secret is mounted where there is a route, and only there", () => {
    const mounted = (of: readonly AlertRoute[]) =>
      at(
        valuesOf(
          "kube-prometheus-stack",
          contextOf("prod", { monitoring: { ...contextOf("prod").settings.monitoring, routes: of } }),
        ),
        "alertmanager.alertmanagerSpec.secrets",
      );
    expect(mounted(routes)).toEqual([credentials.name]);
    expect(mounted([])).toBeUndefined();
  });

  test("secrets are told once each, by name", () => {
    expect(routeSecrets([...routes, ...routes])).toEqual(["chat", "hook", "mail", "pager"]);
  });
});

describe("values of kube-prometheus-stack", () => {
  const values = valuesOf("kube-prometheus-stack", contextOf("prod"));

  test("monitors and rules are taken from everywhere, whatever their labels", () => {
    const spec = at(values, "prometheus.prometheusSpec");
    for (const kind of ["serviceMonitor", "podMonitor", "probe", "rule", "scrapeConfig"]) {
      expect(at(spec, `${kind}SelectorNilUsesHelmValues`)).toBe(false);
    }
  });

  test("metrics are kept as long as config says, and never fill the disk", () => {
    const spec = at(values, "prometheus.prometheusSpec");
    expect(at(spec, "retention")).toBe("30d");
    expect(at(spec, "retentionSize")).toBe("85GiB");
    expect(at(spec, "scrapeInterval")).toBe("15s");
    expect(at(spec, "storageSpec.volumeClaimTemplate.spec.resources.requests.storage")).toBe("100Gi");
  });

  test("all disks are of the encrypted class", () => {
    const classes = [...entries(values)]
      .filter(([path]) => path.endsWith("storageClassName"))
      .map(([, value]) => value);
    expect(classes).toEqual(["gp3", "gp3", "gp3"]);
  });

  test("Grafana takes its password from a Secret that is made for it, and reads no other namespace's", () => {
    const [secret] = catalogue["kube-prometheus-stack"].generatedSecrets!;
    expect(at(values, "grafana.admin")).toEqual({
      existingSecret: secret!.name,
      userKey: Object.keys(secret!.entries)[0],
      passwordKey: secret!.passwordKey,
    });
    expect(at(values, "grafana.adminPassword")).toBeUndefined();
    expect(at(values, "grafana.rbac.namespaced")).toBe(true);
    expect(at(values, "grafana.initChownData.enabled")).toBe(false);
  });

  test("definitions and node-exporter are elsewhere, and their rules stay", () => {
    expect(at(values, "crds.enabled")).toBe(false);
    expect(at(values, "nodeExporter.enabled")).toBe(false);
    expect(at(values, "defaultRules.create")).toBe(true);
    expect(at(valuesOf("node-exporter", contextOf("prod")), "podLabels.jobLabel")).toBe("node-exporter");
  });

  test.each(["kubeControllerManager", "kubeScheduler", "kubeEtcd", "kubeProxy"])(
    "%s, which the cloud hides, raises no alarm",
    (part) => {
      expect(at(values, `${part}.enabled`)).toBe(false);
    },
  );
});
