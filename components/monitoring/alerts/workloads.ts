import type { Alert, AlertGroup, Limits, MonitoringSettings, WorkloadThresholds } from "../../contracts/monitoring";
import {
  BACKLOG,
  BY_WORKLOAD,
  CONFIG_INTERVAL,
  CPU,
  ERROR_RATIO,
  inUnit,
  limitFor,
  MEMORY,
  REQUESTS,
  SECONDS,
  severitiesOf,
} from "../queries";
import { limitRecords, queueRecords, trafficRecords, useRecords } from "./workload-records";

const WORKLOAD = "{{ $labels.namespace }}/{{ $labels.workload }}";

/** A workload's alert on a limit of config, once for each severity that has one. */
interface LimitAlert extends Omit<Alert, "expr" | "severity"> {
  readonly limit: keyof WorkloadThresholds;
  readonly metric: string;
  /** Besides being above the limit. @default nothing */
  readonly and?: string;
}

function onLimit({ limit, metric, and, ...alert }: LimitAlert, settings: MonitoringSettings): readonly Alert[] {
  const { thresholds, workloads } = settings;
  const ofStack: Limits = thresholds[limit];
  return severitiesOf(limit, ofStack, workloads).map((severity) => {
    const value = ofStack[severity];
    const bound = limitFor(metric, limit, severity, value === undefined ? undefined : inUnit(limit, value));
    return {
      ...alert,
      severity,
      expr: `${metric} > on (${BY_WORKLOAD}) ${bound}${and ? ` and on (${BY_WORKLOAD}) ${and}` : ""}`,
    };
  });
}

/** Judged at the gateway, so that a workload need not measure itself. */
function traffic(settings: MonitoringSettings): AlertGroup {
  // Below one request in ten seconds, a single failure would be a large part.
  const busy = `${REQUESTS} > 0.1`;
  const { critical, warning } = settings.thresholds.trafficDropPercent;
  const drop = critical ?? warning;
  return {
    name: "workload-traffic",
    records: trafficRecords,
    rules: [
      ...onLimit(
        {
          alert: "WorkloadErrorRatioHigh",
          limit: "errorPercent",
          metric: ERROR_RATIO,
          and: busy,
          for: "5m",
          summary: `${WORKLOAD} fails`,
          description: "{{ $value | humanizePercentage }} of its requests have ended with a server error.",
          runbook: "workload-error-ratio-high",
          dashboard: "slipway-workload",
          panel: "Requests that failed",
          symptom: true,
        },
        settings,
      ),
      ...onLimit(
        {
          alert: "WorkloadSlow",
          limit: "p95Ms",
          metric: `${SECONDS}{quantile="0.95"}`,
          and: busy,
          for: "5m",
          summary: `${WORKLOAD} is slow`,
          description: "One request in twenty takes longer than {{ $value | humanizeDuration }}.",
          runbook: "workload-slow",
          dashboard: "slipway-workload",
          panel: "Duration",
          symptom: true,
        },
        settings,
      ),
      ...(drop === undefined
        ? []
        : [
            {
              alert: "WorkloadTrafficDropped",
              expr: `1 - ${REQUESTS} / (avg_over_time(${REQUESTS}[1h] offset 30m) > 1) > ${drop / 100}`,
              for: "10m",
              severity: critical === undefined ? "warning" : "critical",
              summary: `${WORKLOAD} gets far fewer requests`,
              description: "They are {{ $value | humanizePercentage }} fewer than in the hour before.",
              runbook: "workload-traffic-dropped",
              dashboard: "slipway-workload",
              panel: "Requests a second",
              symptom: true,
            } as const,
          ]),
    ],
  };
}

/** The slowest requests: what waits for 10 minutes need not be judged every few seconds. No group without a limit. */
function tail(settings: MonitoringSettings): readonly AlertGroup[] {
  const rules = onLimit(
    {
      alert: "WorkloadSlowest",
      limit: "p99Ms",
      metric: `${SECONDS}{quantile="0.99"}`,
      and: `${REQUESTS} > 1`,
      for: "10m",
      summary: `The slowest requests of ${WORKLOAD} take long`,
      description: "One request in a hundred takes longer than {{ $value | humanizeDuration }}.",
      runbook: "workload-slowest",
      dashboard: "slipway-workload",
      panel: "Duration",
      symptom: true,
    },
    settings,
  );
  return rules.length === 0 ? [] : [{ name: "workload-tail", interval: "1m", rules }];
}

/** Limits of workloads' own; no group where there are none. */
function limits({ workloads }: MonitoringSettings): readonly AlertGroup[] {
  const records = limitRecords(workloads);
  return records.length === 0 ? [] : [{ name: "workload-limits", interval: CONFIG_INTERVAL, records, rules: [] }];
}

/** How much of what they have been given workloads use. Its alerts wait for 10 minutes. */
function use(settings: MonitoringSettings): AlertGroup {
  return {
    name: "workload-use",
    interval: "30s",
    records: useRecords,
    rules: [
      ...onLimit(
        {
          alert: "WorkloadCpuHigh",
          limit: "cpuPercent",
          metric: CPU,
          for: "10m",
          summary: `${WORKLOAD} is short of CPU`,
          description: "Its pods use {{ $value | humanizePercentage }} of the CPU that they request.",
          runbook: "workload-cpu-high",
          dashboard: "slipway-workload",
          panel: "CPU, of what is requested",
        },
        settings,
      ),
      ...onLimit(
        {
          alert: "WorkloadMemoryHigh",
          limit: "memoryPercent",
          metric: MEMORY,
          for: "10m",
          summary: `${WORKLOAD} is short of memory`,
          description: "Its pods use {{ $value | humanizePercentage }} of the memory that they may use.",
          runbook: "workload-memory-high",
          dashboard: "slipway-workload",
          panel: "Memory, of its limit",
        },
        settings,
      ),
    ],
  };
}

function queues(settings: MonitoringSettings): AlertGroup {
  return {
    name: "workload-queues",
    records: queueRecords(settings.workloads),
    rules: [
      ...onLimit(
        {
          alert: "QueueBacklogHigh",
          limit: "backlog",
          metric: BACKLOG,
          for: "5m",
          summary: `Jobs pile up for ${WORKLOAD}`,
          description: "{{ $value | humanize }} jobs wait in its queue.",
          runbook: "queue-backlog-high",
          dashboard: "slipway-workload",
          panel: "Jobs that wait",
          symptom: true,
        },
        settings,
      ),
      {
        alert: "QueueStalled",
        expr: `min_over_time(${BACKLOG}[30m]) > 0 and delta(${BACKLOG}[30m]) >= 0 and ${BACKLOG} > 10`,
        for: "15m",
        severity: "warning",
        summary: `The queue of ${WORKLOAD} is not worked off`,
        description: "{{ $value | humanize }} jobs waited at least, and they have not become fewer for half an hour.",
        runbook: "queue-stalled",
        dashboard: "slipway-workload",
        panel: "Jobs that wait",
        symptom: true,
      },
    ],
  };
}

/** Alerts on what the stack's workloads do, with their own limits or the stack's. */
export function workloadAlerts(settings: MonitoringSettings): readonly AlertGroup[] {
  return [...limits(settings), traffic(settings), ...tail(settings), use(settings), queues(settings)];
}
