import { cloudDatabase } from "../../ops/backups/aws";
import { runOps } from "../support/run-ops";

interface Account {
  clusters: Record<string, Record<string, unknown>>;
  instances: Record<string, Record<string, unknown>>;
  snapshots: Record<string, Record<string, unknown>>;
  /** What restored clusters have that is not as it should be. */
  twist?: object;
  /** `<operation> <new name>` that AWS refuses. */
  fails?: string;
}

let state: Account;
let told: object;
let asked: readonly (readonly string[])[] = [];
const account = (): Account => structuredClone(state);
const orders = (name: string) => asked.filter(([, operation]) => operation === name);

/** What refuses, in the words of AWS. */
class Refusal extends Error {}

/** What the commands of both services do, as far as these orders go. */
function awsCli([, operation = "", ...rest]: readonly string[]): object {
  const { clusters, instances, snapshots } = state;
  const option = (name: string): string => rest[rest.indexOf(`--${name}`) + 1] ?? "";
  const has = (name: string): boolean => rest.includes(`--${name}`);
  const there = <T>(found: T | undefined, code: string): T => {
    if (found === undefined) throw new Refusal(code);
    return found;
  };
  const [id, name] = [option("db-cluster-identifier"), option("db-instance-identifier")];
  const cluster = (of: string) => there(clusters[of], "DBClusterNotFoundFault");
  const membersOf = (of: string) =>
    Object.values(instances).filter((one) => one["cluster"] === cluster(of)["resource"]);
  if (state.fails === `${operation} ${option("new-db-instance-identifier")}`)
    throw new Refusal("InvalidDBInstanceState");
  switch (operation) {
    case "describe-db-clusters": {
      const DBClusterMembers = membersOf(id).map((one) => ({ ...one, IsClusterWriter: one["writer"] }));
      return { DBClusters: [{ ...cluster(id), DBClusterMembers }] };
    }
    case "describe-db-instances":
      return { DBInstances: [there(instances[name], "DBInstanceNotFound")] };
    case "describe-db-cluster-snapshots":
      return {
        DBClusterSnapshots: has("db-cluster-snapshot-identifier")
          ? [there(snapshots[option("db-cluster-snapshot-identifier")], "DBClusterSnapshotNotFoundFault")]
          : Object.values(snapshots).filter((one) => one["DBClusterIdentifier"] === id),
      };
    case "list-tags-for-resource":
      return { TagList: ["Stack", "aws:cloudformation:x"].map((Key) => ({ Key, Value: "prod" })) };
    case "create-db-cluster-snapshot": {
      const own = option("db-cluster-snapshot-identifier");
      snapshots[own] = { DBClusterSnapshotIdentifier: own, DBClusterIdentifier: id, Status: "available" };
      return {};
    }
    case "restore-db-cluster-to-point-in-time":
    case "restore-db-cluster-from-snapshot": {
      const from = has("snapshot-identifier")
        ? String(snapshots[option("snapshot-identifier")]!["DBClusterIdentifier"])
        : option("source-db-cluster-identifier");
      const { MasterUserSecret: _, ...same } = cluster(from);
      clusters[id] = {
        ...{ ...same, resource: `r-${id}`, DBClusterIdentifier: id, Endpoint: `${id}.new`, ...state.twist },
        ...{ DBClusterParameterGroup: "default", DeletionProtection: has("deletion-protection") },
      };
      return {};
    }
    case "modify-db-cluster": {
      const own = cluster(id);
      if (has("db-cluster-parameter-group-name"))
        own["DBClusterParameterGroup"] = option("db-cluster-parameter-group-name");
      if (has("manage-master-user-password")) own["MasterUserSecret"] = {};
      if (!has("new-db-cluster-identifier")) return {};
      const to = option("new-db-cluster-identifier");
      if (clusters[to]) throw new Refusal("DBClusterAlreadyExistsFault");
      delete clusters[id];
      clusters[to] = { ...own, DBClusterIdentifier: to };
      return {};
    }
    case "create-db-instance":
      instances[name] = {
        ...{ DBInstanceIdentifier: name, DBInstanceArn: name, DBInstanceStatus: "available" },
        ...{ cluster: cluster(id)["resource"], writer: membersOf(id).length === 0 },
        DBInstanceClass: option("db-instance-class"),
      };
      return {};
    case "modify-db-instance": {
      const to = option("new-db-instance-identifier");
      if (instances[to]) throw new Refusal("DBInstanceAlreadyExists");
      instances[to] = { ...there(instances[name], "DBInstanceNotFound"), DBInstanceIdentifier: to };
      delete instances[name];
      return {};
    }
    default:
      throw new Refusal(`InvalidAction ${operation}`);
  }
}

/** An AWS CLI that keeps clusters of Aurora and DocumentDB, and a Pulumi CLI that knows a stack of both. */
jest.mock("node:child_process", () => ({
  ...jest.requireActual<object>("node:child_process"),
  spawnSync: (program: string, args: readonly string[]) => {
    if (program === "pulumi") return { status: 0, stdout: JSON.stringify(told), stderr: "" };
    asked = [...asked, args];
    try {
      return { status: 0, stdout: JSON.stringify(awsCli(args)), stderr: "" };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { status: 254, stdout: "", stderr: `An error occurred (${error.message}) when calling the operation` };
    }
  },
}));

const DOCS = "shop-prod-store-docs";
const MAIN = "shop-prod-store-main";
const cluster = (name: string, over: object = {}) => ({
  ...{ DBClusterIdentifier: name, DBClusterArn: `arn:${name}`, Status: "available", resource: `r-${name}` },
  ...{ StorageEncrypted: true, KmsKeyId: "key-1", DBSubnetGroup: "subnets", DBClusterParameterGroup: "parameters" },
  ...{ BackupRetentionPeriod: 30, PreferredBackupWindow: "02:00-03:00", DeletionProtection: true },
  ...{ EarliestRestorableTime: "2026-11-01T00:00:00Z", LatestRestorableTime: "2026-11-21T10:00:00Z" },
  ...{ VpcSecurityGroups: [{ VpcSecurityGroupId: "sg-1" }], MasterUserSecret: { KmsKeyId: "key-1" } },
  ...over,
});
const instance = (of: string, name: string, writer: boolean, DBInstanceClass: string) => ({
  ...{ DBInstanceIdentifier: name, DBInstanceArn: `arn:${name}`, DBInstanceStatus: "available" },
  ...{ cluster: `r-${of}`, writer, DBInstanceClass, PromotionTier: writer ? 0 : 1 },
});

const outputs = (over: object = {}) => ({
  kubeconfig: "{}",
  foundation: {
    name: "shop-prod",
    stores: {
      docs: { host: `${DOCS}.cluster-abc.eu-west-1.docdb.amazonaws.com` },
      main: { host: `${MAIN}.cluster-abc.eu-west-1.rds.amazonaws.com`, ...over },
    },
  },
});

const fresh = (over: Partial<Account> = {}) => {
  state = {
    clusters: {
      [DOCS]: cluster(DOCS, { Engine: "docdb", EngineVersion: "5.0.0", Port: 27017 }),
      [MAIN]: cluster(MAIN, {
        ...{ Engine: "aurora-postgresql", EngineVersion: "16.6", Port: 5432, StorageType: "aurora-iopt1" },
        ...{ IAMDatabaseAuthenticationEnabled: true, EnabledCloudwatchLogsExports: ["postgresql"] },
        ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 8 },
      }),
    },
    instances: Object.fromEntries(
      [
        instance(DOCS, `${DOCS}-2`, false, "db.r6g.large"),
        instance(DOCS, `${DOCS}-1`, true, "db.r6g.xlarge"),
        instance(MAIN, MAIN, true, "db.serverless"),
      ].map((one) => [one.DBInstanceIdentifier, one]),
    ),
    snapshots: {
      "rds:docs-daily": {
        ...{ DBClusterSnapshotIdentifier: "rds:docs-daily", DBClusterIdentifier: DOCS, Status: "available" },
        ...{ SnapshotType: "automated", SnapshotCreateTime: "2026-11-20T02:00:00Z" },
      },
    },
    ...over,
  };
};

beforeEach(() => {
  asked = [];
  told = outputs();
  fresh();
});

const ops = (...argv: string[]) => runOps(...argv, "--stack", "prod");

const CONSENT = ["--in-place", "--yes", "shop-prod"];
/** With a time in it as a name has. */
const stamped = (text: string) => text.replaceAll(/\d{14}/g, "<now>");

test.each([
  ["db.cluster-x1.eu-west-1.docdb.amazonaws.com", { identifier: "db", kind: "cluster", service: "docdb" }],
  ["db.cluster-x1.cn-north-1.rds.amazonaws.com.cn", { region: "cn-north-1", kind: "cluster", service: "rds" }],
  ["db.x1.eu-west-1.rds.amazonaws.com", { identifier: "db", kind: "instance", service: "rds" }],
  ["db-rs0.shop-stores.svc.cluster.local", undefined],
])("%s", (host, expected) => {
  const found = cloudDatabase(host);
  if (expected === undefined) expect(found).toBeUndefined();
  else expect(found).toMatchObject(expected);
});

test("what can be had: any moment, and snapshots", async () => {
  const { code, out } = await ops("restore", "docs", "--list", "--json");
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    stack: "shop-prod",
    restorable: { earliest: "2026-11-01T00:00:00Z", latest: "2026-11-21T10:00:00Z" },
    snapshots: [{ DBClusterSnapshotIdentifier: "rds:docs-daily" }],
  });
  expect((await ops("restore", "docs", "--list")).out).toMatch(/rds:docs-daily +2026-11-20T02:00:00Z automated/);
});

test("a backup is a snapshot of a name of its own", async () => {
  expect((await ops("backup", "docs")).code).toBe(0);
  const [name = ""] = Object.keys(account().snapshots).filter((each) => each.includes("safety"));
  expect(stamped(name)).toBe(`${DOCS}-safety-<now>`);
});

test("a DocumentDB to a moment: a cluster beside it with one member of the writer's class; the old one is only read", async () => {
  const before = account();
  const { code, out } = await ops("restore", "docs", "2026-11-21T09:30:00Z");
  expect(code).toBe(0);
  expect(out).toMatch(/\.new holds what docs was.*✓ done in \d+ min/s);
  const [order = []] = orders("restore-db-cluster-to-point-in-time");
  expect(stamped(order.join(" "))).toBe(
    `docdb restore-db-cluster-to-point-in-time --source-db-cluster-identifier ${DOCS} --restore-to-time 2026-11-21T09:30:00.000Z ` +
      `--db-cluster-identifier ${DOCS}-pit-<now> --db-subnet-group-name subnets --vpc-security-group-ids sg-1 --port 27017 --kms-key-id key-1 ` +
      '--no-deletion-protection --tags {"Key":"Stack","Value":"prod"} --region eu-west-1 --output json',
  );
  const { clusters, instances } = account();
  for (const [name, one] of Object.entries(before.clusters)) expect(clusters[name]).toEqual(one);
  const [made] = Object.values(clusters).filter(({ DBClusterIdentifier: id }) => !(String(id) in before.clusters));
  expect(made).toMatchObject({ DBClusterParameterGroup: "parameters", MasterUserSecret: {} });
  const members = Object.values(instances).filter((one) => one["cluster"] === made!["resource"]);
  expect(members).toMatchObject([{ DBInstanceClass: "db.r6g.xlarge", writer: true }]);
});

test("an Aurora to the latest moment keeps its capacity, its kind of storage, its logs and its logins by IAM", async () => {
  expect((await ops("restore", "main", "--point-in-time")).code).toBe(0);
  const [order = []] = orders("restore-db-cluster-to-point-in-time");
  expect(order.join(" ")).toMatch(
    /^rds .*--use-latest-restorable-time .*--storage-type aurora-iopt1 --serverless-v2-scaling-configuration MinCapacity=0.5,MaxCapacity=8 --enable-iam-database-authentication --enable-cloudwatch-logs-exports postgresql/,
  );
});

test("in place, from a snapshot: a safety snapshot, all members anew, and names change places; the old one is kept", async () => {
  const { code, out } = await ops("restore", "docs", "rds:docs-daily", ...CONSENT);
  expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining("pulumi refresh --stack prod") });
  const sequence = asked.map(([, operation]) => operation!);
  expect(sequence.indexOf("create-db-cluster-snapshot")).toBeLessThan(
    sequence.indexOf("restore-db-cluster-from-snapshot"),
  );
  expect(orders("restore-db-cluster-from-snapshot")[0]).toEqual(
    expect.arrayContaining(["--snapshot-identifier", "rds:docs-daily", "--engine", "docdb", "--deletion-protection"]),
  );
  const { clusters, instances } = account();
  expect(Object.keys(clusters).map(stamped).sort()).toEqual([DOCS, `${DOCS}-before-<now>`, MAIN].sort());
  const inPlace = Object.values(instances).filter((one) => one["cluster"] === clusters[DOCS]!["resource"]);
  expect(inPlace.map((one) => [one["DBInstanceIdentifier"], one["DBInstanceClass"], one["writer"]])).toEqual([
    [`${DOCS}-1`, "db.r6g.xlarge", true],
    [`${DOCS}-2`, "db.r6g.large", false],
  ]);
  expect(clusters[DOCS]).toMatchObject({ DeletionProtection: true, DBClusterParameterGroup: "parameters" });
});

test("in place is refused without the stack's name, and nothing is made", async () => {
  const before = account();
  for (const consent of [[], ["--yes", "prod"]]) {
    const { code, err } = await ops("restore", "docs", "--in-place", ...consent);
    expect({ code, err }).toEqual({ code: 3, err: expect.stringContaining("--yes shop-prod") });
  }
  expect(account()).toEqual(before);
});

test("what comes back unlike the old one takes nobody's place", async () => {
  fresh({ twist: { KmsKeyId: "another-key" } });
  const { code, err } = await ops("restore", "docs", ...CONSENT);
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining("KmsKeyId is another-key, not key-1") });
  expect(account().clusters[DOCS]).toMatchObject({ resource: `r-${DOCS}` });
});

test("a switch that stops half-way names what was renamed", async () => {
  fresh({ fails: `modify-db-instance ${DOCS}-1` });
  const { code, err } = await ops("restore", "docs", ...CONSENT);
  expect(code).toBe(2);
  expect(stamped(err)).toMatch(new RegExp(`renamed so far: ${DOCS} → ${DOCS}-before-<now>, .*Both clusters are there`));
});

test("a dry run names the orders, and gives none", async () => {
  const before = account();
  const { code, out } = await ops("restore", "docs", "--dry-run", "--in-place");
  expect(code).toBe(0);
  expect(out).toMatch(/would aws docdb create-db-cluster-snapshot .*\nwould aws docdb restore-db-cluster-to-point/);
  expect(account()).toEqual(before);
});

test.each([
  [["restore", "docs", "2026-11-21T10:00:01Z"], /is later than 2026-11-21T10:00:00Z/],
  [["restore", "docs", "2026-10-01T00:00:00Z"], /is before 2026-11-01T00:00:00Z/],
  [["restore", "docs", "2026-13-01"], /is no time/],
  [["restore", "docs", "noon"], /"noon" is no snapshot and no time.*--list/],
  [["restore", "main", "rds:docs-daily", ...CONSENT], /no snapshot of main but of shop-prod-store-docs/],
  [["restore", "docs", "--into", "beside"], /neither --into nor --jobs/],
  [["drill", "docs"], /no drill restores it/],
  [["restore", "else"], /backs nothing up by jobs/],
])("%j is refused in plain words", async (argv, message) => {
  const { code, err } = await ops(...argv);
  expect(code).toBe(1);
  expect(err).toMatch(message);
  expect(Object.keys(account().clusters)).toEqual([DOCS, MAIN]);
});

test("a pool keeps to the cluster that it was made for: in place is refused", async () => {
  told = outputs({ pool: { host: "pool" } });
  expect((await ops("restore", "main", ...CONSENT)).err).toMatch(/has a pool.*take `pool` out of config/);
});
