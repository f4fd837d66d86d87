import type { Dashboard } from "../../contracts/monitoring";
import {
  COLLECTED,
  COLLECTOR_LOST,
  COLLECTOR_REFUSED,
  DROPPED,
  LEFT_OUT,
  LOKI_FAILING,
  LOKI_FLUSHES_FAILING,
  LOKI_RETENTION_AGE,
  QUEUE,
  REFUSED_LINES,
  SENT,
  TEMPO_FLUSHES_FAILING,
  TEMPO_REFUSED,
  TEMPO_SPANS,
} from "../telemetry-queries";
import { dashboard, lines, numbers } from "./panels";

const up = (namespace: string): readonly [string, string] => [`sum(up{namespace="${namespace}"})`, "pods"];

/** How logs get from pods to where they are kept. `loki`: whether that is in the cluster. */
export const logsDashboard = (loki: boolean): Dashboard =>
  dashboard({
    name: "slipway-logs",
    title: "Logs",
    panels: [
      numbers({ title: "Collectors that answer", unit: "short", queries: [up("alloy")] }),
      lines({ title: "Lines lost", unit: "short", limits: { warning: 0 }, queries: [[DROPPED, "{{reason}}"]] }),
      lines({ title: "Lines left out", unit: "short", queries: [[LEFT_OUT, "{{reason}}"]] }),
      ...(loki
        ? [
            numbers({ title: "Pods of Loki that answer", unit: "short", queries: [up("loki")] }),
            lines({ title: "Lines sent", unit: "short", queries: [[SENT, "a second"]] }),
            lines({
              title: "Lines refused",
              unit: "short",
              limits: { warning: 1 },
              queries: [[REFUSED_LINES, "{{reason}}"]],
            }),
            lines({
              title: "Loki's own errors",
              unit: "percentunit",
              limits: { warning: 0.1 },
              queries: [[LOKI_FAILING, "{{route}}"]],
            }),
            lines({
              title: "Chunks that cannot be stored",
              unit: "short",
              limits: { critical: 0 },
              queries: [[LOKI_FLUSHES_FAILING, "a second"]],
            }),
            numbers({
              title: "Last deletion of old logs",
              unit: "s",
              limits: { warning: 86_400 },
              queries: [[LOKI_RETENTION_AGE, "ago"]],
            }),
          ]
        : []),
    ],
  });

/** How traces get from workloads to Tempo. */
export const tracesDashboard: Dashboard = dashboard({
  name: "slipway-traces",
  title: "Traces",
  panels: [
    numbers({ title: "Collectors that answer", unit: "short", queries: [up("opentelemetry-collector")] }),
    numbers({ title: "Pods of Tempo that answer", unit: "short", queries: [up("tempo")] }),
    lines({
      title: "Spans",
      unit: "short",
      queries: [
        [COLLECTED, "taken by the collector"],
        [TEMPO_SPANS, "kept by Tempo"],
      ],
    }),
    lines({
      title: "Queues of the collector",
      unit: "percentunit",
      limits: { warning: 0.8 },
      queries: [[QUEUE, "{{exporter}}"]],
    }),
    lines({ title: "Spans lost", unit: "short", limits: { warning: 0 }, queries: [[COLLECTOR_LOST, "{{exporter}}"]] }),
    lines({
      title: "Spans that the collector refuses",
      unit: "short",
      limits: { warning: 0 },
      queries: [[COLLECTOR_REFUSED, "{{receiver}}"]],
    }),
    lines({ title: "Spans refused", unit: "short", limits: { warning: 1 }, queries: [[TEMPO_REFUSED, "{{reason}}"]] }),
    lines({
      title: "Blocks that cannot be stored",
      unit: "short",
      limits: { warning: 2 },
      queries: [[TEMPO_FLUSHES_FAILING, "within an hour"]],
    }),
  ],
});
