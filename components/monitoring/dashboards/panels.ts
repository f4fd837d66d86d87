/** The few kinds of panel that Slipway's dashboards are made of, in Grafana's JSON model. */
export type Panel = Readonly<Record<string, unknown>>;

export interface PanelSpec {
  readonly title: string;
  /** PromQL, and what a line is called: `{{pod}}`. */
  readonly queries: readonly (readonly [expr: string, legend: string])[];
  /** Grafana's unit: `s`, `bytes`, `percentunit`, `reqps`, `short`. */
  readonly unit: string;
  /** Columns of 24. @default 12 */
  readonly width?: number;
}

const HEIGHT = 8;
const COLUMNS = 24;
// Grafana's own placeholder: the variable of that name.
// biome-ignore lint/suspicious/noTemplateCurlyInString: it is Grafana that fills it in
const datasource = { type: "prometheus", uid: "${datasource}" };

function panel(type: "timeseries" | "stat", { title, queries, unit }: PanelSpec): Panel {
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
    fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
  };
}

/** Lines over time. */
export function lines(spec: PanelSpec): Panel & { readonly width: number } {
  return { ...panel("timeseries", spec), width: spec.width ?? COLUMNS / 2 };
}

/** One number for each query, as it is now. */
export function numbers(spec: PanelSpec): Panel & { readonly width: number } {
  return { ...panel("stat", spec), width: spec.width ?? COLUMNS / 4 };
}

/** A variable that is chosen at the top of the dashboard from a label's values. */
export function choice(name: string, query: string, all = true): Panel {
  return { type: "query", name, datasource, query, refresh: 2, includeAll: all, multi: all, allValue: ".*", sort: 1 };
}

/** The model of a dashboard: panels are laid out left to right, row by row. */
export function layOut(panels: readonly (Panel & { readonly width: number })[], choices: readonly Panel[]): Panel {
  let [x, y] = [0, 0];
  const placed = panels.map(({ width, ...rest }, index) => {
    if (x + width > COLUMNS) [x, y] = [0, y + HEIGHT];
    const gridPos = { x, y, w: width, h: HEIGHT };
    x += width;
    return { id: index + 1, ...rest, gridPos };
  });
  return {
    schemaVersion: 39,
    editable: false,
    tags: ["slipway"],
    time: { from: "now-6h", to: "now" },
    refresh: "1m",
    templating: { list: [{ type: "datasource", name: "datasource", query: "prometheus", hide: 2 }, ...choices] },
    panels: placed,
  };
}
