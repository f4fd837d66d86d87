import { parseConfig } from "../../../../stacks/config/load";
import { merge } from "../../../../stacks/config/presets";
import { planStack } from "../../../../stacks/plan/plan";

const common = { app: "shop", environment: "prod", region: "office", owner: "team-shop", costCenter: "shop" };
const backupsTo = { endpoint: "https://s3.example.com", bucket: "shop-backups", secret: "s3-keys" };
const at = { host: "db.example.com", cidrs: ["10.0.0.0/24"], secret: "db-login" };

const bases = {
  kubernetes: {
    ...{ ...common, cloud: "kubernetes", account: "3b1e6c4a-0d5f-4a7e-9c2b-8f6d5e4c3b2a", secrets: ["s3-keys"] },
    cluster: {
      ...{ context: "office", nodes: { count: 3, cpu: 16, memoryGb: 64 }, entry: { address: "203.0.113.10" } },
      backupsTo,
    },
  },
  vps: {
    ...{ ...common, cloud: "vps", secrets: ["s3-keys"] },
    account: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ2vX0bqkq2Xv5n0m8xqkq1w3e4r5t6y7u8i9o0p1a2s",
    cluster: { ssh: { host: "203.0.113.10" }, publicAccess: ["203.0.113.0/24"], backupsTo },
  },
} as const;

type Target = keyof typeof bases;

const parsed = (target: Target, over: object) =>
  parseConfig(merge(bases[target], over) as Record<string, unknown>, "Pulumi.prod.yaml");

/** Target, what config says besides, and what it is told. */
const refused: readonly (readonly [Target, string, object, RegExp])[] = [
  ["kubernetes", "two ways in", { cluster: { kubeconfig: "{}" } }, /both kubeconfig and context/],
  ["kubernetes", "any cluster in prod", { account: "any" }, /any, in prod/],
  ["kubernetes", "a login that is no secret", { stores: { db: { kind: "postgres", at } } }, /stores\.db\.at\.secret/],
  ["kubernetes", "a bucket without an address", { stores: { files: { kind: "bucket" } } }, /stores\.files\.at/],
  [
    "kubernetes",
    "copies of a Valkey",
    { stores: { cache: { kind: "redis", replicas: 1 } } },
    /0: a Valkey in the cluster/,
  ],
  [
    "kubernetes",
    "two MongoDBs, which cannot elect one",
    { stores: { docs: { kind: "mongodb", replicas: 1 } } },
    /0, 2 or 4: an odd number of members/,
  ],
  [
    "kubernetes",
    "a drill of a MongoDB",
    { stores: { docs: { kind: "mongodb" } }, backups: { stores: { docs: { drill: "weekly" } } } },
    /backups\.stores\.docs\.drill[\s\S]*restores in place alone/,
  ],
  ["kubernetes", "Loki", { logs: { backend: "loki" } }, /logs\.backend/],
  ["kubernetes", "a vault", { backups: { stores: {}, vault: {} } }, /backups\.vault/],
  ["kubernetes", "a lock on somebody else's bucket", { backups: { stores: {}, lockDays: 7 } }, /backups\.lockDays/],
  ["kubernetes", "karpenter", { addons: { karpenter: true } }, /karpenter is for aws alone/],
  ["kubernetes", "logins beside the manager", { secretSource: { kind: "pulumi" } }, /secretSource\.kind/],
  ["vps", "a database that is not backed up", { stores: { db: { kind: "postgres" } } }, /backups\.stores\.db/],
  [
    "vps",
    "a standby on the same machine",
    { stores: { db: { kind: "postgres", multiZone: true } }, backups: { stores: { db: {} } } },
    /false: there is one machine/,
  ],
  [
    "vps",
    "members of a MongoDB on the same machine",
    { stores: { docs: { kind: "mongodb", replicas: 2 } } },
    /0: there is one machine/,
  ],
  ["vps", "SSH for everybody", { cluster: { publicAccess: ["0.0.0.0/0"] } }, /cluster\.publicAccess\[0\]/],
  ["vps", "no host key", { account: "203.0.113.10" }, /a public host key/],
];

test.each(refused)("%s: refuses %s", (target, _what, over, words) => {
  expect(() => parsed(target, over)).toThrow(words);
});

test("a kubeconfig is never repeated in a message", () => {
  const canary = "rehearsal-canary-of-a-kubeconfig";
  try {
    parsed("kubernetes", { cluster: { kubeconfig: [canary] } });
    throw new Error("it went through");
  } catch (error) {
    expect(String(error)).toMatch(/cluster\.kubeconfig/);
    expect(String(error)).not.toContain(canary);
  }
});

test("stores bring the add-ons that run them, and those by address bring none", () => {
  const addons = (stores: object) =>
    planStack(parsed("kubernetes", { stores, secrets: ["s3-keys", "db-login"] }), "prod").addons;
  expect(addons({ db: { kind: "postgres" } })).toEqual(expect.arrayContaining(["cloudnative-pg", "cert-manager"]));
  expect(addons({ cache: { kind: "redis" } })).toContain("cert-manager");
  expect(addons({ db: { kind: "postgres", at } })).not.toContain("cloudnative-pg");
});

test("a MongoDB in the cluster is backed up by its operator, one by its address by jobs, with a drill", () => {
  const backups = (store: object) =>
    planStack(
      parsed("kubernetes", {
        ...{ stores: { docs: { kind: "mongodb", ...store } }, backups: { stores: { docs: {} } } },
        secrets: ["s3-keys", "db-login"],
      }),
      "prod",
    ).backups?.stores;
  expect(backups({})).toBeUndefined();
  expect(backups({ at })).toMatchObject([{ name: "docs", rows: "count", drill: "0 5 * * 1" }]);
});

test("a VPS of 4 cores and 8 GiB is full where workloads ask for more than the platform leaves", () => {
  const web = (memory: string) => ({
    ...{
      kind: "web",
      image: "ghcr.io/example/shop:1.0.0@sha256:4f1c1e3f7c1d5b9a8e2d6c0b7a5f3e1d9c8b6a4f2e0d8c6b4a2f1e3d5c7b9a80",
    },
    ...{ port: 8000, health: "/", resources: { cpu: "100m", memory } },
  });
  expect(
    planStack(parsed("vps", { workloads: { web: web("512Mi") } }), "prod").capacity.findings.map(({ level }) => level),
  ).not.toContain("error");
  expect(() => parsed("vps", { workloads: { web: web("6Gi") } })).toThrow(/cluster\.memoryGb/);
});
