import type {
  AnnotationQuery,
  FieldConfig,
  Dashboard as GrafanaDashboard,
  Panel as GrafanaPanel,
  VariableModel,
} from "@grafana/grafana-foundation-sdk/dashboard";
import type { Dataquery } from "@grafana/grafana-foundation-sdk/prometheus";
import type { Options as StatOptions } from "@grafana/grafana-foundation-sdk/stat";
import type { FieldConfig as LineConfig, Options as LineOptions } from "@grafana/grafana-foundation-sdk/timeseries";

/**
 * Grafana's schema of dashboards, from its own library. Only the types are taken: a wrong field does not compile, and
 * nothing is loaded when the program runs (docs/decisions/0022-dashboards-typed-by-grafana.md).
 */

/** A type of Grafana's as its JSON is written: enums by their values, and nothing that only code can have. */
type Json<T> = T extends string
  ? `${T}`
  : T extends number | boolean | null | undefined
    ? T
    : T extends readonly (infer Element)[]
      ? readonly Json<Element>[]
      : T extends object
        ? { readonly [Key in keyof T as T[Key] extends (...args: never[]) => unknown ? never : Key]: Json<T[Key]> }
        : T;

type PanelOf<Type, Options, Custom> = Json<Omit<GrafanaPanel, "type" | "options" | "targets" | "fieldConfig">> & {
  readonly type: Type;
  readonly title: string;
  readonly options: Json<Options>;
  readonly targets: readonly Json<Dataquery>[];
  readonly fieldConfig: {
    readonly defaults: Json<Pick<FieldConfig, "unit" | "thresholds" | "color" | "noValue" | "min">> & {
      readonly custom?: Json<Custom>;
    };
    readonly overrides: readonly never[];
  };
};

/** Lines over time. */
export type LinesPanel = PanelOf<"timeseries", LineOptions, LineConfig>;

/** One number for each query. */
export type NumbersPanel = PanelOf<"stat", StatOptions, never>;

/** The kinds of panel that Slipway's dashboards are made of. */
export type Panel = LinesPanel | NumbersPanel;

/** A variable that is chosen at the top of a dashboard. */
export type Variable = Json<Omit<VariableModel, "query">> & { readonly query: string };

/** What is drawn across every panel. */
export type Annotation = Json<Omit<AnnotationQuery, "target">>;

/** A dashboard, as Grafana stores it. */
export type DashboardModel = Json<Omit<GrafanaDashboard, "panels" | "templating" | "annotations" | "snapshot">> & {
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly Variable[] };
  readonly annotations: { readonly list: readonly Annotation[] };
};

/** Where a colour begins. */
export type Step = Json<NonNullable<FieldConfig["thresholds"]>["steps"]>[number];
