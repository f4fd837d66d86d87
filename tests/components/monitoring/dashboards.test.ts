import { dashboardsOf } from "../../../components/monitoring/dashboards/all";
import type { Panel, Step, Variable } from "../../../components/monitoring/dashboards/grafana";
import { lines } from "../../../components/monitoring/dashboards/panels";
import { dashboardConfigMap } from "../../../components/monitoring/render";
import { contextOf } from "../addons/context";
import { at, valuesOf } from "../addons/read";
import { everything } from "./settings";
import { dashboards } from "./shipped";

interface PanelModel {
  readonly id: number;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets: readonly { readonly expr: string; readonly legendFormat: string; readonly datasource: unknown }[];
}

const panelsOf = (model: Readonly<Record<string, unknown>>): readonly PanelModel[] => model["panels"] as PanelModel[];
const named = dashboards.map((dashboard) => [dashboard.name, dashboard] as const);

test("a dashboard is a ConfigMap that Grafana's sidecar looks for", () => {
  const { metadata, data } = dashboardConfigMap(
    { name: "slipway-cost", title: "D", model: { panels: [] } },
    "monitoring",
  );
  const sidecar = at(valuesOf("kube-prometheus-stack", contextOf("prod")), "grafana.sidecar.dashboards");
  expect(metadata.labels[String(at(sidecar, "label"))]).toBe(at(sidecar, "labelValue"));
  expect(metadata.namespace).toBe("monitoring");
  expect(JSON.parse(data["slipway-cost.json"]!)).toEqual({ panels: [], uid: "slipway-cost", title: "D" });
});

test("there is one for each part of a stack, and none for what it does not have", () => {
  expect(dashboards.map(({ name }) => name).sort()).toEqual([
    "slipway-backups",
    "slipway-business",
    "slipway-cost",
    "slipway-delivery",
    "slipway-edge",
    "slipway-logs",
    "slipway-mongodb",
    "slipway-platform",
    "slipway-postgres",
    "slipway-redis",
    "slipway-slo",
    "slipway-traces",
    "slipway-workload",
  ]);
  const { monthlyBudget: _none, ...bare } = { ...everything, stores: [], exporters: [], business: [], workloads: [] };
  expect(dashboardsOf(bare).map(({ name }) => name)).toEqual([
    "slipway-platform",
    "slipway-workload",
    "slipway-edge",
    "slipway-backups",
  ]);
});

describe.each(named)("%s", (_, { model }) => {
  const panels = panelsOf(model);

  test("panels lie side by side, not over each other, each with a title of its own", () => {
    expect(panels.length).toBeGreaterThan(1);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    expect(new Set(panels.map(({ title }) => title)).size).toBe(panels.length);
    const cells = panels.flatMap(({ gridPos: { x, y, w } }) =>
      Array.from({ length: w }, (_unused, step) => `${x + step},${y}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    for (const { gridPos } of panels) expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
  });

  test("every query has a legend and a data source, and every panel a unit", () => {
    for (const panel of panels) {
      expect(panel.targets.length).toBeGreaterThan(0);
      expect(at(panel, "fieldConfig.defaults.unit")).toMatch(/^[a-zA-Z]+$/);
      for (const target of panel.targets) {
        expect(target.expr).not.toBe("");
        expect(target.legendFormat).not.toBe("");
        expect(target.datasource).toMatchObject({ type: "prometheus" });
      }
    }
  });

  test("every variable that a query names is chosen at the top", () => {
    const chosen = (at(model, "templating.list") as { name: string }[]).map(({ name }) => name);
    const used = JSON.stringify(model).matchAll(/\$(?:\{(\w+)\}|([a-z]+))/g);
    for (const [, braced, plain] of used) expect(chosen).toContain(braced ?? plain);
  });
});

test("what Grafana's schema does not have does not compile", () => {
  // @ts-expect-error Grafana has no such panel
  const kind: Panel["type"] = "time-series";
  // @ts-expect-error a step's value is a number, or null for the first
  const step: Step = { color: "red", value: "80%" };
  // @ts-expect-error its library knows thresholds by `absolute` and `percentage`
  const mode: NonNullable<Panel["fieldConfig"]["defaults"]["thresholds"]>["mode"] = "relative";
  // @ts-expect-error a variable is refreshed by a number: never, at the start, or with the time
  const variable: Variable = { type: "query", name: "namespace", query: "up", refresh: "always" };
  expect([kind, step, mode, variable]).toHaveLength(4);
});

describe("limits that panels draw", () => {
  const steps = (limits: object, worse: "above" | "below") =>
    at(lines({ title: "t", unit: "s", queries: [], limits, worse }), "fieldConfig.defaults.thresholds.steps");

  test("more is worse: green, yellow, red", () => {
    expect(steps({ warning: 1, critical: 5 }, "above")).toEqual([
      { color: "green", value: null },
      { color: "yellow", value: 1 },
      { color: "red", value: 5 },
    ]);
  });

  test("less is worse: red, yellow, green", () => {
    expect(steps({ warning: 0.2, critical: 0.1 }, "below")).toEqual([
      { color: "red", value: null },
      { color: "yellow", value: 0.1 },
      { color: "green", value: 0.2 },
    ]);
    expect(steps({ warning: 0.2 }, "below")).toEqual([
      { color: "yellow", value: null },
      { color: "green", value: 0.2 },
    ]);
  });

  test("are those of the alerts, in the panel's unit", () => {
    const panel = (name: string, title: string) =>
      panelsOf(dashboards.find((each) => each.name === name)!.model).find((each) => each.title === title);
    expect(at(panel("slipway-postgres", "Disk that is free"), "fieldConfig.defaults.thresholds.steps")).toEqual([
      { color: "red", value: null },
      { color: "yellow", value: 0.1 },
      { color: "green", value: 0.2 },
    ]);
    expect(
      at(panel("slipway-backups", "Age of the last backup"), "fieldConfig.defaults.thresholds.steps.1.value"),
    ).toBe(26 * 3600);
  });

  test("a workload's own are drawn from the series that its alerts go by", () => {
    const model = dashboards.find(({ name }) => name === "slipway-workload")!.model;
    const failed = panelsOf(model).find(({ title }) => title === "Requests that failed")!;
    expect(failed.targets.at(-1)!.expr).toContain(
      'slipway:workload_limit:value{limit="errorPercent",severity="critical"}',
    );
  });
});
