import { planBackups } from "../../../stacks/plan/backups";
import { planStack } from "../../../stacks/plan/plan";
import { rawStack, refusalOf, stackConfig, web } from "../../support/configs";
import { type Simulation, simulate } from "../../support/simulate";

const main = require("../../../index") as () => Promise<object>;

const stores = { db: { kind: "postgres", version: "16" }, cache: { kind: "redis" }, media: { kind: "bucket" } };
const workloads = {
  api: web({ uses: ["db", "media"], secrets: { PAYMENTS_KEY: "payments-key" }, migrate: { command: ["./migrate"] } }),
  mailer: web({ uses: ["db"], secrets: { MAIL_KEY: "mail-key" } }),
};
const backups = {
  stores: { db: { at: "01:30", hourly: true, keep: { monthly: 0 }, maxHours: 2 } },
  lockDays: 7,
  copyTo: "eu-central-1",
  vault: {
    copyTo: "eu-central-1",
    copyToVaults: ["arn:aws:backup:eu-west-1:444455556666:backup-vault:copies"],
    lock: { days: 14, mode: "compliance" },
  },
};

const problems = (over: object): string => refusalOf(rawStack({ stores, ...over }));

describe("config", () => {
  test.each([
    ["a store that there is not", { stores: { dbb: {} } }, /backups\.stores\.dbb[\s\S]*PostgreSQL or MongoDB store/],
    ["a cache", { stores: { cache: {} } }, /backups\.stores\.cache[\s\S]*ElastiCache refuses to be dumped/],
    ["a bucket", { stores: { media: {} } }, /backups\.stores\.media[\s\S]*keeps versions/],
    ["the same region", { stores: { db: {} }, copyTo: "eu-west-1" }, /backups\.copyTo[\s\S]*another region/],
    ["no time", { stores: { db: { at: "2:00" } } }, /backups\.stores\.db\.at[\s\S]*write it like 02:00/],
    [
      "a lock longer than what it locks",
      { vault: { days: 30, lock: { days: 31 } } },
      /vault\.lock\.days[\s\S]*30 or less/,
    ],
    ["a vault that is none", { vault: { copyToVaults: ["mine"] } }, /copyToVaults[\s\S]*ARN of a backup vault/],
    ["no days", { stores: { db: { keep: { daily: 0 } } } }, /backups\.stores\.db\.keep\.daily/],
  ])("%s is refused", (_, given, message) => {
    expect(problems({ backups: given })).toMatch(message);
  });

  test("an empty entry takes 7, 30 and 90 days, 02:00 and a weekly drill", () => {
    const plan = planBackups(stackConfig({ stores, backups: { stores: { db: {} } } }))!;
    expect(plan.bucket.expiry.map(({ prefix, days }) => `${prefix} ${days}`)).toEqual([
      "daily/db/ 7",
      "weekly/db/ 30",
      "monthly/db/ 90",
      "safety/db/ 30",
    ]);
    expect(plan.stores).toMatchObject([
      { name: "db", schedules: { daily: "0 2 * * *" }, keepTiers: ["weekly", "monthly"], drill: "0 5 * * 1" },
    ]);
  });

  test("without it, or without a store, there is nothing", () => {
    expect(planStack(stackConfig({ stores }), "dev").backups).toBeUndefined();
    expect(planBackups(stackConfig({ stores, backups: { stores: {} } }))).toBeUndefined();
  });
});

describe("a stack with backups", () => {
  let made: Simulation;
  beforeAll(async () => {
    const raw = rawStack({ stores, backups, secrets: ["payments-key", "mail-key"], workloads });
    const config = Object.fromEntries(Object.entries(raw).map(([key, value]) => [`slipway:${key}`, value]));
    made = await simulate(main, { stack: "dev", config, region: "eu-west-1", account: "111122223333" });
  });

  test("its bucket is versioned, encrypted, locked, forgets by tier, and is copied to another region", () => {
    expect(made.one("Bucket", "shop-dev-backups").inputs).toBeDefined();
    const rules = made
      .find("BucketLifecycleConfiguration", "shop-dev-backups")
      .map(({ inputs }) => inputs.rules as { id: string; filter: { prefix: string }; expiration?: { days: number } }[]);
    expect(rules).toHaveLength(2);
    for (const each of rules) {
      expect(
        each.filter(({ id }) => id.startsWith("db-")).map((rule) => `${rule.filter.prefix} ${rule.expiration?.days}`),
      ).toEqual(["hourly/db/ 2", "daily/db/ 7", "weekly/db/ 30", "safety/db/ 30"]);
    }
    expect(made.find("BucketObjectLockConfiguration").map(({ inputs }) => inputs.rule)).toEqual([
      { defaultRetention: { mode: "GOVERNANCE", days: 7 } },
      { defaultRetention: { mode: "GOVERNANCE", days: 7 } },
    ]);
    const replication = made.one("BucketReplicationConfig");
    expect(replication.inputs.rules).toMatchObject([{ deleteMarkerReplication: { status: "Disabled" } }]);
    expect(made.find("pulumi:providers:aws", "copy")[0]!.inputs.region).toBe("eu-central-1");
    const copy = made.find("aws:s3/bucket:Bucket", "shop-dev-backups-copy")[0]!;
    expect(copy.provider).toContain("shop-dev-backups-copy-aws");
    for (const versioning of made.find("BucketVersioning", "shop-dev-backups")) {
      expect(made.waits(replication, versioning)).toBe(true);
    }
  });

  test("no identity can delete, restores cannot write over backups, monitoring reads how runs went alone", () => {
    const actions = (role: string) =>
      (
        JSON.parse(String(made.one("RolePolicy", `backups-${role}-policy`).inputs.policy)).Statement as {
          Action: string[];
          Resource: string;
        }[]
      ).flatMap(({ Action, Resource }) =>
        Action.map((action) => `${action} ${String(Resource).replace(/^.*backups-[0-9a-f]+/, "")}`),
      );
    for (const role of ["backup", "restore", "observe"]) {
      expect(actions(role).filter((action) => /Delete|\*$/.test(action.split(" ")[0]!))).toEqual([]);
    }
    expect(actions("backup")).toEqual(expect.arrayContaining(["s3:PutObject /*", "s3:GetObject /*"]));
    expect(actions("restore").filter((action) => action.startsWith("s3:Put"))).toEqual(["s3:PutObject /status/*"]);
    expect(actions("observe").filter((action) => /Get|Put/.test(action))).toEqual([
      "s3:GetBucketLocation ",
      "s3:GetObject /status/*",
    ]);
  });

  test("its jobs know the store, use the client of its version, and keep no secret in their values", () => {
    const release = made.find("helm.sh/v3:Release").find(({ inputs }) => inputs.name === "backups")!;
    expect(release.inputs.namespace).toBe("shop-backups");
    expect(release.inputs.values).toMatchObject({
      target: { options: { type: "s3", env_auth: "true", region: "eu-west-1" } },
      identity: { agent: { cidr: "169.254.170.23/32", port: 80 } },
      stores: {
        db: {
          kind: "postgres",
          image: expect.stringMatching(/^docker\.io\/library\/postgres:16\.\d+@sha256:[0-9a-f]{64}$/),
          database: "shop",
          schedules: { daily: "30 1 * * *", hourly: "30 0,2-23 * * *" },
          keepTiers: ["weekly"],
          drill: "30 4 * * 1",
          deadlineSeconds: 7200,
          secrets: { backup: { entries: expect.any(Array) }, restore: { entries: expect.any(Array) } },
        },
      },
    });
    const { secrets } = (release.inputs.values as { stores: { db: { secrets: Record<string, { id: string }> } } })
      .stores.db;
    const roles = made.find("helm.sh/v3:Release").find(({ inputs }) => inputs.name === "roles-db")!;
    const { master } = roles.inputs.values as { master: string };
    expect([secrets["backup"]!.id, secrets["restore"]!.id]).toEqual([
      expect.stringContaining("login-db-slipway-backup"),
      expect.stringContaining("login-db-slipway-restore"),
    ]);
    expect(JSON.stringify(release.inputs.values)).not.toContain(master);
    for (const addon of ["external-secrets", "prometheus-operator-crds"]) {
      expect(made.waits(release, made.one("Release", addon))).toBe(true);
    }
  });

  test("AWS Backup: a locked vault, a daily rule, copies to another region and another account, for what has the stack's tags", () => {
    const vaults = made.find("aws:backup/vault:Vault");
    expect(vaults.map(({ provider }) => provider?.includes("copy-aws"))).toEqual([false, true]);
    expect(made.find("VaultLockConfiguration").map(({ inputs }) => inputs)).toEqual([
      expect.objectContaining({ minRetentionDays: 14, maxRetentionDays: 35, changeableForDays: 3 }),
      expect.objectContaining({ minRetentionDays: 14, maxRetentionDays: 35, changeableForDays: 3 }),
    ]);
    expect(made.one("aws:backup/plan:Plan").inputs.rules).toMatchObject([
      {
        schedule: "cron(0 4 * * ? *)",
        lifecycle: { deleteAfter: 35 },
        copyActions: [
          { destinationVaultArn: vaults[1]!.outputs.arn, lifecycle: { deleteAfter: 35 } },
          { destinationVaultArn: "arn:aws:backup:eu-west-1:444455556666:backup-vault:copies" },
        ],
      },
    ]);
    expect(made.one("aws:backup/selection:Selection").inputs.conditions).toMatchObject([
      {
        stringEquals: [
          { key: "aws:ResourceTag/Project", value: "shop" },
          { key: "aws:ResourceTag/Stack", value: "dev" },
        ],
      },
    ]);
  });

  test("who takes a workload over has its own secrets, and no way to another's", () => {
    const ids = (value: unknown): string[] =>
      value !== null && typeof value === "object"
        ? Object.entries(value).flatMap(([key, each]) =>
            ["secret", "id", "key", "master"].includes(key) && typeof each === "string" && /secret|^rds!/.test(each)
              ? [each]
              : ids(each),
          )
        : [];
    const releases = made
      .find("helm.sh/v3:Release")
      .map(({ inputs }) => [String(inputs.name), ids(inputs.values)] as const);
    const own = (name: string) =>
      [...new Set(releases.find(([each]) => each === name)![1])].map((id) => id.replace(/^.*secret:/, ""));
    const [api, migration, mailer] = [own("api"), own("api-migrate"), own("mailer")];
    expect(api).toEqual([expect.stringContaining("login-db-api"), expect.stringContaining("payments-key")]);
    expect(migration).toContainEqual(expect.stringContaining("login-db-api-migrate"));
    expect(mailer).toEqual([expect.stringContaining("login-db-mailer"), expect.stringContaining("mail-key")]);
    const jobs = own("backups");
    expect(jobs).toHaveLength(2);
    for (const one of mailer) expect([...api, ...migration, ...jobs]).not.toContain(one);
    for (const one of jobs) expect([...api, ...migration]).not.toContain(one);
    // What a pod may ask of the cloud by itself: no secret at all, and no key but that of its own bucket.
    for (const { inputs, name } of made.find("aws:iam/rolePolicy:RolePolicy", "shop-dev-api")) {
      expect([name, String(inputs.policy)]).toEqual([name, expect.not.stringMatching(/secretsmanager|ssm:|"\*"/)]);
      const statements = JSON.parse(String(inputs.policy)).Statement as {
        Action: string[];
        Resource: string | string[];
      }[];
      const keys = statements.filter(({ Action }) => Action.some((action) => action.startsWith("kms:")));
      expect(keys.flatMap(({ Resource }) => Resource)).toEqual([
        made.one("aws:kms/key:Key", "shop-dev-store-media").outputs.arn,
      ]);
    }
    expect(made.find("aws:iam/rolePolicy:RolePolicy", "shop-dev-mailer")).toEqual([]);
    // Nor of the cluster: the pods' accounts have no token and no rule.
    expect(made.find("rbac.authorization.k8s.io/v1:RoleBinding", "shop-dev-api")).toEqual([]);
  });

  test("who joins the foundation finds the bucket in its outputs", () => {
    expect(made.outputs).toMatchObject({
      foundation: { backups: { kind: "bucket", name: expect.stringMatching(/^shop-dev-backups-/) } },
      backups: { namespace: "shop-backups", stores: ["db"] },
    });
  });
});
