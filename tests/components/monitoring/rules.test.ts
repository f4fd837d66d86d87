import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { alertmanagerConfig } from "../../../components/monitoring/receivers";
import { prometheusRule, ruleFile, runbookFolder } from "../../../components/monitoring/render";
import { replacedRules } from "../../../components/monitoring/replaced-rules";
import { at } from "../addons/read";
import { cases } from "./cases/all";
import { caseKey, ruleTests } from "./promtool";
import { everything } from "./settings";
import { alerts, dashboards, groups, keyOf } from "./shipped";

const folder = join(__dirname, "../../..", runbookFolder);
const named = alerts.map((alert) => [keyOf(alert), alert] as const);

/** Labels that a text names. */
const told = (text: string): string[] => [...text.matchAll(/\$labels\.(\w+)/g)].map(([, label]) => label!);

/** Names of metrics in a query: words that a selector, a range or an operator follows, less PromQL's own. */
const metricsOf = (expr: string): string[] =>
  [...expr.replace(/"[^"]*"/g, '""').matchAll(/\b([a-z][a-z0-9_:]*[_:][a-zA-Z0-9_:]+)\b(?!\s*\()/g)].map(
    ([, name]) => name!,
  );

describe("alert rules", () => {
  test("there are at least 60, each told from all others by its name, severity and labels", () => {
    expect(alerts.length).toBeGreaterThanOrEqual(60);
    expect(new Set(alerts.map(keyOf)).size).toBe(alerts.length);
    expect(new Set(groups.map(({ name }) => name)).size).toBe(groups.length);
  });

  test.each(named)("%s says what, how much, for how long, and what to do", (_, alert) => {
    expect(alert.alert).toMatch(/^[A-Z]\w+$/);
    expect(alert.for).toMatch(/^\d+[mh]$/);
    expect(alert.summary.length).toBeGreaterThan(10);
    expect(alert.description).toContain("$value");
  });

  test("a page is critical only where somebody must act at once: less than a third", () => {
    const critical = alerts.filter(({ severity }) => severity === "critical");
    expect(critical.length).toBeGreaterThan(0);
    expect(critical.length).toBeLessThan(alerts.length / 3);
  });

  test("only the dead man's switch has no severity", () => {
    expect(alerts.filter(({ severity }) => severity === "none").map(({ alert }) => alert)).toEqual(["DeadMansSwitch"]);
  });

  test("an alert of the chart's is off where one of ours stands for it, and none twice", () => {
    expect(new Set(replacedRules).size).toBe(replacedRules.length);
    expect(replacedRules).toContain("Watchdog");
  });
});

describe("figures of config", () => {
  const recorded = (record: string) =>
    groups.flatMap(({ interval, records = [] }) =>
      records
        .filter((rule) => rule.record === record)
        .map(({ expr, labels }) => [interval, expr, ...Object.values(labels ?? {})].join(" ")),
    );

  test("are recorded once a minute, so that none is gone between two times: Prometheus waits for 5 minutes", () => {
    expect(recorded("slipway:workload_limit:value")).toEqual([
      "1m vector(0.01) shop web errorPercent critical",
      "1m vector(2) shop web p95Ms critical",
      "1m vector(5000) shop web backlog critical",
    ]);
    expect(recorded("slipway:slo_objective:ratio")).toEqual([
      "1m vector(0.999) shop web availability",
      "1m vector(0.99) shop web latency",
    ]);
  });

  test("are in groups of their own, apart from what is measured", () => {
    const constant = groups.filter(({ records = [] }) => records.some(({ expr }) => /^vector\([\d.]+\)$/.test(expr)));
    expect(constant.map(({ name }) => name)).toEqual(["workload-limits", "slo-objectives"]);
  });
});

describe("closure", () => {
  test("promtool judges every rule once when it fires and once when it must not", () => {
    expect(cases.map(caseKey).sort()).toEqual(alerts.map(keyOf).sort());
    const all = groups.map((group) => ruleTests(group, cases));
    const never = cases.filter(({ quiet }) => quiet === "never");
    expect(never.map(({ alert }) => alert)).toEqual(["DeadMansSwitch"]);
    expect(all.reduce((sum, { count }) => sum + count, 0)).toBe(2 * alerts.length - never.length);
  });

  test.each(cases.map((each) => [caseKey(each), each] as const))("%s: its two worlds differ", (_, { fires, quiet }) => {
    expect(fires).not.toEqual(quiet);
  });

  test.each(named)("%s names only labels that it was seen to have", (key, { summary, description }) => {
    const { labels } = cases.find((each) => caseKey(each) === key)!;
    for (const label of told(`${summary} ${description}`)) expect(Object.keys(labels)).toContain(label);
  });

  test.each(named)("%s has a runbook that names it", (_, { alert, runbook }) => {
    const page = join(folder, `${runbook}.md`);
    expect(existsSync(page)).toBe(true);
    expect(readFileSync(page, "utf8")).toMatch(new RegExp(`^Alerts?: (.* )?${alert}( |,|$)`, "m"));
  });

  test.each(named)("%s is drawn: its panel is there, and shows a metric that it goes by", (_, alert) => {
    const dashboard = dashboards.find(({ name }) => name === alert.dashboard);
    const panels = (dashboard?.model["panels"] ?? []) as { title: string; targets: { expr: string }[] }[];
    const panel = panels.find(({ title }) => title === alert.panel);
    expect(panel).toBeDefined();
    if (alert.alert === "DeadMansSwitch") return;
    const drawn = panel!.targets.flatMap(({ expr }) => metricsOf(expr.replace(/\bup\b/g, "job_up")));
    const judged = metricsOf(alert.expr.replace(/\bup\b/g, "job_up"));
    expect(judged.some((metric) => drawn.includes(metric))).toBe(true);
  });

  test.each(["critical", "warning", "info"] as const)(
    "%s alerts have a way to people where config gives one",
    (severity) => {
      const config = alertmanagerConfig({ ...everything, routes: [{ severity, to: "webhook", secret: "hook" }] });
      expect(JSON.stringify(at(config, "route.routes"))).toContain(`severity = \\"${severity}\\"`);
    },
  );
});

describe("runbooks", () => {
  const pages = readdirSync(folder).filter((file) => file !== "README.md");
  const parts = ["What it means", "Impact", "First look", "How to mend it", "Whom to call"];

  test("no page is left without its alert, and the index names each", () => {
    expect(pages.map((page) => page.replace(/\.md$/, "")).sort()).toEqual(
      [...new Set(alerts.map(({ runbook }) => runbook))].sort(),
    );
    const index = readFileSync(join(folder, "README.md"), "utf8");
    for (const page of pages) expect(index).toContain(`](${page})`);
  });

  test.each(pages)("%s has its five parts, each with something in it, and no dead link", (page) => {
    const text = readFileSync(join(folder, page), "utf8");
    const found = text
      .split(/^## /m)
      .slice(1)
      .map((part) => part.split("\n"));
    expect(found.map(([title]) => title)).toEqual(parts);
    for (const [, ...body] of found) expect(body.join("").length).toBeGreaterThan(5);
    for (const [, link] of text.matchAll(/\]\(([\w-]+\.md)\)/g)) expect(pages).toContain(link);
  });
});

describe("rendering", () => {
  const links = { runbooks: "https://example.com/runbooks", grafana: "https://grafana.example.com" };
  const group = {
    name: "g",
    interval: "2m",
    records: [{ record: "slipway:a:b", expr: "vector(1)", labels: { slo: "latency" } }],
    rules: [
      {
        alert: "A",
        expr: "up == 0",
        for: "5m",
        severity: "warning",
        labels: { window: "1h" },
        summary: "s",
        description: "d {{ $value }}",
        runbook: "target-down",
        dashboard: "slipway-platform",
        panel: "Nodes",
        symptom: true,
      },
    ],
  } as const;

  test("records come before alerts; a rule carries its severity, its runbook and its dashboard", () => {
    expect(ruleFile([group], links)).toEqual({
      groups: [
        {
          name: "g",
          interval: "2m",
          rules: [
            { record: "slipway:a:b", expr: "vector(1)", labels: { slo: "latency" } },
            {
              alert: "A",
              expr: "up == 0",
              for: "5m",
              labels: { severity: "warning", window: "1h", symptom: "yes" },
              annotations: {
                summary: "s",
                description: "d {{ $value }}",
                runbook: "https://example.com/runbooks/target-down.md",
                dashboard:
                  "https://grafana.example.com/d/slipway-platform?var-namespace={{ $labels.namespace }}&var-workload={{ $labels.workload }}",
                panel: "Nodes",
              },
            },
          ],
        },
      ],
    });
  });

  test("a PrometheusRule holds the same", () => {
    expect(prometheusRule("slipway-x", "ns", [group], links)).toMatchObject({
      kind: "PrometheusRule",
      metadata: { name: "slipway-x", namespace: "ns" },
      spec: ruleFile([group], links),
    });
  });
});
