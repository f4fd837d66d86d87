import { parse } from "yaml";
import { catalogue } from "../../../components/addons/catalogue";
import type { LogSettings, TraceSettings } from "../../../components/contracts/telemetry";
import { dataSources } from "../../../components/monitoring/data-sources";
import { alloyConfig } from "../../../components/monitoring/logs/alloy-config";
import { redactions, STARS } from "../../../components/monitoring/logs/redaction";
import { collectorConfig } from "../../../components/monitoring/traces/collector-config";
import { contextOf } from "../addons/context";

const { settings, facts } = contextOf("prod");
const logs = (over: Partial<LogSettings> = {}): LogSettings => ({ ...settings.logs, ...over });
const traces = (over: Partial<TraceSettings> = {}): TraceSettings => ({ ...settings.traces, ...over });

/** What the stages of Alloy make of a line: each group is replaced. RE2 and JavaScript agree in all that is used here. */
function redacted(line: string): string {
  return redactions.reduce((text, pattern) => {
    const [flags, source] = pattern.startsWith("(?i)") ? ["gid", pattern.slice(4)] : ["gd", pattern];
    const found = [...text.matchAll(new RegExp(source, flags))].reverse();
    return found.reduce((current, match) => {
      const [from, to] = match.indices![1]!;
      return current.slice(0, from) + STARS + current.slice(to);
    }, text);
  }, line);
}

describe("redaction", () => {
  test.each([
    ['{"password":"hunter2","user":"ada"}', '{"password":"***","user":"ada"}'],
    ['{"db_password": "p", "n": 1}', '{"db_password": "***", "n": 1}'],
    ['{"body":"{\\"api_key\\":\\"k-123\\"}"}', '{"body":"{\\"api_key\\":\\"***\\"}"}'],
    ["GET /login?token=abc123&page=2", "GET /login?token=***&page=2"],
    ["Authorization: Bearer abcdefgh.ijkl", "Authorization: Bearer ***"],
    ["postgresql://app:s3cr3t@db:5432/app", "postgresql://app:***@db:5432/app"],
    ["rediss://:t0ken@cache:6379", "rediss://:***@cache:6379"],
    ["key AKIAABCDEFGHIJKLMNOP used", "key *** used"],
    ["jwt eyJhbGciOiJI.eyJzdWIiOiIx.sflKxwRJSMeK", "jwt ***"],
  ])("%s", (line, expected) => {
    expect(redacted(line)).toBe(expected);
  });

  test.each([
    '{"level":"info","msg":"token refreshed","tokens":3}',
    "GET /products?page=2 HTTP/1.1",
    "https://example.com/a:b@c",
    '{"secretary":true}',
  ])("%s stays", (line) => {
    expect(redacted(line)).toBe(line);
  });
});

describe("Alloy", () => {
  const config = alloyConfig(logs({ redact: ["card=(\\d+)"] }), facts);

  test("secrets are starred out before anything else is done with a line", () => {
    const first = config.indexOf("stage.replace");
    expect(first).toBeGreaterThan(0);
    expect(config.lastIndexOf("stage.replace")).toBeLessThan(config.indexOf("stage.json"));
    expect(config).toContain("expression = `card=(\\d+)`");
  });

  test("few labels: what differs from request to request is kept beside the line", () => {
    expect(config).toMatch(/stage\.labels \{\s+values = \{ level = "" \}/);
    expect(config).toContain('values = { pod = "", trace_id = "", span_id = "", request_id = "" }');
  });

  test("health checks are left out where that is wanted, and no other lines", () => {
    const [, expression = ""] = /stage\.drop \{\s+expression\s+= `(.*)`/.exec(config) ?? [];
    const drops = (line: string) => new RegExp(expression).test(line);
    expect(drops('10.0.0.1 - - "GET /health HTTP/1.1" 200 2')).toBe(true);
    expect(drops('{"method":"GET","path":"/healthz","status":200}')).toBe(true);
    expect(drops('10.0.0.1 - - "GET /healthy-food HTTP/1.1" 200 2')).toBe(false);
    expect(drops('{"msg":"see /health"}')).toBe(false);
    expect(alloyConfig(logs({ dropHealthChecks: false }), facts)).not.toContain("stage.drop");
  });

  test("lines go to Loki, or by OpenTelemetry's protocol to a group and stream that are there", () => {
    expect(config).toContain('url = "http://loki.loki.svc.cluster.local:3100/loki/api/v1/push"');
    const toCloud = alloyConfig(logs({ backend: "cloudwatch" }), facts);
    expect(toCloud).not.toContain("loki.write");
    expect(toCloud).toContain('"x-aws-log-group"  = "/slipway/shop-prod/pods"');
    expect(toCloud).toContain('service = "logs"');
  });

  test("it may write to CloudWatch only where lines go there", () => {
    const rights = (backend: LogSettings["backend"]) =>
      catalogue.alloy.identity!.policies!.aws!(facts, { ...settings, logs: logs({ backend }) });
    expect(rights("loki")).toEqual([]);
    expect(rights("cloudwatch")[0]!.Resource).toEqual([
      "arn:aws:logs:eu-west-1:111122223333:log-group:/slipway/shop-prod/pods:*",
    ]);
  });

  test("braces of its own templates reach it through those of the chart", () => {
    const { alloy } = catalogue.alloy.releases[0]!.values(contextOf("prod")) as {
      alloy: { configMap: { content: string } };
    };
    expect(alloy.configMap.content).toContain('{{ "{{" }} ToLower .Value {{ "}}" }}');
  });
});

describe("Loki and Tempo", () => {
  const values = (name: "loki" | "tempo", over = {}) =>
    catalogue[name].releases[0]!.values(contextOf("prod", over)) as Record<string, Record<string, unknown>>;

  test("Loki keeps lines in its bucket for as long as config says, and deletes them", () => {
    expect(values("loki")["loki"]).toMatchObject({
      commonConfig: { replication_factor: 3 },
      storage: { type: "s3", bucketNames: { chunks: "shop-logs" }, s3: { region: "eu-west-1" } },
      compactor: { retention_enabled: true, delete_request_store: "s3" },
      limits_config: { retention_period: "720h" },
    });
    expect(values("loki")["singleBinary"]).toMatchObject({ replicas: 3, podDisruptionBudget: { enabled: true } });
  });

  test("without a bucket both keep things on their disks", () => {
    expect(values("loki", { buckets: {} })["loki"]).toMatchObject({ storage: { type: "filesystem" } });
    expect(values("tempo", { buckets: {} })["tempo"]).toMatchObject({ storage: { trace: { backend: "local" } } });
  });

  test("Tempo's config is what its template makes of the values", () => {
    expect(values("tempo")["tempo"]).toMatchObject({
      retention: "336h",
      storage: { trace: { backend: "s3", s3: { bucket: "shop-traces", endpoint: "s3.eu-west-1.amazonaws.com" } } },
    });
  });

  test("each may read and write its own bucket", () => {
    const rights = (name: "loki" | "tempo") => catalogue[name].identity!.rights!(settings);
    expect(rights("loki")).toMatchObject([{ kind: "useBucket", bucket: { name: "shop-logs" } }]);
    expect(rights("tempo")).toMatchObject([{ kind: "useBucket", bucket: { name: "shop-traces" } }]);
  });
});

describe("the collector", () => {
  type Config = { service: { pipelines: Record<string, { receivers: string[]; exporters: string[] } | null> } };
  const pipelines = (over: Partial<TraceSettings>) => {
    const { service } = collectorConfig(traces(over)) as Config;
    return Object.fromEntries(Object.entries(service.pipelines).filter(([, pipeline]) => pipeline !== null));
  };

  test("with nothing to pick spans go straight to Tempo", () => {
    expect(pipelines({ keep: undefined })).toEqual({
      traces: { receivers: ["otlp"], processors: ["memory_limiter", "batch"], exporters: ["otlp_grpc"] },
    });
  });

  test("where traces are picked the spans of one meet in one member", () => {
    expect(pipelines({ keep: { percent: 10 } })).toMatchObject({
      traces: { receivers: ["otlp"], exporters: ["load_balancing"] },
      "traces/kept": { receivers: ["otlp/members"], exporters: ["otlp_grpc"] },
    });
  });

  test("errors are always kept, slow ones where config says from when", () => {
    const policies = (keep: TraceSettings["keep"]) =>
      (
        collectorConfig(traces({ keep })) as { processors: { tail_sampling: { policies: { name: string }[] } } }
      ).processors.tail_sampling.policies.map(({ name }) => name);
    expect(policies({ percent: 5 })).toEqual(["errors", "others"]);
    expect(policies({ slowMs: 800, percent: 5 })).toEqual(["errors", "slow", "others"]);
  });

  test("the config is YAML that holds no secret and no address outside the cluster", () => {
    const text = JSON.stringify(collectorConfig(traces()));
    expect(parse(text)).toBeTruthy();
    expect([...text.matchAll(/"(?:endpoint|hostname)":"([^"]+)"/g)].map(([, address]) => address)).toEqual(
      expect.arrayContaining(["tempo.tempo.svc.cluster.local:4317"]),
    );
    expect(text).not.toMatch(/https?:/);
  });
});

describe("Grafana", () => {
  const sources = (over: { logs?: Partial<LogSettings>; traces?: Partial<TraceSettings> } = {}) =>
    dataSources({ logs: logs(over.logs), traces: traces(over.traces) });

  test("lines lead to traces, traces to lines and metrics, points to traces", () => {
    const { additionalDataSources, sidecar } = sources();
    const [loki, tempo] = additionalDataSources;
    expect(loki).toMatchObject({
      uid: "loki",
      jsonData: { derivedFields: [{ matcherRegex: "trace_id", datasourceUid: "tempo" }, { datasourceUid: "tempo" }] },
    });
    expect(tempo).toMatchObject({
      uid: "tempo",
      jsonData: {
        tracesToLogsV2: { datasourceUid: "loki", filterByTraceID: true },
        tracesToMetrics: { datasourceUid: "prometheus" },
      },
    });
    expect(sidecar).toEqual({
      exemplarTraceIdDestinations: { datasourceUid: "tempo", traceIdLabelName: "trace_id" },
    });
  });

  test("there is nothing of what is off", () => {
    expect(sources({ logs: { backend: "none" }, traces: { backend: "none" } })).toEqual({
      additionalDataSources: [],
      sidecar: {},
    });
    const [tempo] = sources({ logs: { backend: "cloudwatch" } }).additionalDataSources;
    expect(JSON.stringify(tempo)).not.toContain("loki");
  });
});
