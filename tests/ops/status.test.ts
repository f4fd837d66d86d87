import type { Ask } from "../../ops/kubernetes";
import { status } from "../../ops/status/status";
import { statusText } from "../../ops/status/text";
import { plain } from "../../rehearsal/report/paint";

const NOW = new Date("2026-11-21T12:00:00Z");
const ago = (hours: number): number => NOW.getTime() / 1000 - hours * 3600;

const state = {
  deployment: {
    manifest: { time: "2026-11-20T10:11:12Z" },
    resources: [
      { urn: "urn:pulumi:prod::shop::pulumi:pulumi:Stack::shop-prod", type: "pulumi:pulumi:Stack" },
      { urn: "urn:pulumi:prod::shop::aws:kms/key:Key::key", type: "aws:kms/key:Key", custom: true },
    ],
  },
};

const release = (version: string, status: string) => ({
  metadata: { name: `sh.helm.release.v1.web.v${version}`, namespace: "shop", labels: { name: "web", status, version } },
});
const alert = (alertname: string, severity: string) => ({
  labels: { alertname, severity },
  annotations: { summary: "it is not well" },
  startsAt: "2026-11-21T11:00:00Z",
});
const backup = (hours: number) => ({
  data: { result: [{ metric: { store: "db", tier: "daily" }, value: [0, String(ago(hours))] }] },
});
const certificate = (notAfter: string) => ({
  metadata: { name: "web", namespace: "shop" },
  status: { notAfter, conditions: [{ type: "Ready", status: "True" }] },
});

/** Answers of a cluster in which all is well, by a part of the path. */
const well: Readonly<Record<string, unknown>> = {
  "/api/v1/secrets": { items: [release("9", "superseded"), release("10", "deployed")] },
  "/deployments": {
    items: [{ metadata: { name: "web", namespace: "shop" }, spec: { replicas: 2 }, status: { readyReplicas: 2 } }],
  },
  "/statefulsets": { items: [] },
  "/daemonsets": {
    items: [
      { metadata: { name: "exporter", namespace: "node" }, status: { numberReady: 3, desiredNumberScheduled: 3 } },
    ],
  },
  "/alerts": [alert("DeadMansSwitch", "none"), alert("WorkloadCpuHigh", "warning")],
  "/query": backup(10),
  "/certificates": { items: [certificate("2027-01-01T00:00:00Z")] },
};

const answering =
  (answers: Readonly<Record<string, unknown>>): Ask =>
  async (path) => {
    const key = Object.keys(answers).find((part) => path.includes(part));
    const answer = key === undefined ? undefined : answers[key];
    if (answer instanceof Error) throw answer;
    return answer;
  };

const of = (over: Readonly<Record<string, unknown>> = {}) =>
  status({ state, cluster: answering({ ...well, ...over }), now: NOW });

test("where all is well the page says what there is, and nothing is wrong", async () => {
  const found = await of();
  expect(found).toMatchObject({ project: "shop", stack: "prod", resources: 1, pending: 0, wrong: [] });
  expect(found.releases).toEqual({
    items: [{ namespace: "shop", name: "web", status: "deployed", revision: 10 }],
  });
  expect(found.backups).toEqual({ items: [{ store: "db", tier: "daily", ageHours: 10 }] });
  const page = statusText(found, plain);
  for (const line of [
    "shop/web deployed (revision 10)",
    "shop/web 2/2 Deployment",
    "node/exporter 3/3 DaemonSet",
    "warning WorkloadCpuHigh",
    "db daily: 10 h ago",
    "shop/web: 40 days",
    "✓ all is well",
  ]) {
    expect(page).toContain(line);
  }
  expect(page).not.toContain("DeadMansSwitch");
});

test.each([
  ["/api/v1/secrets", { items: [release("10", "deployed"), release("11", "failed")] }, "release shop/web is failed"],
  [
    "/deployments",
    { items: [{ metadata: { name: "web", namespace: "shop" }, spec: { replicas: 2 } }] },
    "shop/web has 0 of 2 pods ready",
  ],
  ["/alerts", [alert("GatewayDown", "critical")], "alert GatewayDown: it is not well"],
  ["/alerts", new Error("no endpoints available"), "alerts: no endpoints available"],
  ["/alerts", undefined, "alerts: Alertmanager is not there"],
  ["/query", backup(51), "the last backup of db is 51 hours old"],
  ["/certificates", { items: [certificate("2026-11-25T00:00:00Z")] }, "certificate shop/web holds for 3 more days"],
  ["/certificates", { items: [{ metadata: { name: "web", namespace: "shop" } }] }, "certificate shop/web is not ready"],
])("%s: what is wrong is said in a sentence", async (path, answer, sentence) => {
  expect((await of({ [path]: answer })).wrong).toEqual([sentence]);
});

test("a cluster that cannot be asked is one thing that is wrong for each part, and hides no alarm of the cloud", async () => {
  const raised = {
    name: "shop-prod-alarms-db-storage",
    severity: "critical",
    summary: "full",
    since: "",
    from: "cloud",
  };
  const found = await status({
    state: { deployment: { ...state.deployment, pending_operations: [{}] } },
    cluster: "connect ECONNREFUSED",
    cloudAlarms: async () => [raised as never],
    now: NOW,
  });
  expect(found.wrong).toContain("alert shop-prod-alarms-db-storage: full");
  expect(found.wrong).toContain("workloads: connect ECONNREFUSED");
  expect(found.wrong[0]).toMatch(/1 operations are pending/);
  expect(statusText(found, plain)).toContain("? connect ECONNREFUSED");
});

test("no content of any Secret is asked for", async () => {
  const asked: [string, string | undefined][] = [];
  await status({
    state,
    cluster: async (path, accept) => {
      asked.push([path, accept]);
      return { items: [] };
    },
    now: NOW,
  });
  const [, accept] = asked.find(([path]) => path.includes("secrets"))!;
  expect(accept).toContain("PartialObjectMetadataList");
});
