/** The life of a workload on a real API server: installed, upgraded, taken back, scaled, drained, refused, removed. */
import { reloaderAccount } from "../../../components/addons/reloader";
import { RestartRights } from "../../../components/workloads/restarts";
import { sampleValues } from "../../charts/workload/samples";
import { simulate } from "../../support/simulate";
import { create, type Manifest } from "../charts/apply";
import { KubeApi } from "../cluster/api";
import { waitFor } from "../cluster/process";
import { makeNamespace, type PodState, type Releases, startReleases } from "./releases";

let releases: Releases;
const NS = "shop";

beforeAll(async () => {
  releases = await startReleases();
  await makeNamespace(releases.api, NS, { quota: { pods: 30, storageGb: 100 } });
});

afterAll(async () => {
  await releases?.stop();
});

const image = (tag: string) => ({ repository: "registry.example.com/shop/web", tag });
const web = (name: string, tag: string, over = {}) =>
  sampleValues("web-minimal", { name, image: image(tag), replicas: 3, ...over });
const scheduler = (tag: string) => sampleValues("scheduler", { image: image(tag), metrics: undefined });

const allOf = (count: number, tag: string) => (pods: readonly PodState[]) =>
  pods.length === count && pods.every((pod) => pod.image === tag && pod.ready);
const evict = (name: string) =>
  releases.api.create(`/api/v1/namespaces/${NS}/pods/${name}/eviction`, {
    apiVersion: "policy/v1",
    kind: "Eviction",
    metadata: { name, namespace: NS },
  });
/** As `kubectl drain` does: asks again while it is refused. The controller counts a pod that is ready a moment after it is. */
const drain = (name: string) =>
  waitFor(`an eviction of ${name}`, 30, async () => {
    await evict(name);
    return true;
  });
const cordon = async (unschedulable: boolean) => {
  for (const { metadata } of await releases.api.list("/api/v1/nodes")) {
    await releases.api.patch(`/api/v1/nodes/${metadata.name}`, { spec: { unschedulable } });
  }
};

test("installed, its pods are ready, each on a node and in a zone of its own", async () => {
  await releases.release(NS, web("api", "1.0.0"));
  const pods = await releases.pods(NS, "api");
  expect(allOf(3, "1.0.0")(pods)).toBe(true);
  expect(new Set(pods.map(({ node }) => node)).size).toBe(3);
});

test("upgraded, all pods are new; a version that never becomes ready is taken back, and the old one serves", async () => {
  await releases.release(NS, web("api", "1.1.0"));
  await releases.until("the new version", NS, "api", allOf(3, "1.1.0"));

  await expect(releases.release(NS, web("api", "1.2.0-unready"), 10)).rejects.toThrow(
    /api failed, and has been rolled back/,
  );
  await releases.until("the old version", NS, "api", allOf(3, "1.1.0"));
  expect(JSON.parse(await releases.helm("status", "api", "--namespace", NS, "--output", "json"))).toMatchObject({
    info: { status: "deployed" },
  });
});

test("a failed first install leaves nothing behind", async () => {
  await expect(releases.release(NS, web("broken", "1.0.0-crash"), 8)).rejects.toThrow(/has been uninstalled/);
  await releases.until("nothing", NS, "broken", (pods) => pods.length === 0);
  expect(await releases.api.find(`/apis/apps/v1/namespaces/${NS}/deployments/broken`)).toBeUndefined();
});

test("scaled by hand, and by a scaler, whose minimum holds even before there are metrics", async () => {
  await releases.release(NS, web("scaled", "1.0.0", { replicas: 1 }));
  await releases.release(NS, web("scaled", "1.0.0", { replicas: 4 }));
  await releases.until("four pods", NS, "scaled", allOf(4, "1.0.0"));
  await releases.release(NS, web("scaled", "1.0.0", { replicas: undefined, autoscaling: { min: 5, max: 8, cpu: 70 } }));
  await releases.until("five pods", NS, "scaled", allOf(5, "1.0.0"));
  // The scaler's number is not the release's to reset.
  await releases.release(NS, web("scaled", "1.0.1", { replicas: undefined, autoscaling: { min: 5, max: 8, cpu: 70 } }));
  await releases.until("five new pods", NS, "scaled", allOf(5, "1.0.1"));
  await releases.helm("uninstall", "scaled", "--namespace", NS, "--wait");
});

test("drained: one pod at a time goes, the next once there is another in its place", async () => {
  await cordon(true);
  const [first, second] = await releases.pods(NS, "api");
  await drain(first!.name);
  await releases.until("a pod that waits", NS, "api", (pods) => pods.filter(({ ready }) => ready).length === 2);
  await expect(evict(second!.name)).rejects.toMatchObject({ status: 429 });
  await cordon(false);
  await releases.until("three again", NS, "api", allOf(3, "1.1.0"));
  await drain(second!.name);
  await releases.until("three again", NS, "api", allOf(3, "1.1.0"));
});

test("drained: neither a single pod nor one that is broken anyway holds a node up", async () => {
  await releases.release(NS, web("single", "1.0.0", { replicas: 1 }));
  const [alone] = await releases.pods(NS, "single");
  await drain(alone!.name);

  const deployment = `/apis/apps/v1/namespaces/${NS}/deployments/api`;
  const { spec } = (await releases.api.get(deployment)) as unknown as {
    spec: { template: { spec: { containers: { image: string }[] } } };
  };
  const [container] = spec.template.spec.containers;
  const broken = { ...container, image: "registry.example.com/shop/web:9-unready" };
  await releases.api.patch(deployment, { spec: { template: { spec: { containers: [broken] } } } });
  await releases.until("a broken pod", NS, "api", (pods) => pods.some(({ ready }) => !ready));
  const unready = (await releases.pods(NS, "api")).find(({ ready }) => !ready);
  await drain(unready!.name);
  await releases.api.patch(deployment, { spec: { template: { spec: { containers: [container] } } } });
  await releases.until("three whole ones", NS, "api", allOf(3, "1.1.0"));
});

test("a scheduler is one pod and never two, though its old pod is out of reach; a worker would be two", async () => {
  await releases.release(NS, scheduler("1.0.0"));
  await releases.release(NS, web("held", "1.0.0", { replicas: 1 }));
  const [beat] = await releases.pods(NS, "beat");
  const [worker] = await releases.pods(NS, "held");
  const paths = [beat!, worker!].map(({ name }) => `/api/v1/namespaces/${NS}/pods/${name}`);
  for (const path of paths) {
    await releases.api.patch(path, { metadata: { annotations: { "slipway.test/out-of-reach": "yes" } } });
    await releases.api.delete(path);
  }
  await releases.until("a second pod of the Deployment", NS, "held", (pods) => pods.length === 2);
  expect(await releases.pods(NS, "beat")).toMatchObject([{ name: "beat-0", ending: true }]);
  // Somebody has made sure that the node is gone.
  for (const path of paths) await releases.api.delete(`${path}?gracePeriodSeconds=0`);
  await releases.until("another pod in its place", NS, "beat", ([pod]) => pod?.ready === true && !pod.ending);
});

test("a scheduler's broken version is taken back with nobody's help", async () => {
  await expect(releases.release(NS, scheduler("1.1.0-unready"), 10)).rejects.toThrow(/has been rolled back/);
  await releases.until("the old version", NS, "beat", allOf(1, "1.0.0"));
});

test("its disk stays when it is removed, and is found again when it comes back", async () => {
  const claim = `/api/v1/namespaces/${NS}/persistentvolumeclaims/beat-state`;
  const { metadata } = await releases.api.get(claim);
  await releases.helm("uninstall", "beat", "--namespace", NS, "--wait");
  expect((await releases.api.get(claim)).metadata["uid"]).toBe(metadata["uid"]);
  await releases.release(NS, scheduler("1.0.0"));
  expect((await releases.api.get(claim)).metadata["uid"]).toBe(metadata["uid"]);
});

test("beyond the quota pods are refused, the release is taken back, and no other way in is let open", async () => {
  await expect(releases.release(NS, web("api", "1.1.0", { replicas: 40 }), 10)).rejects.toThrow(/has been rolled back/);
  const events = await releases.api.list(`/api/v1/namespaces/${NS}/events`);
  expect(events.map((event) => event["message"]).join("\n")).toMatch(/exceeded quota: quota, requested: pods=1/);
  await releases.until("three again", NS, "api", allOf(3, "1.1.0"));

  const service = {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "side-door", namespace: NS },
    spec: { type: "LoadBalancer", ports: [{ port: 80 }] },
  } as Manifest;
  await expect(create(releases.api, service)).rejects.toThrow(/exceeded quota/);
});

test("who restarts workloads for a new secret may do that, in their namespace, and nothing else", async () => {
  const { cluster, api } = releases;
  const { namespace: home, name } = reloaderAccount;
  const made = await simulate(
    () => new RestartRights("restarts", { namespace: NS, account: reloaderAccount, partOf: "shop" }),
  );
  await create(api, { apiVersion: "v1", kind: "Namespace", metadata: { name: home } });
  await create(api, { apiVersion: "v1", kind: "ServiceAccount", metadata: { name, namespace: home } });
  for (const { type, inputs } of made.resources) {
    if (type.startsWith("kubernetes:")) await create(api, inputs as unknown as Manifest);
  }
  const { status } = await api.create(`/api/v1/namespaces/${home}/serviceaccounts/${name}/token`, {
    ...{ apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: { expirationSeconds: 600 } },
  });
  const { server, ca } = cluster;
  const restarter = new KubeApi({ server, ca, token: (status as { token: string }).token });
  const deployment = `/apis/apps/v1/namespaces/${NS}/deployments/api`;
  await expect(restarter.list(`/api/v1/namespaces/${NS}/secrets`)).resolves.toBeDefined();
  const annotations = { "reloader.stakater.com/last-reloaded-from": "api-env" };
  await restarter.patch(deployment, { spec: { template: { metadata: { annotations } } } });
  await releases.until("pods made anew", NS, "api", allOf(3, "1.1.0"));
  await expect(restarter.list("/api/v1/namespaces/kube-system/secrets")).rejects.toMatchObject({ status: 403 });
  await expect(restarter.delete(deployment)).rejects.toMatchObject({ status: 403 });
  const secret = { apiVersion: "v1", kind: "Secret", metadata: { name: "new" } };
  await expect(restarter.create(`/api/v1/namespaces/${NS}/secrets`, secret)).rejects.toMatchObject({ status: 403 });
});

test("what requests nothing gets modest defaults rather than a refusal", async () => {
  const bare = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "bare", namespace: NS },
    spec: {
      securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
      containers: [
        {
          name: "bare",
          image: "registry.example.com/bare:1",
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] }, runAsUser: 1000 },
        },
      ],
    },
  } as Manifest;
  const { spec } = await create(releases.api, bare, { dryRun: true });
  expect(spec).toMatchObject({
    containers: [{ resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { memory: "256Mi" } } }],
  });
});
