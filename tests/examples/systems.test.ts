import { join } from "node:path";
import type { Json, Properties } from "../../rehearsal/clouds/model";
import { rehearse } from "../../rehearsal/rehearse";
import type { Report } from "../../rehearsal/report/report";
import { planStack } from "../../stacks/plan/plan";
import type { WorkloadPlan } from "../../stacks/plan/workloads";
import { fileStack, root } from "../support/configs";
import { documented, likeForLike, outside } from "./costs";

/** A handful of one system's figures, by the name that a resource has without `<system>-prod-`. */
interface Expected {
  /** Kind and name of each workload. */
  readonly workloads: Readonly<Record<string, string>>;
  readonly stores: Readonly<Record<string, Properties>>;
  readonly values: Readonly<Record<string, Properties>>;
  /** Advice beside the releases that a rehearsal without helm leaves unjudged: rule → findings. */
  readonly advice: Readonly<Record<string, number>>;
  /** Alerts whose figure the system gives: `<alert> <severity>` → part of its expression; null: there is none. */
  readonly alerts: Readonly<Record<string, string | null>>;
}

const POSTGRES = { engine: "postgres", multiAz: true, storageEncrypted: true, deletionProtection: true };
const REDIS = { engine: "redis", engineVersion: "7.1", transitEncryptionEnabled: true, automaticFailoverEnabled: true };
const expires = (days: number): Properties => ({ rules: [{ id: "tidy" }, { id: "expire", expiration: { days } }] });
const resources = (cpu: string, memory: string, cpuLimit: string, memoryLimit: string): Properties => ({
  requests: { cpu, memory },
  limits: { cpu: cpuLimit, memory: memoryLimit },
});
const health = (path: string): Properties => ({ startup: { path }, readiness: { path }, liveness: { path } });

const systems: Readonly<Record<string, Expected>> = {
  "leather-api": {
    workloads: { web: "web", worker: "worker", beat: "scheduler" },
    stores: {
      "store-db": {
        ...POSTGRES,
        ...{ instanceClass: "db.t3.medium", backupRetentionPeriod: 30, backupWindow: "02:00-03:00" },
        maintenanceWindow: "sun:03:00-sun:04:00",
      },
      "store-cache": { ...REDIS, nodeType: "cache.t3.micro" },
      "cluster-logs": { retentionInDays: 30 },
      "network-flow-logs": { retentionInDays: 30 },
    },
    values: {
      web: {
        autoscaling: {
          ...{ min: 2, max: 10, cpu: 60 },
          behaviour: { up: { stabilizationSeconds: 300 }, down: { stabilizationSeconds: 600 } },
        },
        probes: { startup: { path: "/health", periodSeconds: 3, failureThreshold: 10 } },
        env: { WEB_CONCURRENCY: "3" },
        spot: "never",
      },
      worker: {
        ...{ args: ["--concurrency", "4"], spot: "preferred" },
        autoscaling: { triggers: [{ type: "redis", metadata: { listName: "celery" } }] },
      },
      "web-migrate": { job: { before: [{ name: "dry-run" }] } },
    },
    advice: { "image-signature-verified": 1, "rds-monitored": 1, "bucket-backed-up": 1 },
    alerts: {
      "WorkloadErrorRatioHigh critical": " + 0.01)",
      "WorkloadErrorRatioHigh warning": null,
      "WorkloadSlow warning": " + 2)",
      "WorkloadSlow critical": null,
      "WorkloadCpuHigh warning": " + 0.8)",
      "QueueBacklogHigh warning": " + 1000)",
      "PostgresStorageLow warning": "< 0.2",
      "RestoreTooSlow warning": "> 900",
    },
  },
  sergas: {
    workloads: { app: "web" },
    stores: { "store-db": POSTGRES, "store-cache": { ...REDIS, numCacheClusters: 2 } },
    values: {
      app: {
        progressive: {
          steps: [
            { weight: 10, watchSeconds: 300 },
            { weight: 50, watchSeconds: 600 },
            { weight: 100, watchSeconds: 900 },
          ],
        },
      },
      "app-migrate": {
        job: { before: [{ name: "dry-run" }, { name: "backup" }], rollback: ["alembic", "downgrade", "-1"] },
      },
    },
    advice: { "image-signature-verified": 1, "rds-monitored": 1 },
    alerts: { "RestoreTooSlow warning": "> 1800" },
  },
  "spirit-tours": {
    workloads: { backend: "web", backup: "cron" },
    stores: {
      "store-db": {
        ...POSTGRES,
        instanceClass: "db.t3.xlarge",
        backupWindow: "02:00-03:00",
        backupRetentionPeriod: 30,
      },
      "store-cache": { ...REDIS, nodeType: "cache.t3.medium", numCacheClusters: 2 },
      "store-backups-lifecycle": expires(30),
      "kube-prometheus-stack-kube-prometheus-stack-release": {
        values: { prometheus: { prometheusSpec: { scrapeInterval: "15s", retention: "90d" } } },
      },
    },
    values: {
      backend: { replicas: 3, route: { hosts: ["spirit-tours.example.com", "api.spirit-tours.example.com"] } },
      backup: { cron: { schedule: "0 2 * * *" } },
    },
    advice: { "image-signature-verified": 1, "rds-monitored": 1, "bucket-backed-up": 2 },
    alerts: { "RestoreTooSlow warning": "> 1800" },
  },
  revrx: {
    workloads: { frontend: "web", backend: "web", worker: "worker", backup: "cron" },
    stores: {
      "store-db": { ...POSTGRES, allocatedStorage: 100, backupRetentionPeriod: 30 },
      "store-cache": REDIS,
      "store-backups-lifecycle": expires(90),
    },
    values: {
      frontend: {
        ...{ runAsUser: 1001, port: 3000, probes: health("/api/health") },
        resources: resources("100m", "256Mi", "500m", "1Gi"),
        autoscaling: { min: 2, max: 10, cpu: 70, memory: 80 },
      },
      backend: {
        ...{ runAsUser: 1000, port: 8000, probes: health("/health") },
        resources: resources("250m", "512Mi", "1", "2Gi"),
        autoscaling: { min: 2, max: 10, cpu: 70, memory: 80 },
      },
      worker: { runAsUser: 1000, autoscaling: { min: 2, max: 20, cpu: 75, memory: 85 } },
      backup: { cron: { schedule: "0 * * * *" } },
    },
    advice: { "image-signature-verified": 1, "rds-monitored": 1, "bucket-backed-up": 2 },
    alerts: { "RestoreTooSlow warning": "> 900", "RestoreLosesTooMuch warning": "> 300" },
  },
  "rez-merchant": {
    workloads: { api: "web", backup: "cron" },
    stores: {
      "store-cache": REDIS,
      "store-backups-lifecycle": expires(30),
      "cluster-logs": { retentionInDays: 14 },
    },
    values: {
      api: {
        ...{ runAsUser: 1001, probes: health("/health"), rollout: { maxSurge: 1, maxUnavailable: 0 } },
        resources: resources("500m", "512Mi", "1", "1Gi"),
        volumes: { uploads: { size: "50Gi", accessMode: "ReadWriteMany" } },
        autoscaling: {
          ...{ min: 3, max: 10, cpu: 70, memory: 80 },
          behaviour: {
            up: { stabilizationSeconds: 30, percent: 100 },
            down: { stabilizationSeconds: 300, percent: 50 },
          },
        },
        network: { openings: [{ name: "mongodb-atlas", public: true, port: 27017 }, { name: "cache" }] },
      },
      "api-migrate": { network: { openings: [{ name: "mongodb-atlas", port: 27017 }, { name: "cache" }] } },
      backup: { cron: { schedule: "0 2 * * *" } },
    },
    advice: { "image-signature-verified": 1, "bucket-backed-up": 1 },
    alerts: {
      "WorkloadErrorRatioHigh warning": " + 0.01)",
      "WorkloadErrorRatioHigh critical": " + 0.05)",
      "WorkloadSlow warning": " + 0.5)",
      "WorkloadSlow critical": " + 1)",
      "WorkloadCpuHigh warning": " + 0.8)",
      "WorkloadMemoryHigh warning": " + 0.85)",
    },
  },
};

const PROD = "Pulumi.prod.yaml";

describe.each(Object.entries(systems))("%s", (system, expected) => {
  const folder = join(root, "examples", system);
  let report: Report;
  const warnings: string[] = [];
  beforeAll(async () => {
    const warn = jest.spyOn(console, "warn").mockImplementation((line: string) => void warnings.push(line));
    // No helm on the PATH, so that the findings are the same on every machine.
    report = await rehearse({ folder: root, configFile: join(folder, PROD), env: {} });
    warn.mockRestore();
  });
  const inputsOf = (name: string): Properties | undefined =>
    report.resources.find(
      (resource) =>
        !resource.type.startsWith("aws:iam/") && resource.custom && resource.name === `${system}-prod-${name}`,
    )?.inputs;

  test("is planned: its workloads, and nothing beside them", () => {
    const plans = planStack(fileStack(`examples/${system}/${PROD}`), "prod").workloads as WorkloadPlan[];
    expect(Object.fromEntries(plans.map(({ name, values }) => [name, values.kind]))).toEqual(expected.workloads);
  });

  test("rehearses without a mandatory finding, a broken proof or a weak one", () => {
    expect(report).toMatchObject({ project: system, stack: "prod" });
    expect(report.findings.filter(({ level }) => level === "mandatory")).toEqual([]);
    expect(report.proofs.length).toBeGreaterThan(3);
    expect(report.proofs.filter(({ holds, concerns }) => !holds || concerns.length > 0)).toEqual([]);
  });

  test("costs what its document says, within 15%, or it is explained; nothing is without a price", () =>
    costsAsSaid(report));

  test("fits", () => {
    expect(report.capacity?.findings).toEqual([]);
    expect(warnings).toEqual([]);
  });

  test("gets no advice but what is known, none of it critical; exemptions are the platform's, with a reason", () => {
    const advice = report.findings.filter(({ level }) => level === "advisory");
    expect(advice.filter(({ severity }) => severity === "critical")).toEqual([]);
    const releases = report.counts.byType["kubernetes:helm.sh/v3:Release"];
    const count: Record<string, number> = {};
    for (const { rule } of advice) count[rule] = (count[rule] ?? 0) + 1;
    expect(count).toEqual({ ...expected.advice, "helm-release-judged": releases });
    const exempt = report.findings.filter(({ level }) => level === "exempt");
    expect(exempt.map(({ rule, name, reason }) => [rule, name, reason])).toEqual([
      ["namespace-pod-security", `${system}-prod-node-exporter-namespace`, expect.stringMatching(/^.{20,}/)],
    ]);
    expect(report.unused).toEqual([]);
  });

  test.each(Object.entries(expected.stores))("%s has its figures", (name, inputs) => {
    expect(inputsOf(name)).toMatchObject(inputs);
  });

  test.each(Object.entries(expected.values))("%s has its figures", (name, values) => {
    expect(inputsOf(name)).toMatchObject({ chart: "./charts/workload", values });
  });

  // Spirit Tours asks for 25; every system has them.
  test("has 25 alerts or more", () => {
    expect(Object.keys(alertsOf(report)).length).toBeGreaterThanOrEqual(25);
  });

  test.each(Object.entries(expected.alerts))("%s is raised from its figure on", (alert, figure) => {
    if (figure === null) expect(alertsOf(report)).not.toHaveProperty([alert]);
    else expect(alertsOf(report)[alert]).toContain(figure);
  });
});

// Smaller, and from the same pattern: what is judged of prod in detail is only seen to be allowed here.
describe.each(Object.keys(systems).flatMap((system) => ["dev", "staging"].map((stack) => [system, stack] as const)))(
  "%s %s",
  (system, stack) => {
    test("rehearses without a mandatory finding or a broken proof, and names itself everywhere", async () => {
      const warn = jest.spyOn(console, "warn").mockImplementation();
      const configFile = join(root, "examples", system, `Pulumi.${stack}.yaml`);
      const report = await rehearse({ folder: root, configFile, env: {} });
      warn.mockRestore();
      expect(report).toMatchObject({ project: system, stack, environment: stack });
      expect(report.findings.filter(({ level }) => level === "mandatory")).toEqual([]);
      expect(report.proofs.filter(({ holds }) => !holds)).toEqual([]);
      if (documented[`${system} ${stack}`]) costsAsSaid(report);
      expect(report.cost?.unpriced).toEqual([]);
      // Nothing of one environment is called by another's name.
      const other = { dev: "staging", staging: "dev" }[stack];
      expect(report.resources.filter(({ name }) => name.startsWith(`${system}-${other}`))).toEqual([]);
    });

    test("runs prod's workloads, or fewer", () => {
      const plans = planStack(fileStack(`examples/${system}/Pulumi.${stack}.yaml`), stack).workloads as WorkloadPlan[];
      expect(systems[system]!.workloads).toMatchObject(
        Object.fromEntries(plans.map(({ name, values }) => [name, values.kind])),
      );
    });
  },
);

/** RevRx's document gives no costs. */
function costsAsSaid({ project, stack, cost }: Report): void {
  expect(cost?.unpriced).toEqual([]);
  const said = documented[`${project} ${stack}`];
  if (!cost || !said) {
    expect([`${project}`, Boolean(cost)]).toEqual(["revrx", true]);
    return;
  }
  if (said.unexplained) {
    expect(said.unexplained.length).toBeGreaterThan(60);
    expect(cost.total.most / 1e6).toBeLessThan(said.says[0]);
    return;
  }
  expect(outside(likeForLike(cost, said), said.says)).toBeLessThan(0.15);
}

/** `<alert> <severity>` → its expression. */
function alertsOf({ resources }: Report): Record<string, string> {
  const rules = resources
    .filter(({ type }) => type === "kubernetes:monitoring.coreos.com/v1:PrometheusRule")
    .flatMap(({ inputs }) => ((inputs["spec"] as Properties)["groups"] as Properties[]) ?? [])
    .flatMap(({ rules }) => rules as Properties[]);
  const text = (value: Json | undefined): string => String(value);
  return Object.fromEntries(
    rules
      .filter(({ alert }) => alert !== undefined)
      .map(({ alert, labels, expr }) => [`${text(alert)} ${text((labels as Properties)["severity"])}`, text(expr)]),
  );
}

test("Spirit Tours has fifty variables and more, in thirteen groups that its workloads take", () => {
  const { variables = {}, workloads } = fileStack(`examples/spirit-tours/${PROD}`);
  expect(Object.keys(variables)).toHaveLength(13);
  expect(Object.values(variables).flatMap((group) => Object.keys(group)).length).toBeGreaterThanOrEqual(50);
  const taken = new Set(
    Object.values(workloads).flatMap((workload) => ("variables" in workload ? workload.variables : [])),
  );
  expect([...taken].sort()).toEqual(Object.keys(variables).sort());
});
