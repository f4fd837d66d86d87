import type { Alert, AlertGroup, MonitoringSettings, RecordingRule, WatchedWorkload } from "../../contracts/monitoring";
import { BUCKETS, BY_WORKLOAD, CONFIG_INTERVAL, ERRORS, REQUESTS } from "../queries";

/** Part of requests that must go well, by the label `slo`. */
export const OBJECTIVE = "slipway:slo_objective:ratio";
/** Requests a second that went against an objective. */
const BAD = "slipway:slo_errors:rate5m";
/** The same as a part of all requests, by the label `window`. */
export const BAD_RATIO = "slipway:slo_errors:ratio";
/** Part of the error budget that is left: 1 at first, 0 when it is spent, below 0 beyond that. */
export const BUDGET_LEFT = "slipway:slo_budget:left";

const BY_SLO = `${BY_WORKLOAD}, slo`;

/** Days that an error budget is for, where metrics are kept as long. */
const PERIOD_DAYS = 30;

/**
 * How fast the budget burns, against a pace that spends it in exactly the period, over a long window and a short one:
 * the long one tells that it matters, the short one that it goes on. Figures: Google's SRE workbook, chapter 5.
 */
const [fastest, ...slower] = [
  { severity: "critical", factor: 14.4, long: "1h", short: "5m", held: "2m" },
  { severity: "critical", factor: 6, long: "6h", short: "30m", held: "5m" },
  { severity: "warning", factor: 3, long: "1d", short: "2h", held: "10m" },
  { severity: "warning", factor: 1, long: "3d", short: "6h", held: "30m" },
] as const;

/** Rules of objectives; none where no workload has one. */
export function sloAlerts({ workloads, retentionDays }: MonitoringSettings): readonly AlertGroup[] {
  const promised = workloads.filter(({ slo }) => slo?.availability !== undefined || slo?.latency !== undefined);
  if (promised.length === 0) return [];
  const period = `${Math.min(PERIOD_DAYS, retentionDays)}d`;
  return [
    { name: "slo-objectives", interval: CONFIG_INTERVAL, records: promised.flatMap(objectives), rules: [] },
    { name: "slo", records: [...badRequests(promised), now, ...windows(["1h"])], rules: [burning(fastest)] },
    {
      // Long windows read many samples and change slowly; their alerts wait for 5 minutes and more.
      name: "slo-windows",
      interval: "1m",
      records: windows(["30m", "2h", "6h"]),
      rules: slower.map(burning),
    },
    {
      name: "slo-budget",
      interval: "2m",
      records: [
        ...windows(["1d", "3d"]),
        { record: BUDGET_LEFT, expr: `1 - (${ratio(period)}) / on (${BY_SLO}) (1 - ${OBJECTIVE})` },
      ],
      rules: [spent, low],
    },
  ];
}

function objectives({ name, namespace, slo }: WatchedWorkload): readonly RecordingRule[] {
  const objective = (kind: string, percent: number): RecordingRule => ({
    record: OBJECTIVE,
    expr: `vector(${Number((percent / 100).toPrecision(12))})`,
    labels: { namespace, workload: name, slo: kind },
  });
  return [
    ...(slo?.availability === undefined ? [] : [objective("availability", slo.availability)]),
    ...(slo?.latency === undefined ? [] : [objective("latency", slo.latency.percent)]),
  ];
}

/** Requests against objectives: one rule for all workloads, since each rule costs Prometheus a query. */
function badRequests(promised: readonly WatchedWorkload[]): readonly RecordingRule[] {
  const bounds = [...new Set(promised.flatMap(({ slo }) => slo?.latency?.ms ?? []))].sort((a, b) => a - b);
  const tooSlow = bounds.map((ms) =>
    slowerThan(
      ms,
      promised.filter(({ slo }) => slo?.latency?.ms === ms),
    ),
  );
  return [
    ...(promised.some(({ slo }) => slo?.availability !== undefined)
      ? [
          {
            record: BAD,
            expr: `${ERRORS} and on (${BY_WORKLOAD}) ${OBJECTIVE}{slo="availability"}`,
            labels: { slo: "availability" },
          },
        ]
      : []),
    ...(tooSlow.length === 0 ? [] : [{ record: BAD, expr: tooSlow.join(" or "), labels: { slo: "latency" } }]),
  ];
}

/** Requests a second of these workloads that took longer. */
function slowerThan(ms: number, workloads: readonly WatchedWorkload[]): string {
  const any = (label: "namespace" | "name") => [...new Set(workloads.map((workload) => workload[label]))].join("|");
  const own = `namespace=~"${any("namespace")}",workload=~"${any("name")}"`;
  // Prometheus 3 writes the bounds of buckets as floats.
  const within = `max by (${BY_WORKLOAD}) (${BUCKETS}{${own},le=~"${ms}([.]0)?"})`;
  return `(${BUCKETS}{${own},le="+Inf"} - on (${BY_WORKLOAD}) ${within})`;
}

/** Averages of rates, one by the other: each request counts the same, however many there were a second. */
function ratio(window: string): string {
  return `avg_over_time(${BAD}[${window}]) / on (${BY_WORKLOAD}) group_left () (avg_over_time(${REQUESTS}[${window}]) > 0.01)`;
}

/** Over the shortest window: what BAD and REQUESTS are rates of. */
const now: RecordingRule = {
  record: BAD_RATIO,
  expr: `${BAD} / on (${BY_WORKLOAD}) group_left () (${REQUESTS} > 0.01)`,
  labels: { window: "5m" },
};

function windows(lengths: readonly string[]): readonly RecordingRule[] {
  return lengths.map((window) => ({ record: BAD_RATIO, expr: ratio(window), labels: { window } }));
}

function burning({ severity, factor, long, short, held }: typeof fastest | (typeof slower)[number]): Alert {
  const faster = (window: string) => `${BAD_RATIO}{window="${window}"} > on (${BY_SLO}) ${factor} * (1 - ${OBJECTIVE})`;
  return {
    alert: "SloBudgetBurning",
    expr: `${faster(long)} and on (${BY_SLO}) ${faster(short)}`,
    for: held,
    severity,
    labels: { window: long },
    summary: "{{ $labels.namespace }}/{{ $labels.workload }} spends its error budget ({{ $labels.slo }}) too fast",
    description: `{{ $value | humanizePercentage }} of requests went against the objective for ${long}: more than ${factor} times what the budget allows.`,
    runbook: "slo-budget-burning",
    dashboard: "slipway-slo",
    panel: "Requests against an objective",
    symptom: true,
  };
}

const spent: Alert = {
  alert: "SloBudgetSpent",
  expr: `${BUDGET_LEFT} < 0`,
  for: "15m",
  severity: "warning",
  summary: "{{ $labels.namespace }}/{{ $labels.workload }} has spent its error budget ({{ $labels.slo }})",
  description: "{{ $value | humanizePercentage }} of it are left: below 0 the promise is broken.",
  runbook: "slo-budget-spent",
  dashboard: "slipway-slo",
  panel: "Error budget that is left",
  symptom: true,
};

const low: Alert = {
  alert: "SloBudgetLow",
  expr: `${BUDGET_LEFT} < 0.25 and ${BUDGET_LEFT} >= 0`,
  for: "15m",
  severity: "info",
  summary: "{{ $labels.namespace }}/{{ $labels.workload }} has little of its error budget ({{ $labels.slo }}) left",
  description: "{{ $value | humanizePercentage }} of it are left.",
  runbook: "slo-budget-low",
  dashboard: "slipway-slo",
  panel: "Error budget that is left",
  symptom: true,
};
