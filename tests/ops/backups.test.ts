import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { chosen, jobFrom } from "../../ops/backups/job";
import { runOps } from "../support/run-ops";

/** A cluster and a Pulumi CLI that answer from files, and write down what they were asked. */
const folder = mkdtempSync(join(tmpdir(), "slipway-ops-"));
const PATH = process.env["PATH"];
const asked = () =>
  readFileSync(join(folder, "asked"), "utf8")
    .trim()
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as { args: string[]; input: string; mode: string });
const given = (name: string, value: unknown) => writeFileSync(join(folder, name), JSON.stringify(value));

const tool = (name: string, body: string) => {
  writeFileSync(join(folder, name), `#!${process.execPath}\nconst fs = require("node:fs");\n${body}`);
  chmodSync(join(folder, name), 0o755);
};

const file = (path: string, Size = 10) => ({ Path: path, Size });
const BUCKET = [
  file("daily/db/20261119T020000Z/dump", 3_000_000),
  file("daily/db/20261119T020000Z/manifest.json"),
  file("weekly/db/20261115T020000Z/dump", 2_000_000),
  file("weekly/db/20261115T020000Z/manifest.json"),
  file("safety/db/20261120T101010Z/dump", 4_000_000),
  file("safety/db/20261120T101010Z/manifest.json"),
  file("daily/db/20261121T020000Z/dump", 1_000_000),
];
const CRONJOB = {
  spec: {
    jobTemplate: {
      metadata: { labels: { "app.kubernetes.io/part-of": "shop" } },
      spec: {
        backoffLimit: 0,
        template: {
          spec: {
            containers: [
              {
                name: "restore",
                env: [
                  { name: "FROM", value: "latest" },
                  { name: "STORE", value: "db" },
                ],
              },
            ],
          },
        },
      },
    },
  },
};
const HOST = "shop-prod-store-db.abc123.eu-west-1.rds.amazonaws.com";
const outputs = (over: object = {}) => ({
  foundation: { stores: { db: { host: HOST } } },
  kubeconfig: "the kubeconfig",
  backups: { name: "shop-prod", protect: true, namespace: "shop-backups", stores: ["db"], bucket: "b", ...over },
});

beforeAll(() => {
  tool(
    "pulumi",
    `const out = JSON.parse(fs.readFileSync(${JSON.stringify(join(folder, "outputs"))}));
     if (process.argv.includes("nowhere")) { console.error("error: no stack named 'nowhere' found"); process.exit(255); }
     console.log(JSON.stringify(out));`,
  );
  tool(
    "kubectl",
    `const at = (name) => ${JSON.stringify(folder)} + "/" + name;
     const [, config, ...args] = process.argv.slice(2);
     const input = args.includes("create") ? fs.readFileSync(0, "utf8") : "";
     if (fs.readFileSync(config, "utf8") !== "the kubeconfig") process.exit(9);
     const mode = (fs.statSync(config).mode & 0o777).toString(8);
     fs.appendFileSync(at("asked"), JSON.stringify({ args, input, mode }) + "\\n");
     if (args.includes("exec")) process.stdout.write(fs.readFileSync(at("bucket")));
     else if (args.includes("cronjob")) process.stdout.write(fs.readFileSync(at("cronjob")));
     else if (args.includes("logs")) process.stdout.write("restoring …\\nalmost");
     else if (args.includes("job")) {
       const looks = fs.readFileSync(at("asked"), "utf8").split('"job"').length;
       const end = JSON.parse(fs.readFileSync(at("end")));
       const type = args.join(" ").includes("safety") ? end.safety : end.other;
       console.log(JSON.stringify({ status: { ready: 1, conditions: looks % 2 ? [{ type, status: "True", message: "because" }] : [] } }));
     }`,
  );
  process.env["PATH"] = `${folder}${delimiter}${PATH}`;
});

afterAll(() => {
  process.env["PATH"] = PATH;
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(() => {
  writeFileSync(join(folder, "asked"), "");
  given("outputs", outputs());
  given("bucket", BUCKET);
  given("cronjob", CRONJOB);
  given("end", { safety: "Complete", other: "Complete" });
});

const jobs = () =>
  asked()
    .filter(({ args }) => args.includes("create"))
    .map(
      ({ input }) =>
        JSON.parse(input) as {
          metadata: { name: string };
          spec: { template: { spec: { containers: { env: { name: string; value: string }[] }[] } } };
        },
    );
const envOf = (job: ReturnType<typeof jobs>[number]) =>
  Object.fromEntries(job.spec.template.spec.containers[0]!.env.map(({ name, value }) => [name, value]));

test("in place a MongoDB is emptied and filled, since nobody renames one", async () => {
  const stores = { db: { kind: "mongodb" } };
  given("outputs", { ...outputs(), foundation: { stores } });
  const dry = await runOps("restore", "db", "--stack", "prod", "--in-place", "--dry-run");
  expect(dry.code).toBe(0);
  expect(dry.out).toMatch(/would empty db and fill it from the same, once that is proved/);
  expect(dry.out).not.toContain("renaming");
});

test("backups are listed, the newest first; what has no manifest is none", async () => {
  const { code, out } = await runOps("restore", "db", "--stack", "prod", "--list", "--json");
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    stack: "shop-prod",
    backups: [
      { path: "safety/db/20261120T101010Z", tier: "safety", bytes: 4_000_000 },
      { path: "daily/db/20261119T020000Z", tier: "daily" },
      { path: "weekly/db/20261115T020000Z", tier: "weekly" },
    ],
  });
  expect((await runOps("restore", "db", "--stack", "prod", "--list")).out).toContain("daily/db/20261119T020000Z");
});

test.each([
  ["latest", "daily/db/20261119T020000Z"],
  ["2026-11-18T00:00:00Z", "weekly/db/20261115T020000Z"],
  ["2026-11-20T23:00:00+01:00", "daily/db/20261119T020000Z"],
  ["safety/db/20261120T101010Z", "safety/db/20261120T101010Z"],
  ["20261120T101010Z", "safety/db/20261120T101010Z"],
  ["2020-01-01T00:00:00Z", undefined],
  ["whatever", undefined],
])("%s means %s", (from, path) => {
  const backups = [
    { path: "safety/db/20261120T101010Z", tier: "safety", name: "20261120T101010Z", bytes: 1 },
    { path: "daily/db/20261119T020000Z", tier: "daily", name: "20261119T020000Z", bytes: 1 },
    { path: "weekly/db/20261115T020000Z", tier: "weekly", name: "20261115T020000Z", bytes: 1 },
  ];
  expect(chosen(backups, from)?.path).toBe(path);
});

test("a backup runs the safety job, shows what it says, and how long it took", async () => {
  const { code, out } = await runOps("backup", "db", "--stack", "prod");
  expect(code).toBe(0);
  expect(out).toMatch(/restoring …\nalmost\n✓ done in \d+ min \d+ s/);
  expect(jobs().map(({ metadata }) => metadata.name)).toEqual([expect.stringMatching(/^db-safety-\d{14}$/)]);
  expect(asked().every(({ mode }) => mode === "600")).toBe(true);
});

test("a restore beside the old database needs no consent, and takes no safety backup", async () => {
  const { code } = await runOps("restore", "db", "--stack", "prod", "--into", "looked_at", "--jobs", "4");
  expect(code).toBe(0);
  expect(jobs().map(envOf)).toEqual([
    { STORE: "db", FROM: "daily/db/20261119T020000Z", MODE: "new", RESTORE_JOBS: "4", INTO: "looked_at" },
  ]);
});

test("in place: refused without the stack's name, and then a safety backup comes first", async () => {
  for (const consent of [[], ["--yes", "prod"]]) {
    const { code, err } = await runOps("restore", "db", "--stack", "prod", "--in-place", ...consent);
    expect([code, jobs()]).toEqual([3, []]);
    expect(err).toContain("--yes shop-prod");
  }
  const { code } = await runOps("restore", "db", "latest", "--stack", "prod", "--in-place", "--yes", "shop-prod");
  expect(code).toBe(0);
  expect(jobs().map(({ metadata }) => metadata.name)).toEqual([
    expect.stringMatching(/^db-safety-/),
    expect.stringMatching(/^db-restore-/),
  ]);
  expect(envOf(jobs()[1]!)).toMatchObject({ MODE: "in-place", FROM: "daily/db/20261119T020000Z" });
});

test("what is not protected asks for no name", async () => {
  given("outputs", outputs({ protect: false }));
  expect((await runOps("restore", "db", "--stack", "dev", "--in-place")).code).toBe(0);
  expect(jobs()).toHaveLength(2);
});

test("without its safety backup nothing is restored in place", async () => {
  given("end", { safety: "Failed", other: "Complete" });
  const { code, out } = await runOps("restore", "db", "--stack", "prod", "--in-place", "--yes", "shop-prod");
  expect(code).toBe(2);
  expect(out).toContain("Without a safety backup nothing is overwritten");
  expect(jobs()).toHaveLength(1);
});

test("a job that fails says why, and ends with 2", async () => {
  given("end", { safety: "Complete", other: "Failed" });
  const { code, out } = await runOps("drill", "db", "--stack", "prod");
  expect(code).toBe(2);
  expect(out).toMatch(/because\n✗ failed in/);
});

test("a dry run says what would be done, and does nothing", async () => {
  const { code, out } = await runOps("restore", "db", "--stack", "prod", "--in-place", "--dry-run");
  expect([code, jobs()]).toEqual([0, []]);
  expect(out).toContain("would run the job db-restore: restore daily/db/20261119T020000Z");
});

test.each([
  [["restore", "dbb", "--stack", "prod"], /does not back up "dbb"\. It backs up: db/],
  [["restore", "db", "1999-01-01", "--stack", "prod"], /no backup of db for "1999-01-01"; there are 3/],
  [["restore", "db", "--stack", "nowhere"], /no stack named 'nowhere'/],
  [["restore", "db", "--stack", "prod", "--jobs", "x"], /give a number/],
  [["restore", "db", "--stack", "prod", "--into", "a; drop"], /database's name/],
])("%j is refused in plain words", async (argv, message) => {
  const { code, err } = await runOps(...argv);
  expect(code).toBe(1);
  expect(err).toMatch(message);
});

test("a stack that backs nothing up", async () => {
  given("outputs", { kubeconfig: "the kubeconfig" });
  expect((await runOps("backup", "db", "--stack", "prod")).err).toContain("Add slipway:backups");
});

describe("to a point in time, by RDS", () => {
  const instance = {
    ...{ DBInstanceStatus: "available", DBInstanceClass: "db.m7g.large", LatestRestorableTime: "2026-11-21T10:00:00Z" },
    ...{ DBSubnetGroup: { DBSubnetGroupName: "subnets" }, VpcSecurityGroups: [{ VpcSecurityGroupId: "sg-1" }] },
    ...{ DBParameterGroups: [{ DBParameterGroupName: "parameters" }], Endpoint: { Address: "new.abc123" } },
  };
  beforeAll(() =>
    tool(
      "aws",
      `fs.appendFileSync(${JSON.stringify(join(folder, "asked"))}, JSON.stringify({ args: process.argv.slice(2) }) + "\\n");
       console.log(JSON.stringify({ DBInstances: [${JSON.stringify(instance)}] }));`,
    ),
  );
  const restored = () =>
    asked()
      .find(({ args }) => args[1] === "restore-db-instance-to-point-in-time")
      ?.args.join(" ");

  test("a new instance like the old one, private, and what to do with it", async () => {
    const { code, out } = await runOps("restore", "db", "2026-11-21T09:30:00Z", "--stack", "prod", "--point-in-time");
    expect(code).toBe(0);
    expect(restored()).toMatch(
      /--source-db-instance-identifier shop-prod-store-db --target-db-instance-identifier shop-prod-store-db-pit-\d{14} --restore-time 2026-11-21T09:30:00.000Z --db-instance-class db.m7g.large --db-subnet-group-name subnets --vpc-security-group-ids sg-1 .*--no-publicly-accessible.*--region eu-west-1/,
    );
    expect(out).toContain("new.abc123 holds what db was");
  });

  test("a dry run asks for nothing", async () => {
    const { out } = await runOps("restore", "db", "--stack", "prod", "--point-in-time", "--dry-run");
    expect(restored()).toBeUndefined();
    expect(out).toContain("would aws rds restore-db-instance-to-point-in-time");
    expect(out).toContain("--use-latest-restorable-time");
  });

  test.each([
    [["2026-11-21T10:00:01Z"], /is later than 2026-11-21T10:00:00Z/],
    [["noon"], /"noon" is no time/],
    [["2026-11-41"], /"2026-11-41" is no time/],
    [["latest", "--in-place"], /neither --in-place nor --into/],
  ])("%j is refused", async (argv, message) => {
    const { code, err } = await runOps("restore", "db", ...argv, "--stack", "prod", "--point-in-time");
    expect([code, restored()]).toEqual([1, undefined]);
    expect(err).toMatch(message);
  });

  test("what is not RDS is refused", async () => {
    given("outputs", { ...outputs(), foundation: { stores: { db: { host: "db.shop.svc" } } } });
    expect((await runOps("restore", "db", "--stack", "prod", "--point-in-time")).err).toContain(
      "is no instance of RDS",
    );
  });
});

test("a job made of a CronJob keeps all of it but the variables that are given", () => {
  expect(jobFrom(CRONJOB, "n", { FROM: "x" })).toMatchObject({
    kind: "Job",
    metadata: { name: "n", labels: { "app.kubernetes.io/part-of": "shop" } },
    spec: {
      backoffLimit: 0,
      template: {
        spec: {
          containers: [
            {
              env: [
                { name: "STORE", value: "db" },
                { name: "FROM", value: "x" },
              ],
            },
          ],
        },
      },
    },
  });
});
