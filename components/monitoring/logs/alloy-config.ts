import type { CloudFacts } from "../../contracts/addon";
import type { LogSettings } from "../../contracts/telemetry";
import { lokiAddress, POD_LOG_STREAM, podLogGroup } from "../telemetry-addresses";
import { redactions, STARS } from "./redaction";

type Facts = Pick<CloudFacts, "region" | "stackName">;

/** A text of Alloy's language in backticks, in which nothing is special. */
const raw = (text: string): string => `\`${text}\``;

const inRegex = (text: string): string => text.replace(/[.*+?^$()[\]{}|\\]/g, "\\$&");

/**
 * What Alloy runs: it reads the logs of every pod from the API server (no host path, no root), each pod's by one of the
 * members, and sends them on.
 *
 * Labels are few, since each combination is a stream of its own: cluster, namespace, app, container, level. Pod, trace and
 * request are kept beside the line (structured metadata), where they are found as well.
 */
export function alloyConfig(logs: LogSettings, facts: Facts): string {
  return [
    `logging {\n  level  = "warn"\n  format = "json"\n}`,
    discovery,
    lines(logs, facts),
    logs.backend === "cloudwatch" ? toCloudWatch(facts) : toLoki,
    "",
  ].join("\n\n");
}

const discovery = `discovery.kubernetes "pods" {
  role = "pod"
}

discovery.relabel "pods" {
  targets = discovery.kubernetes.pods.targets

  // They have written nothing yet.
  rule {
    source_labels = ["__meta_kubernetes_pod_phase"]
    regex         = "Pending|Unknown"
    action        = "drop"
  }
  rule {
    source_labels = ["__meta_kubernetes_namespace"]
    target_label  = "namespace"
  }
  rule {
    source_labels = ["__meta_kubernetes_pod_label_app_kubernetes_io_name", "__meta_kubernetes_pod_label_app"]
    separator     = ";"
    regex         = "([^;]+).*|;(.+)"
    replacement   = "$1$2"
    target_label  = "app"
  }
  rule {
    source_labels = ["__meta_kubernetes_pod_container_name"]
    target_label  = "container"
  }
  rule {
    source_labels = ["__meta_kubernetes_pod_name"]
    target_label  = "pod"
  }
}

loki.source.kubernetes "pods" {
  targets    = discovery.relabel.pods.output
  forward_to = [loki.process.pods.receiver]

  // Each pod is read by one member alone.
  clustering {
    enabled = true
  }
}`;

/** The first of these fields that a JSON line has. */
const FIELDS = {
  said: "level || severity || lvl || levelname || log_level",
  trace_id: 'trace_id || traceId || traceID || "trace.id" || otelTraceID',
  span_id: 'span_id || spanId || spanID || "span.id" || otelSpanID',
  request_id: 'request_id || requestId || "request.id" || correlation_id || "x-request-id"',
} as const;

function lines({ redact, dropHealthChecks, healthPaths, backend }: LogSettings, { stackName }: Facts): string {
  const next = backend === "cloudwatch" ? "otelcol.receiver.loki.cloudwatch.receiver" : "loki.write.loki.receiver";
  return `loki.process "pods" {
  forward_to = [${next}]

  // First of all, so that nothing below keeps what must not be kept.
${[...redactions, ...redact].map(redaction).join("\n")}

  // Lines that are not JSON pass as they are.
  stage.json {
    expressions = {
${Object.entries(FIELDS)
  .map(([name, path]) => `      ${name} = ${raw(path)},`)
  .join("\n")}
    }
  }
  // Known levels alone: whatever else a line calls its level would be a stream of its own.
  stage.regex {
    source     = "said"
    expression = ${raw("(?i)^(?P<level>trace|debug|info|notice|warn|error|critical|fatal|panic)")}
  }
  stage.template {
    source   = "level"
    template = ${raw("{{ ToLower .Value }}")}
  }
  stage.labels {
    values = { level = "" }
  }
${dropHealthChecks ? `${healthChecks(healthPaths)}\n` : ""}  stage.structured_metadata {
    values = { pod = "", trace_id = "", span_id = "", request_id = "" }
  }
  stage.label_drop {
    values = ["pod", "instance", "job"]
  }
  stage.static_labels {
    values = { cluster = "${stackName}" }
  }
}`;
}

const redaction = (expression: string): string => `  stage.replace {
    expression = ${raw(expression)}
    replace    = "${STARS}"
  }`;

/** An answer that is not well, by level or by status, is kept. */
function healthChecks(paths: readonly string[]): string {
  const path = `(?:${paths.map(inRegex).join("|")})`;
  const request = String.raw`(?:"(?:GET|HEAD) |"(?:path|url|uri|target|request_path|x-envoy-origin-path)"\s*:\s*")${path}[?" ]`;
  const failed = String.raw`" [45][0-9][0-9] |"(?:status|status_code|response_code)"\s*:\s*"?[45]`;
  const others = `{namespace=~".+", level!~"warn|error|critical|fatal|panic"} !~ ${JSON.stringify(failed)}`;
  return `  stage.match {
    selector = ${JSON.stringify(others)}

    stage.drop {
      expression          = ${raw(request)}
      drop_counter_reason = "health_check"
    }
  }
`;
}

const toLoki = `loki.write "loki" {
  endpoint {
    url = "${lokiAddress.url}/loki/api/v1/push"
  }
}`;

/** CloudWatch takes OpenTelemetry's protocol; group and stream must be there (CWL_HTTP_Endpoints_OTLP in its guide). */
const toCloudWatch = ({ region, stackName }: Facts): string => `otelcol.receiver.loki "cloudwatch" {
  output {
    logs = [otelcol.processor.batch.cloudwatch.input]
  }
}

otelcol.processor.batch "cloudwatch" {
  timeout             = "5s"
  send_batch_size     = 1000
  send_batch_max_size = 1000

  output {
    logs = [otelcol.exporter.otlphttp.cloudwatch.input]
  }
}

otelcol.auth.sigv4 "cloudwatch" {
  region  = "${region}"
  service = "logs"
}

otelcol.exporter.otlphttp "cloudwatch" {
  client {
    endpoint    = "https://logs.${region}.amazonaws.com"
    compression = "gzip"
    auth        = otelcol.auth.sigv4.cloudwatch.handler
    headers     = {
      "x-aws-log-group"  = "${podLogGroup(stackName)}",
      "x-aws-log-stream" = "${POD_LOG_STREAM}",
    }
  }
}`;
