/** Migrations, blue-green, canary and scaling by events on a real API server, with the real definitions and real Helm. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WorkloadNamespace } from "../../../components/workloads/namespace";
import { ImageSignatures } from "../../../components/workloads/signatures";
import { at, type Overlay, podTemplate, render, type SampleName, sampleValues } from "../../charts/workload/samples";
import { simulate } from "../../support/simulate";
import { create, type Manifest } from "../charts/apply";
import { createDefinitions } from "../charts/definitions";
import { type ChartRepository, startChartRepository } from "../charts/repository";
import type { KubeObject } from "../cluster/api";
import { type Cluster, startCluster } from "../cluster/cluster";
import { run } from "../tools/run";
import { toolPath } from "../tools/tools";

const chart = join(__dirname, "../../../charts/workload");
const samples: readonly SampleName[] = ["web-blue-green", "web-canary", "worker-events"];

let folder: string;
let repository: ChartRepository;
let cluster: Cluster;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "slipway-rollouts-"));
  repository = await startChartRepository();
  cluster = await startCluster();
  await createDefinitions(cluster.api, repository, [
    "prometheus-operator-crds",
    "external-secrets",
    "envoy-gateway",
    "keda",
    "argo-rollouts",
    "vertical-pod-autoscaler",
    "kyverno",
  ]);
  // The program's own namespace for workloads.
  const made = await simulate(() => new WorkloadNamespace("shop", { namespace: "shop", partOf: "shop" }));
  for (const { type, inputs } of made.resources) {
    if (type.startsWith("kubernetes:")) await create(cluster.api, inputs as unknown as Manifest);
  }
});

afterAll(async () => {
  await cluster?.stop();
  await repository?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const helm = (...args: string[]) =>
  run(toolPath("helm"), args, {
    env: { KUBECONFIG: cluster.kubeconfig, HELM_CACHE_HOME: folder, HELM_CONFIG_HOME: folder },
  });

/** What a Release of the program asks Helm for. */
async function release(name: string, sample: SampleName, overlay: Overlay = {}): Promise<void> {
  const values = join(folder, `${name}.json`);
  writeFileSync(values, JSON.stringify(sampleValues(sample, overlay)));
  const how = ["--atomic", "--cleanup-on-fail", "--wait-for-jobs", "--timeout", "15s", "--namespace", "shop"];
  await helm("upgrade", "--install", name, chart, ...how, "--values", values);
}

const jobs = async (prefix: string) =>
  (await cluster.api.list("/apis/batch/v1/namespaces/shop/jobs"))
    .filter(({ metadata }) => metadata.name.startsWith(`${prefix}-`))
    .map((job) => `${job.metadata.name.replace(/[0-9a-f]{8,10}/, "#")} ${ended(job)}`)
    .sort();

/** The fake nodes' pods fail at once; the job's own condition comes later than any of this waits for. */
const ended = (job: KubeObject): string =>
  ((at(job, "status.conditions") ?? []) as { type: string; status: string }[]).some(
    ({ type, status }) => status === "True" && type === "Complete",
  )
    ? "complete"
    : "not complete";

const image = async (kind: string, name: string) => {
  const { spec } = (await cluster.api.get(`/apis/${kind}/${name}`)) as unknown as { spec: object };
  return (at(spec, "template.spec.containers") as { image: string }[])[0]!.image.split(":")[1];
};

describe("a migration", () => {
  const migrate = (tag: string) => release("api-migrate", "task-migration", { image: { tag } });
  const own = "?labelSelector=app.kubernetes.io/name=api-migrate";
  const uids = async () =>
    (await cluster.api.list(`/apis/batch/v1/namespaces/shop/jobs${own}`)).map(({ metadata }) => metadata["uid"]);
  const state = async () => ((await helm("status", "api-migrate", "-n", "shop")).match(/STATUS: (\w+)/) ?? [])[1];

  test("that fails at the very first install leaves its run, and nothing of the release", async () => {
    await expect(migrate("2.3.0-crash")).rejects.toThrow(/uninstalled due to atomic being set: failed post-install/);
    expect(await jobs("api-migrate")).toEqual(["api-migrate-# not complete"]);
    await expect(state()).rejects.toThrow(/not found/);
  });

  test("is tried again, by a new job", async () => {
    const [first] = await uids();
    await expect(migrate("2.3.0-crash")).rejects.toThrow(/failed post-install/);
    expect(await jobs("api-migrate")).toEqual(["api-migrate-# not complete"]);
    expect((await uids())[0]).not.toBe(first);
  });

  test("that succeeds lets the new version come, and waits to be taken back by hand", async () => {
    await migrate("2.4.0");
    await release("api", "web-minimal", { name: "api", image: { tag: "2.4.0" } });
    expect(await state()).toBe("deployed");
    expect(await jobs("api-migrate")).toContain("api-migrate-# complete");
    const rollback = await cluster.api.get("/apis/batch/v1/namespaces/shop/cronjobs/api-migrate-rollback");
    expect(at(rollback, "spec.suspend")).toBe(true);
    const { spec, metadata } = at(rollback, "spec.jobTemplate") as { spec: object; metadata: object };
    await create(cluster.api, {
      ...{ apiVersion: "batch/v1", kind: "Job", spec },
      metadata: { ...metadata, name: "by-hand", namespace: "shop" },
    });
  });

  test("that fails in an upgrade keeps its run; its release is back, and the old version serves on", async () => {
    await expect(migrate("2.5.0-crash")).rejects.toThrow(/rolled back/);
    expect(await state()).toBe("deployed");
    expect(await jobs("api-migrate")).toEqual([
      "api-migrate-# complete",
      "api-migrate-# not complete",
      "api-migrate-# not complete",
    ]);
    expect(await image("apps/v1/namespaces/shop/deployments", "api")).toBe("2.4.0");
  });
});

describe("blue-green", () => {
  const rollout = "argoproj.io/v1alpha1/namespaces/shop/rollouts";
  const wait = (tag: string) => ({ progressive: { wait: { image: { tag } } } });

  test("is released once the job has seen the first step", async () => {
    await release("shopfront", "web-blue-green");
    expect(await jobs("shopfront")).toEqual(["shopfront-# complete"]);
    expect(await image(rollout, "shopfront")).toBe("2.4.0");
  });

  test("that is refused at its first step is taken back: the Rollout asks for the old version again", async () => {
    const refused = { image: { tag: "2.5.0" }, ...wait("v1.35.0-crash") };
    await expect(release("shopfront", "web-blue-green", refused)).rejects.toThrow(/rolled back/);
    expect(await image(rollout, "shopfront")).toBe("2.4.0");
    expect(await helm("status", "shopfront", "-n", "shop")).toContain("STATUS: deployed");
    // What says why stays.
    expect(await jobs("shopfront")).toEqual(["shopfront-# complete", "shopfront-# not complete"]);
  });

  test("that changes nothing in its pods waits for nothing", async () => {
    await release("shopfront", "web-blue-green", { autoscaling: { max: 12 } });
    expect(await jobs("shopfront")).toEqual(["shopfront-# complete", "shopfront-# not complete"]);
  });
});

test("policies of signatures are what Kyverno's definition says, by login and by key", async () => {
  const signers = [
    { issuer: "https://token.actions.githubusercontent.com", subject: "https://github.com/acme/*" },
    { publicKey: "-----BEGIN PUBLIC KEY-----\nMFkw\n-----END PUBLIC KEY-----\n" },
    { publicKey: "awskms:///alias/cosign" },
  ];
  const images = [{ from: "ghcr.io/acme", signers }];
  const made = await simulate(
    () => new ImageSignatures("signatures", { partOf: "shop", namespaces: ["shop"], images }),
  );
  const [policy] = made.find("ImageValidatingPolicy").map(({ inputs }) => inputs as unknown as Manifest);
  await create(cluster.api, policy!, { dryRun: true });
  const strange = { ...policy!, spec: { ...(at(policy, "spec") as object), ofNoDefinition: 1 } };
  await expect(create(cluster.api, strange, { dryRun: true })).rejects.toThrow(/unknown field "spec.ofNoDefinition"/);
});

describe.each(samples)("the sample %s", (sample) => {
  const objects = () =>
    render(sample).map((manifest) => ({
      ...manifest,
      metadata: { ...manifest.metadata, name: `${manifest.metadata.name}-strict` },
    }));

  test("is accepted, strictly", async () => {
    for (const manifest of objects()) await create(cluster.api, manifest, { dryRun: true });
  });

  test("is refused with a field that no definition knows", async () => {
    for (const manifest of objects()) {
      const spec = at(manifest, "spec");
      if (spec === undefined) continue;
      const strange = { ...manifest, spec: { ...spec, ofNoDefinition: 1 } };
      await expect(create(cluster.api, strange, { dryRun: true })).rejects.toThrow(
        /unknown field "spec.ofNoDefinition"/,
      );
    }
  });

  test("has pods, of analyses too, that the namespace lets in", async () => {
    const templates = render(sample).flatMap((manifest): unknown[] => {
      const metrics = (at(manifest, "spec.metrics") ?? []) as { provider?: object }[];
      const jobs = metrics.map(({ provider }) => at(provider, "job.spec.template")).filter(Boolean);
      return manifest.kind === "Job" ? [at(manifest, "spec.template")] : jobs;
    });
    for (const template of [podTemplate(render(sample)), ...templates]) {
      const { spec } = template as { spec: { serviceAccountName: string } };
      const account = { name: spec.serviceAccountName, namespace: "shop" };
      await create(cluster.api, { apiVersion: "v1", kind: "ServiceAccount", metadata: account }).catch(() => undefined);
      const pod = { apiVersion: "v1", kind: "Pod", metadata: { name: "admitted", namespace: "shop" }, spec };
      await expect(create(cluster.api, pod, { dryRun: true })).resolves.toMatchObject({ kind: "Pod" });
    }
  });
});
