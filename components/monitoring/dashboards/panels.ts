import type { Dashboard, DashboardName, Limits } from "../../contracts/monitoring";
import { RELEASED } from "../queries";
import type { Annotation, DashboardModel, LinesPanel, NumbersPanel, Panel, Step, Variable } from "./grafana";

/** What the panels of Slipway's dashboards say; how they look is the same for all. */
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
  /** What it says where it has nothing to show, and that is well. @default Grafana's "No data" */
  readonly empty?: string;
  /** Columns of 24. @default 8 for lines, 4 for a number */
  readonly width?: number;
}

const HEIGHT = 7;
const COLUMNS = 24;
// Grafana's own placeholder: the variable of that name.
// biome-ignore lint/suspicious/noTemplateCurlyInString: it is Grafana that fills it in
const datasource = { type: "prometheus", uid: "${datasource}" } as const;

/** Colours from the lowest value up. */
function steps({ warning, critical }: Limits, worse: "above" | "below"): readonly Step[] {
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

/** What both kinds of panel have; `instant` asks for the newest value alone. */
function base({ title, queries, unit, limits, worse = "above", empty }: PanelSpec, instant: boolean) {
  const limited = limits?.warning !== undefined || limits?.critical !== undefined;
  return {
    title,
    datasource,
    targets: queries.map(([expr, legendFormat], index) => ({
      refId: String.fromCharCode("A".charCodeAt(0) + index),
      datasource,
      expr,
      legendFormat,
      ...(instant ? { instant: true } : {}),
    })),
    limited,
    defaults: {
      unit,
      ...(limited ? { thresholds: { mode: "absolute", steps: steps(limits, worse) } as const } : {}),
      ...(empty === undefined ? {} : { noValue: empty }),
    },
  };
}

export type SizedPanel = Panel & { readonly width: number };

/** Lines over time. */
export function lines(spec: PanelSpec): LinesPanel & { readonly width: number } {
  const { limited, defaults, ...rest } = base(spec, false);
  return {
    type: "timeseries",
    ...rest,
    fieldConfig: {
      defaults: { ...defaults, ...(limited ? { custom: { thresholdsStyle: { mode: "line" } } } : {}) },
      overrides: [],
    },
    options: {
      legend: { showLegend: true, displayMode: "list", placement: "bottom", calcs: [] },
      tooltip: { mode: "multi", sort: "desc" },
    },
    width: spec.width ?? COLUMNS / 3,
  };
}

/** One number for each query, as it is now. */
export function numbers(spec: PanelSpec): NumbersPanel & { readonly width: number } {
  const { limited, defaults, ...rest } = base(spec, true);
  return {
    type: "stat",
    ...rest,
    fieldConfig: { defaults, overrides: [] },
    options: {
      graphMode: "none",
      colorMode: limited ? "value" : "none",
      justifyMode: "auto",
      textMode: "auto",
      wideLayout: true,
      showPercentChange: false,
      percentChangeColorMode: "standard",
      orientation: "auto",
      reduceOptions: { calcs: ["lastNotNull"] },
    },
    width: spec.width ?? COLUMNS / 6,
  };
}

/** A variable that is chosen at the top of the dashboard from a label's values. */
export function choice(name: string, query: string, all = true): Variable {
  return { type: "query", name, datasource, query, refresh: 2, includeAll: all, multi: all, allValue: ".*", sort: 1 };
}

/** Releases that arrived, as lines across every panel: those of the chosen workloads, where some can be chosen. */
function deploys(choices: readonly Variable[]): Annotation {
  const chosen = choices
    .filter(({ name }) => name === "namespace" || name === "workload")
    .map(({ name }) => `,${name}=~"$${name}"`);
  return {
    name: "Deploys",
    datasource,
    enable: true,
    iconColor: "blue",
    expr: `${RELEASED}{outcome="deployed"${chosen.join("")}} * 1000`,
    useValueForTime: true,
    titleFormat: "{{workload}} {{revision}}",
  };
}

export interface DashboardSpec {
  readonly name: DashboardName;
  readonly title: string;
  readonly panels: readonly SizedPanel[];
  /** Variables. @default none */
  readonly choices?: readonly Variable[];
  /** @default "now-6h" */
  readonly from?: string;
}

/** A dashboard whose panels are laid out left to right, row by row. */
export function dashboard({ name, title, panels, choices = [], from = "now-6h" }: DashboardSpec): Dashboard {
  let [x, y] = [0, 0];
  const placed = panels.map(({ width, ...rest }, index): Panel => {
    if (x + width > COLUMNS) [x, y] = [0, y + HEIGHT];
    const gridPos = { x, y, w: width, h: HEIGHT };
    x += width;
    return { id: index + 1, ...rest, gridPos };
  });
  const model: DashboardModel = {
    schemaVersion: 39,
    editable: false,
    tags: ["slipway"],
    time: { from, to: "now" },
    refresh: "1m",
    annotations: { list: [deploys(choices)] },
    templating: {
      list: [
        { type: "datasource", name: "datasource", label: "Data source", query: "prometheus", hide: 2 },
        ...choices,
      ],
    },
    panels: placed,
  };
  return { name, title: `Slipway / ${title}`, model: { ...model } };
}
