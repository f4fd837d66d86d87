/** `ops backup` and `restore` of a MongoDB in the cluster: what its operator is asked, and what is made of its answers. */
import { type BackupObject, chosenBackup, expired, type Target } from "../../ops/backups/operator-parts";
import { runOps } from "../support/run-ops";

let backups: BackupObject[];
/** State in which what was asked for ends, by the kind of it. */
let ends: Record<string, string>;
let created: { kind: string; metadata: { name: string }; spec: Record<string, unknown> }[];
let asked: (readonly string[])[];
/** What is counted, one after the other. */
let counts: object[];

const kubectl = {
  run: async (args: readonly string[], input?: string): Promise<string> => {
    asked.push(args);
    if (args.includes("create")) {
      const object = JSON.parse(input ?? "") as (typeof created)[number] & BackupObject;
      created.push(object);
      if (object.kind === "PerconaServerMongoDBBackup") backups.push(object);
      return "";
    }
    if (args.includes("exec")) return `warning\n${JSON.stringify(counts.shift())}\n`;
    if (args.includes("delete")) return "";
    const [kind = "", name] = args.slice(args.indexOf("get") + 1);
    if (name === "--output") return JSON.stringify({ items: backups });
    return JSON.stringify({ status: { state: ends[kind], error: "out of room" } });
  },
  follow: async () => {},
};
jest.mock("../../ops/backups/kubectl", () => ({
  withKubectl: (_: string, __: object, work: (given: typeof kubectl) => Promise<unknown>) => work(kubectl),
}));

const operated = (protect = true) => ({
  ...{ name: "shop-prod", protect, namespace: "shop-stores" },
  stores: { docs: { cluster: "docs", storage: "bucket", database: "shop", safetyDays: 30 } },
});
let outputs: object;
jest.mock("node:child_process", () => ({
  ...jest.requireActual<object>("node:child_process"),
  spawnSync: () => ({ status: 0, stdout: JSON.stringify(outputs), stderr: "" }),
}));

const backup = (name: string, tier: string, at: string, state = "ready", clusterName = "docs"): BackupObject => ({
  metadata: { name, creationTimestamp: at, labels: { "percona.com/backup-ancestor": tier } },
  spec: { clusterName },
  status: { state, completed: at, lastWriteAt: at, size: "1.2GB" },
});

beforeEach(() => {
  [created, asked, ends] = [[], [], { "psmdb-backup": "ready", "psmdb-restore": "ready" }];
  counts = [{ orders: 3 }, { orders: 5, users: 1 }];
  outputs = { kubeconfig: "{}", operated: operated() };
  backups = [
    backup("cron-docs-1", "daily", "2026-11-19T02:10:00Z"),
    backup("cron-docs-2", "weekly", "2026-11-20T02:10:00Z"),
    backup("cron-docs-3", "daily", "2026-11-21T02:10:00Z", "error"),
    backup("docs-safety-1", "safety", "2026-09-01T10:00:00Z"),
    backup("cron-other-1", "daily", "2026-11-21T02:10:00Z", "ready", "other"),
  ];
});

const ops = (...argv: string[]) => runOps(...argv, "--stack", "prod");

const CONSENT = ["--in-place", "--yes", "shop-prod"];
const kinds = () => created.map(({ kind }) => kind.replace("PerconaServerMongoDB", ""));

test("its own backups are listed, the newest first, with how they went", async () => {
  const { out } = await ops("restore", "docs", "--list", "--json");
  const { snapshots } = JSON.parse(out) as { snapshots: { name: string }[] };
  expect(snapshots).toMatchObject([
    { name: "cron-docs-3", tier: "daily", state: "error" },
    { name: "cron-docs-2", tier: "weekly", state: "ready", size: "1.2GB" },
    { name: "cron-docs-1" },
    { name: "docs-safety-1", tier: "safety" },
  ]);
  expect((await ops("restore", "docs", "--list")).out).toContain("cron-docs-2");
});

test.each<readonly [string, boolean, string | undefined, string | undefined]>([
  ["latest", false, "cron-docs-2", undefined],
  ["latest", true, "cron-docs-2", "latest"],
  ["2026-11-20T02:00:00Z", false, "cron-docs-1", "2026-11-20 02:00:00"],
  ["2026-11-21T03:30:00+01:00", false, "cron-docs-2", "2026-11-21 02:30:00"],
  ["docs-safety-1", false, "docs-safety-1", undefined],
  ["cron-docs-3", false, undefined, undefined],
  ["2026-11-01T00:00:00Z", false, undefined, undefined],
  ["noon-1", false, undefined, undefined],
])("%s, to the latest moment: %s, means %s", (from, pointInTime, name, moment) => {
  const own = backups.filter(({ spec }) => spec.clusterName === "docs").reverse();
  const sorted = [...own].sort((a, b) => (b.status?.completed ?? "").localeCompare(a.status?.completed ?? ""));
  const found = chosenBackup(sorted, from, pointInTime);
  expect([found?.backup.metadata.name, found?.moment]).toEqual([name, moment]);
});

test("a backup is asked for with what takes it out of the bucket again; those of safety that are too old go", async () => {
  expect((await ops("backup", "docs")).code).toBe(0);
  expect(created).toMatchObject([
    {
      kind: "PerconaServerMongoDBBackup",
      metadata: { name: expect.stringMatching(/^docs-safety-\d{14}$/), finalizers: ["percona.com/delete-backup"] },
      spec: { clusterName: "docs", storageName: "bucket" },
    },
  ]);
  const [deleted] = asked.filter((args) => args.includes("delete"));
  expect(deleted).toEqual(expect.arrayContaining(["psmdb-backup", "docs-safety-1"]));
  expect(deleted).not.toContain("cron-docs-1");
  const days = { safetyDays: 365 } as Target;
  expect(expired(backups, days, new Date("2026-11-21T00:00:00Z"))).toEqual([]);
});

test("a restore: a safety backup, what is meant to the second, a count, and a backup that changes count from", async () => {
  const { code, out } = await ops("restore", "docs", "2026-11-20T12:00:00Z", ...CONSENT);
  expect({ code, out }).toMatchObject({
    code: 0,
    out: expect.stringContaining("shop.orders: 5 documents, where 3 were"),
  });
  expect(out).toContain("shop.users: 1 documents, where nothing were");
  expect(kinds()).toEqual(["Backup", "Restore", "Backup"]);
  expect(created[1]!.spec).toEqual({
    ...{ clusterName: "docs", storageName: "bucket", backupName: "cron-docs-2" },
    pitr: { type: "date", date: "2026-11-20 12:00:00" },
  });
});

test.each<[string[], RegExp, number?]>([
  [["restore", "docs"], /in place alone.*--in-place/],
  [["restore", "docs", "--in-place"], /--yes shop-prod/, 3],
  [["restore", "docs", "--in-place", "--yes", "prod"], /--yes shop-prod/, 3],
  [["restore", "docs", "--into", "beside", ...CONSENT], /neither --into nor --jobs/],
  [["restore", "docs", "1999-01-01", ...CONSENT], /no backup of docs for "1999-01-01"; there are 4/],
  [["drill", "docs"], /restores in place alone: no drill/],
  [["restore", "cache"], /does not back up "cache"\. It backs up: docs/],
])("%j is refused in plain words, and nothing is asked of the operator", async (argv, message, code = 1) => {
  const { code: ended, err } = await ops(...argv);
  expect({ code: ended, err }).toEqual({ code, err: expect.stringMatching(message) });
  expect(created).toEqual([]);
});

test("a dry run asks for nothing; what is not protected needs no name", async () => {
  expect((await ops("restore", "docs", "--dry-run")).out).toContain("would ask it to put cron-docs-2 in its place");
  expect(created).toEqual([]);
  outputs = { kubeconfig: "{}", operated: operated(false) };
  expect((await ops("restore", "docs", "--in-place")).code).toBe(0);
});

test("without its safety backup nothing is restored, and the operator's reason is told", async () => {
  ends["psmdb-backup"] = "error";
  const { code, out } = await ops("restore", "docs", ...CONSENT);
  expect({ code, made: kinds() }).toEqual({ code: 2, made: ["Backup"] });
  expect(out).toMatch(/out of room[\s\S]*Without a safety backup nothing is overwritten/);
});

test("a restore that fails names the backup that has what was there", async () => {
  ends["psmdb-restore"] = "rejected";
  const { code, out } = await ops("restore", "docs", ...CONSENT);
  expect({ code, made: kinds() }).toEqual({ code: 2, made: ["Backup", "Restore"] });
  expect(out).toMatch(/The restore failed\. What was there is in docs-safety-\d{14}/);
});

test("an empty database is no restored one", async () => {
  counts = [{ orders: 3 }, {}];
  const { code, out } = await ops("restore", "docs", ...CONSENT);
  expect(code).toBe(2);
  expect(out).toMatch(/shop\.orders: gone documents, where 3 were[\s\S]*nothing was restored into it/);
});
