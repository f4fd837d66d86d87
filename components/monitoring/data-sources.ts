import type { AddonSettings } from "../contracts/addon";
import { lokiAddress, tempoAddress } from "./telemetry-addresses";

/** How Grafana finds the data sources of one another. */
const uid = { loki: "loki", tempo: "tempo", prometheus: "prometheus" } as const;

type Source = Readonly<Record<string, unknown>>;

const loki = (traces: boolean): Source => ({
  name: "Loki",
  type: "loki",
  uid: uid.loki,
  access: "proxy",
  url: lokiAddress.url,
  jsonData: {
    maxLines: 1000,
    // From a line to its trace: by what Alloy keeps beside the line, or by what the line itself says.
    ...(traces && {
      derivedFields: [
        { name: "trace_id", matcherType: "label", matcherRegex: "trace_id", ...toTempo },
        { name: "traceparent", matcherRegex: "00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}", ...toTempo },
      ],
    }),
  },
});

// biome-ignore lint/suspicious/noTemplateCurlyInString: it is Grafana that fills it in
const VALUE = "${__value.raw}";
// The chart hands the text to Grafana, which would take one dollar for a variable of its environment.
const toTempo = { datasourceUid: uid.tempo, url: `$${VALUE}`, urlDisplayLabel: "Trace" };

const tempo = (logs: boolean): Source => ({
  name: "Tempo",
  type: "tempo",
  uid: uid.tempo,
  access: "proxy",
  url: tempoAddress.url,
  jsonData: {
    ...(logs && {
      tracesToLogsV2: {
        datasourceUid: uid.loki,
        spanStartTimeShift: "-5m",
        spanEndTimeShift: "5m",
        tags: [
          { key: "service.name", value: "app" },
          { key: "service.namespace", value: "namespace" },
        ],
        filterByTraceID: true,
      },
    }),
    tracesToMetrics: {
      datasourceUid: uid.prometheus,
      tags: [
        { key: "service.name", value: "workload" },
        { key: "service.namespace", value: "namespace" },
      ],
      queries: [
        { name: "Requests a second", query: "sum(slipway:workload_requests:rate5m{$$__tags})" },
        { name: "Errors", query: "sum(slipway:workload_errors:ratio5m{$$__tags})" },
      ],
    },
  },
});

/** Values of Grafana's chart: what it reads beside Prometheus, and how points in a graph lead to a trace. */
export function dataSources({ logs, traces }: Pick<AddonSettings, "logs" | "traces">): {
  readonly additionalDataSources: readonly Source[];
  readonly sidecar: object;
} {
  const [hasLogs, hasTraces] = [logs.backend === "loki", traces.backend === "tempo"];
  return {
    additionalDataSources: [...(hasLogs ? [loki(hasTraces)] : []), ...(hasTraces ? [tempo(hasLogs)] : [])],
    sidecar: hasTraces
      ? { exemplarTraceIdDestinations: { datasourceUid: uid.tempo, traceIdLabelName: "trace_id" } }
      : {},
  };
}
