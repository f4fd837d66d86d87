import type { Dashboard, DashboardName, Limits } from "../../contracts/monitoring";

/** The few kinds of panel that Slipway's dashboards are made of, in Grafana's JSON model. */
export type Panel = Readonly<Record<string, unknown>>;

export interface PanelSpec {
  readonly title: string;
  /** PromQL, and what a line is called: `{{pod}}`. */
  readonly queries: readonly (readonly [expr: string, legend: string])[];
  /** Grafana's unit: `s`, `bytes`, `percentunit`, `reqps`, `short`. */
  readonly unit: string;
  /** Where it becomes yellow and red: the limits of its alerts, in `unit`. @default none */
  readonly limits?: Limits;
  /** Whether more or less is worse. @default "above" */
  readonly worse?: "above" | "below";
  /** Columns of 24. @default 8 for lines, 4 for a number */
  readonly width?: number;
}

const HEIGHT = 7;
const COLUMNS = 24;
// Grafana's own placeholder: the variable of that name.
// biome-ignore lint/suspicious/noTemplateCurlyInString: it is Grafana that fills it in
const datasource = { type: "prometheus", uid: "${datasource}" };

/** Colours from the lowest value up. */
function steps({ warning, critical }: Limits, worse: "above" | "below"): readonly object[] {
  if (worse === "above") {
    return [
      { color: "green", value: null },
      ...(warning === undefined ? [] : [{ color: "yellow", value: warning }]),
      ...(critical === undefined ? [] : [{ color: "red", value: critical }]),
    ];
  }
  return [
    { color: critical === undefined ? "yellow" : "red", value: null },
    ...(critical === undefined ? [] : [{ color: warning === undefined ? "green" : "yellow", value: critical }]),
    ...(warning === undefined ? [] : [{ color: "green", value: warning }]),
  ];
}

function panel(type: "timeseries" | "stat", { title, queries, unit, limits, worse = "above" }: PanelSpec): Panel {
  const limited = limits?.warning !== undefined || limits?.critical !== undefined;
  return {
    type,
    title,
    datasource,
    targets: queries.map(([expr, legendFormat], index) => ({
      refId: String.fromCharCode("A".charCodeAt(0) + index),
      datasource,
      expr,
      legendFormat,
      ...(type === "stat" ? { instant: true } : {}),
    })),
    fieldConfig: {
      defaults: {
        unit,
        ...(limited
          ? {
              thresholds: { mode: "absolute", steps: steps(limits, worse) },
              custom: { thresholdsStyle: { mode: "line" } },
            }
          : {}),
      },
      overrides: [],
    },
  };
}

export type SizedPanel = Panel & { readonly title: string; readonly width: number };

/** Lines over time. */
export function lines(spec: PanelSpec): SizedPanel {
  return { ...panel("timeseries", spec), title: spec.title, width: spec.width ?? COLUMNS / 3 };
}

/** One number for each query, as it is now. */
export function numbers(spec: PanelSpec): SizedPanel {
  return { ...panel("stat", spec), title: spec.title, width: spec.width ?? COLUMNS / 6 };
}

/** A variable that is chosen at the top of the dashboard from a label's values. */
export function choice(name: string, query: string, all = true): Panel {
  return { type: "query", name, datasource, query, refresh: 2, includeAll: all, multi: all, allValue: ".*", sort: 1 };
}

/** New versions, as lines across every panel: each makes a ReplicaSet. */
const deploys = {
  name: "Deploys",
  datasource,
  enable: true,
  iconColor: "blue",
  expr: 'kube_replicaset_created{namespace=~"$namespace",replicaset=~"$workload-.*"} * 1000 and on (namespace, replicaset) kube_replicaset_spec_replicas > 0',
  useValueForTime: true,
  titleFormat: "{{replicaset}}",
};

export interface DashboardSpec {
  readonly name: DashboardName;
  readonly title: string;
  readonly panels: readonly SizedPanel[];
  /** Variables. @default none */
  readonly choices?: readonly Panel[];
  /** Draws deploys of the chosen workload. @default false */
  readonly deploys?: boolean;
  /** @default "now-6h" */
  readonly from?: string;
}

/** A dashboard whose panels are laid out left to right, row by row. */
export function dashboard({ name, title, panels, choices = [], from = "now-6h", ...spec }: DashboardSpec): Dashboard {
  let [x, y] = [0, 0];
  const placed = panels.map(({ width, ...rest }, index) => {
    if (x + width > COLUMNS) [x, y] = [0, y + HEIGHT];
    const gridPos = { x, y, w: width, h: HEIGHT };
    x += width;
    return { id: index + 1, ...rest, gridPos };
  });
  const model = {
    schemaVersion: 39,
    editable: false,
    tags: ["slipway"],
    time: { from, to: "now" },
    refresh: "1m",
    annotations: { list: spec.deploys ? [deploys] : [] },
    templating: { list: [{ type: "datasource", name: "datasource", query: "prometheus", hide: 2 }, ...choices] },
    panels: placed,
  };
  return { name, title: `Slipway / ${title}`, model };
}
