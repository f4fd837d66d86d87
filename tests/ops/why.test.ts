import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Ask } from "../../ops/kubernetes";
import { diagnose } from "../../ops/why/diagnose";
import { sceneOf } from "../../ops/why/scene";
import { whyText } from "../../ops/why/why";
import { plain } from "../../rehearsal/report/paint";
import { root } from "../support/configs";

const NOW = new Date("2026-11-21T12:00:00Z");

type Objects = Readonly<Record<string, readonly object[]>>;

/** A namespace `shop` with these objects, by their plural names. */
const cluster =
  (objects: Objects): Ask =>
  async (path) => {
    const own = path.replace(/\?.*$/, "").replace(/^.*\/namespaces\/shop\//, "");
    const [plural = "", name] = own.replace(/^\/apis?\/.*v1\//, "").split("/");
    const items = (objects[plural] ?? []) as { metadata: { name: string } }[];
    if (plural === "secrets" && path.includes("owner")) return { items: [] };
    return name === undefined ? { items } : items.find(({ metadata }) => metadata.name === name);
  };

const deployment = (over: object = {}) => ({
  metadata: { name: "web", namespace: "shop", uid: "d1" },
  spec: { replicas: 2 },
  status: { readyReplicas: 0 },
  ...over,
});
const replicaSet = {
  metadata: { name: "web-1", uid: "r1", ownerReferences: [{ kind: "Deployment", name: "web", uid: "d1" }] },
  spec: { replicas: 2, template: { spec: { containers: [{ image: "ghcr.io/acme/web:1.5.0" }] } } },
  status: {},
};
const pod = (over: { status?: object; spec?: object; metadata?: object } = {}, name = "web-1-a") => ({
  metadata: { name, ownerReferences: [{ kind: "ReplicaSet", name: "web-1", uid: "r1" }], ...over.metadata },
  spec: {
    nodeName: "node-a",
    containers: [{ name: "web", image: "ghcr.io/acme/web:1.5.0", ...(over.spec as object) }],
    ...over.spec,
  },
  status: { phase: "Pending", ...over.status },
});
const waiting = (reason: string, message = "", over: object = {}) => ({
  status: {
    phase: "Pending",
    containerStatuses: [
      { name: "web", ready: false, restartCount: 0, state: { waiting: { reason, message } }, ...over },
    ],
  },
});
const warning = (kind: string, name: string, reason: string, message: string) => ({
  metadata: { name: `${name}.1` },
  ...{ reason, message, involvedObject: { kind, name }, lastTimestamp: "2026-11-21T11:59:00Z" },
});
const node = {
  metadata: { name: "node-a" },
  status: { conditions: [{ type: "Ready", status: "True" }], allocatable: { cpu: "3920m", memory: "7Gi" } },
};

const why = async (objects: Objects, asked = "web") => {
  const base = { deployments: [deployment()], replicasets: [replicaSet], nodes: [node], secrets: [], configmaps: [] };
  return diagnose(await sceneOf(cluster({ ...base, ...objects }), "shop", asked, NOW));
};

const crashed = (end: object, restartCount = 4) =>
  waiting("CrashLoopBackOff", "", { restartCount, lastState: { terminated: end } });
const unready = {
  status: {
    phase: "Running",
    containerStatuses: [{ name: "web", ready: false, started: true, restartCount: 0, state: { running: {} } }],
  },
};
const unscheduled = (message: string, spec: object = {}) => ({
  spec: { nodeName: undefined, ...spec },
  status: {
    phase: "Pending",
    conditions: [{ type: "PodScheduled", status: "False", reason: "Unschedulable", message }],
  },
});
const pulls = (message: string) => ({
  pods: [pod(waiting("ImagePullBackOff"))],
  events: [warning("Pod", "web-1-a", "Failed", message)],
});
const refuses = (message: string) => ({ events: [warning("ReplicaSet", "web-1", "FailedCreate", message)] });

/** What is seen in the cluster → the sentence that says what is wrong, and the page that goes on. */
const cases: readonly (readonly [string, Objects, RegExp, string | undefined])[] = [
  [
    "an image that nobody pushed",
    pulls('Failed to pull image "x": not found'),
    /web:1\.5\.0 is not in the registry/,
    "workload-image-unavailable",
  ],
  [
    "an image behind a login",
    pulls("Failed to pull image: 401 Unauthorized"),
    /registry wants a login/,
    "workload-image-unavailable",
  ],
  [
    "an image for another processor",
    pulls("Failed to pull image: no match for platform in manifest"),
    /no build for the node's processor/,
    "workload-image-unavailable",
  ],
  [
    "too many pulls",
    pulls("Failed to pull image: toomanyrequests: slow down"),
    /too many pulls/,
    "workload-image-unavailable",
  ],
  [
    "a registry out of reach",
    pulls("Failed to pull image: dial tcp: lookup ghcr.io: no such host"),
    /registry is not reached/,
    "workload-image-unavailable",
  ],
  [
    "no name of an image",
    { pods: [pod(waiting("InvalidImageName"))] },
    /is no name of an image/,
    "workload-image-unavailable",
  ],
  [
    "out of memory",
    {
      pods: [
        pod({
          ...crashed({ exitCode: 137, reason: "OOMKilled" }),
          spec: { containers: [{ name: "web", resources: { limits: { memory: "256Mi" } } }] },
        }),
      ],
    },
    /used all the memory it may have \(256Mi\).*4 times/,
    "workload-out-of-memory",
  ],
  [
    "a command that is not there",
    { pods: [pod(waiting("RunContainerError", 'exec: "./serve": stat ./serve: no such file or directory'))] },
    /has no command \.\/serve/,
    "workload-misconfigured",
  ],
  [
    "a crash",
    { pods: [pod(crashed({ exitCode: 1 }))] },
    /fails: it ended with exit code 1, and was started again 4 times/,
    "workload-crash-looping",
  ],
  [
    "a liveness probe",
    {
      pods: [pod(crashed({ exitCode: 137 }))],
      events: [warning("Pod", "web-1-a", "Unhealthy", "Liveness probe failed")],
    },
    /killed since its liveness probe failed/,
    "workload-restarting",
  ],
  [
    "a health check that says no",
    {
      pods: [pod(unready)],
      events: [
        warning("Pod", "web-1-a", "Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503"),
      ],
    },
    /health check answers HTTP 503/,
    "workload-not-ready",
  ],
  [
    "a port nobody listens on",
    {
      pods: [pod(unready)],
      events: [
        warning(
          "Pod",
          "web-1-a",
          "Unhealthy",
          "Readiness probe failed: dial tcp 10.0.0.1:80: connect: connection refused",
        ),
      ],
    },
    /meets: connection refused/,
    "workload-not-ready",
  ],
  [
    "a secret that External Secrets could not fetch",
    {
      pods: [pod(waiting("CreateContainerConfigError", 'secret "web-env" not found'))],
      externalsecrets: [
        {
          metadata: { name: "web" },
          spec: { target: { name: "web-env" } },
          status: { conditions: [{ type: "Ready", status: "False", message: "AccessDenied" }] },
        },
      ],
    },
    /Secret web-env.*ExternalSecret web should bring it \(AccessDenied\)/,
    "external-secret-not-synced",
  ],
  [
    "a secret that nobody brings",
    { pods: [pod(waiting("CreateContainerConfigError", 'secret "own" not found'))] },
    /no ExternalSecret brings it/,
    "external-secret-not-synced",
  ],
  [
    "a key that the secret lacks",
    { pods: [pod(waiting("CreateContainerConfigError", "couldn't find key API_KEY in Secret shop/web-env"))] },
    /web-env has no API_KEY/,
    "workload-misconfigured",
  ],
  [
    "an image that runs as root",
    { pods: [pod(waiting("CreateContainerConfigError", "container has runAsNonRoot and image will run as root"))] },
    /runs as root/,
    "pod-security-denied",
  ],
  [
    "a config map that it reads",
    { pods: [pod({ spec: { containers: [{ name: "web", envFrom: [{ configMapRef: { name: "flags" } }] }] } })] },
    /ConfigMap flags, which it reads, is not there/,
    "workload-misconfigured",
  ],
  [
    "no room on any node",
    {
      pods: [
        pod(
          unscheduled(
            "0/3 nodes are available: 1 Insufficient cpu, 2 node(s) had untolerated taint {gpu: true}. preemption: 0/3 nodes are available: 3 No preemption victims found.",
          ),
        ),
      ],
    },
    /1 node without enough cpu; 2 nodes kept for others \(taint gpu\)/,
    "pods-unschedulable",
  ],
  [
    "more than any node has",
    {
      pods: [
        pod(
          unscheduled("0/1 nodes are available: 1 Insufficient memory.", {
            containers: [{ name: "web", resources: { requests: { memory: "64Gi" } } }],
          }),
        ),
      ],
    },
    /more memory than any node here has at all/,
    "pods-unschedulable",
  ],
  [
    "no nodes at all",
    { nodes: [], pods: [pod(unscheduled("no nodes available to schedule pods"))] },
    /no node yet/,
    "pods-unschedulable",
  ],
  [
    "a quota",
    refuses(
      'Error creating: pods "web-1-x" is forbidden: exceeded quota: shop, requested: requests.cpu=500m, used: requests.cpu=4, limited: requests.cpu=4',
    ),
    /quota shop is used up: a new pod asks for requests\.cpu=500m/,
    "quota-nearly-used",
  ],
  [
    "Pod Security",
    refuses('pods "web" is forbidden: violates PodSecurity "restricted:latest": runAsNonRoot != true'),
    /level restricted:latest alone/,
    "pod-security-denied",
  ],
  [
    "an admission policy",
    refuses(
      "ValidatingAdmissionPolicy 'shop-images' with binding 'shop' denied request: images come from ghcr.io/acme",
    ),
    /The rule shop-images.*images come from ghcr\.io\/acme/,
    "admission-denied",
  ],
  [
    "a webhook that is down",
    refuses('Internal error occurred: failed calling webhook "validate.kyverno.svc": no endpoints available'),
    /webhook validate\.kyverno\.svc has to agree/,
    "image-verification-down",
  ],
  [
    "an image that is not signed",
    refuses('admission webhook "ivpol.validate" denied the request: Policy images failed: not signed'),
    /ivpol\.validate refuses it/,
    "image-refused",
  ],
  [
    "a service account that is gone",
    refuses('pods "web-1-" is forbidden: error looking up service account shop/web: serviceaccount "web" not found'),
    /service account web is not there/,
    undefined,
  ],
  [
    "no address left",
    {
      pods: [pod({})],
      events: [warning("Pod", "web-1-a", "FailedCreatePodSandBox", "failed to assign an IP address to container")],
    },
    /subnet has no address left/,
    undefined,
  ],
  [
    "a disk held elsewhere",
    { pods: [pod({})], events: [warning("Pod", "web-1-a", "FailedAttachVolume", "Multi-Attach error for volume")] },
    /volume of it cannot be mounted/,
    undefined,
  ],
  [
    "a node that is gone",
    {
      nodes: [{ metadata: { name: "node-a" }, status: { conditions: [{ type: "Ready", status: "Unknown" }] } }],
      pods: [pod({})],
    },
    /node node-a is out of reach/,
    "node-not-ready",
  ],
  [
    "a pod that does not end",
    { pods: [pod({ metadata: { deletionTimestamp: "2026-11-21T11:00:00Z", finalizers: ["a/b"] } })] },
    /gone for 60 minutes, and waits for a\/b/,
    undefined,
  ],
  [
    "an eviction",
    { pods: [pod({ status: { phase: "Failed", reason: "Evicted", message: "low on ephemeral-storage" } })] },
    /node threw it out/,
    "node-under-pressure",
  ],
  ["no pods wanted", { deployments: [deployment({ spec: { replicas: 0 } })] }, /scaled to nothing/, undefined],
  [
    "a class of disks that is not there",
    {
      pods: [
        pod({
          ...unscheduled("0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims."),
          spec: {
            nodeName: undefined,
            containers: [],
            volumes: [{ name: "v", persistentVolumeClaim: { claimName: "data" } }],
          },
        }),
      ],
      persistentvolumeclaims: [
        { metadata: { name: "data" }, spec: { storageClassName: "fast" }, status: { phase: "Pending" } },
      ],
    },
    /disk of the class fast, which is not there/,
    "volume-claim-pending",
  ],
  [
    "as many pods as it may have",
    {
      horizontalpodautoscalers: [
        {
          metadata: { name: "web" },
          spec: { scaleTargetRef: { name: "web" } },
          status: { conditions: [{ type: "ScalingLimited", status: "True", reason: "TooManyReplicas" }] },
        },
      ],
    },
    /as many pods as it may/,
    "workload-at-maximum",
  ],
];

test.each(cases)("%s", async (_what, objects, sentence, runbook) => {
  const { findings, well } = await why(objects);
  const found = findings.find(({ problem }) => sentence.test(problem));
  expect(findings.map(({ problem }) => problem).join("\n")).toMatch(sentence);
  expect(found!.mend.length).toBeGreaterThan(10);
  expect(found!.runbook).toBe(runbook);
  if (runbook) expect(existsSync(join(root, "docs/runbooks", `${runbook}.md`))).toBe(true);
  expect(well).toBe(false);
});

test.each([
  [
    "rollouts",
    {
      metadata: { name: "web", uid: "d1" },
      spec: { replicas: 1 },
      status: {
        readyReplicas: 1,
        phase: "Degraded",
        abort: true,
        message: 'RolloutAborted: metric "error-percent" assessed Failed',
      },
    },
    /refused by the gate error-percent/,
  ],
  [
    "rollouts",
    {
      metadata: { name: "web", uid: "d1" },
      spec: { replicas: 1 },
      status: { readyReplicas: 1, phase: "Paused", pauseConditions: [{}] },
    },
    /waits at a step/,
  ],
  ["cronjobs", { metadata: { name: "web" }, spec: { suspend: true, schedule: "* * * * *" } }, /suspended/],
  [
    "jobs",
    {
      metadata: { name: "web" },
      status: { conditions: [{ type: "Failed", status: "True", reason: "DeadlineExceeded" }] },
    },
    /took longer than it may/,
  ],
  [
    "certificates",
    {
      metadata: { name: "web" },
      status: { conditions: [{ type: "Ready", status: "False", message: "no such host" }] },
    },
    /certificate is not issued/,
  ],
])("%s says of itself what is wrong", async (plural, object, sentence) => {
  const { findings } = await why({ deployments: [], replicasets: [], [plural]: [object] });
  expect(findings.map(({ problem }) => problem).join()).toMatch(sentence);
});

test("what containers wrote is told without the namespace's secrets", async () => {
  const objects = {
    pods: [pod(crashed({ exitCode: 1, message: "no login for hunter22-of-shop" }))],
    secrets: [{ metadata: { name: "db" }, data: { password: Buffer.from("hunter22-of-shop").toString("base64") } }],
  };
  const { findings } = await why(objects);
  expect(findings[0]!.seen).toBe("no login for ***");
});

test("the same of many pods is said once, and pods that are well fill no page", async () => {
  const ill = [1, 2, 3].map((n) => pod(waiting("ImagePullBackOff"), `web-1-${n}`));
  const well = [4, 5, 6, 7, 8, 9].map((n) =>
    pod({ status: { phase: "Running", conditions: [{ type: "Ready", status: "True" }] } }, `web-1-${n}`),
  );
  const found = await why({ pods: [...well, ...ill] });
  expect(found.findings).toHaveLength(1);
  expect(found.findings[0]!.object).toBe("Pod web-1-1 and 2 more");
  const text = whyText(found, plain);
  expect(text).toContain("✗ Deployment web in shop is not well");
  expect(text).toContain("   ├─ ✗ Pod web-1-1  ImagePullBackOff");
  expect(text).toContain("└─ 4 more");
  expect(text).toContain("    read on docs/runbooks/workload-image-unavailable.md");
});

test("a kind that nobody knows, and a name that is not there", async () => {
  await expect(why({}, "gizmo/web")).rejects.toThrow(/"gizmo" is no kind that why knows: Deployment/);
  await expect(why({}, "wbe")).rejects.toThrow(/There is no object called "wbe".*: web/);
  await expect(why({}, "pod/web")).rejects.toThrow(/There is no Pod called "web"/);
});
