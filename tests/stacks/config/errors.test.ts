import * as fc from "fast-check";
import { ConfigError, nearest, type Problem } from "../../../stacks/config/errors";
import { parseConfig, rawConfig } from "../../../stacks/config/load";
import { type Raw, rawStack, stackConfig, web } from "../../support/configs";

function problemsOf(raw: Raw): readonly Problem[] {
  try {
    parseConfig(raw, "Pulumi.test.yaml");
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

interface Case {
  readonly what: string;
  readonly over: Raw;
  readonly path: string;
  readonly given: RegExp;
  readonly allowed: RegExp;
  readonly mend: RegExp;
}

const db = { kind: "postgres" };
const cases: Case[] = [
  {
    what: "an environment that is no environment",
    over: { environment: "prd" },
    path: "environment",
    given: /"prd"/,
    allowed: /dev, staging, prod/,
    mend: /did you mean "prod"/,
  },
  {
    what: "a cloud that there is not",
    over: { cloud: "awz" },
    path: "cloud",
    given: /"awz"/,
    allowed: /aws/,
    mend: /did you mean "aws"/,
  },
  {
    what: "a short account",
    over: { account: "123" },
    path: "account",
    given: /"123"/,
    allowed: /12 digits/,
    mend: /get-caller-identity/,
  },
  {
    what: "a region with a slip",
    over: { region: "euwest-1" },
    path: "region",
    given: /euwest-1/,
    allowed: /AWS region/,
    mend: /eu-west-1/,
  },
  {
    what: "no owner",
    over: { owner: undefined },
    path: "owner",
    given: /nothing/,
    allowed: /text/,
    mend: /add it: Team/,
  },
  {
    what: "an unknown section",
    over: { netwrok: {} },
    path: "netwrok",
    given: /key "netwrok"/,
    allowed: /network/,
    mend: /did you mean "network"/,
  },
  {
    what: "an unknown key inside",
    over: { network: { zonez: 3 } },
    path: "network.zonez",
    given: /zonez/,
    allowed: /zones/,
    mend: /did you mean "zones"/,
  },
  {
    what: "health that is neither a path nor a port",
    over: { workloads: { api: web({ health: { http: 80 } }) } },
    path: "workloads.api.health",
    given: /"http":80/,
    allowed: /a path beginning with \/, \{ grpc: <port> \}, or \{ tcp: <port> \}/,
    mend: /\{ grpc: 50051 \}/,
  },
  {
    what: "a pool of a store that the workload does not use",
    over: { stores: { db }, workloads: { api: web({ pool: { db: 5 } }) } },
    path: "workloads.api.pool.db",
    given: /"db"/,
    allowed: /names in uses/,
    mend: /workloads\.api\.uses/,
  },
  {
    what: "access to a database that the workload does not use",
    over: { stores: { db }, workloads: { api: web({ access: { db: "readOnly" } }) } },
    path: "workloads.api.access.db",
    given: /"db"/,
    allowed: /PostgreSQL or a MongoDB that the workload names in uses/,
    mend: /workloads\.api\.uses/,
  },
  {
    what: "a workload called as a role that the server has",
    over: { stores: { db }, workloads: { slipway: web({ uses: ["db"] }) } },
    path: "workloads.slipway",
    given: /"slipway"/,
    allowed: /none of postgres, /,
    mend: /slipway-app/,
  },
  {
    what: "a workload called as a user that MongoDB's servers keep for themselves",
    over: { stores: { docs: { kind: "mongodb" } }, workloads: { admin: web({ uses: ["docs"] }) } },
    path: "workloads.admin",
    given: /"admin"/,
    allowed: /for no role of its own: none of .*serviceadmin/,
    mend: /admin-app/,
  },
  {
    what: "a secret called as the login of a role",
    over: { stores: { db }, secrets: ["login-db-api"], workloads: { api: web({ uses: ["db"] }) } },
    path: "workloads.api.uses",
    given: /"db"/,
    allowed: /login-db-api, is called as nothing else/,
    mend: /secrets has login-db-api already/,
  },
  {
    what: "more connections than the database takes",
    over: {
      stores: { db: { kind: "postgres", size: "small" } },
      workloads: { api: web({ uses: ["db"], pool: { db: 40 }, scaling: { min: 2, max: 9 } }) },
    },
    path: "stores.db.size",
    given: /open 360 connections to db/,
    allowed: /at most 180/,
    mend: /workloads\.api\.pool\.db: 15 or less/,
  },
  {
    what: "an image from elsewhere",
    over: { images: { registries: ["registry.example.com/shop"] }, workloads: { api: web() } },
    path: "workloads.api.image",
    given: /ghcr\.io/,
    allowed: /registry\.example\.com\/shop/,
    mend: /images\.registries/,
  },
  {
    what: "an image by tag where digests are asked for",
    over: { images: { digest: true }, workloads: { api: web() } },
    path: "workloads.api.image",
    given: /web:1\.0\.0/,
    allowed: /with a digest/,
    mend: /@sha256/,
  },
  {
    what: "images of all of Docker Hub that one signer is to have signed",
    over: { images: { signedBy: [{ from: "docker.io", publicKey: "awskms:///alias/cosign" }] } },
    path: "images.signedBy[0].from",
    given: /docker\.io/,
    allowed: /a folder of yours/,
    mend: /docker\.io\/acme/,
  },
  {
    what: "a signer whose issuer is not said",
    over: { images: { signedBy: [{ from: "ghcr.io/acme", subject: "https://github.com/acme/shop" }] } },
    path: "images.signedBy[0]",
    given: /one of issuer and subject/,
    allowed: /issuer and subject, or publicKey/,
    mend: /two entries/,
  },
  {
    what: "signatures that nobody verifies",
    over: {
      addons: { kyverno: false },
      images: { signedBy: [{ from: "ghcr.io/acme", publicKey: "awskms:///alias/cosign" }] },
    },
    path: "addons.kyverno",
    given: /signedBy/,
    allowed: /verifies/,
    mend: /remove it/,
  },
  {
    what: "a public network range",
    over: { network: { cidr: "8.8.0.0/16" } },
    path: "network.cidr",
    given: /8\.8/,
    allowed: /private IPv4/,
    mend: /10\.20\.0\.0\/16/,
  },
  {
    what: "an impossible octet",
    over: { network: { cidr: "10.999.0.0/16" } },
    path: "network.cidr",
    given: /999/,
    allowed: /\/16 to \/22/,
    mend: /write it like/,
  },
  {
    what: "too many zones",
    over: { network: { zones: 9 } },
    path: "network.zones",
    given: /9/,
    allowed: /1 to 3/,
    mend: /between 1 and 3/,
  },
  {
    what: "a negative number",
    over: { network: { zones: -1 } },
    path: "network.zones",
    given: /-1/,
    allowed: /1 to 3/,
    mend: /between 1 and 3/,
  },
  {
    what: "one zone",
    over: { network: { zones: 1 } },
    path: "network.zones",
    given: /1/,
    allowed: /two zones at least/,
    mend: /zones: 2/,
  },
  {
    what: "a fraction of a zone",
    over: { network: { zones: 1.5 } },
    path: "network.zones",
    given: /1\.5/,
    allowed: /whole number/,
    mend: /between/,
  },
  {
    what: "text for a number",
    over: { network: { zones: "two" } },
    path: "network.zones",
    given: /"two"/,
    allowed: /whole number/,
    mend: /number between/,
  },
  {
    what: "days that CloudWatch does not have",
    over: { network: { flowLogDays: 8 } },
    path: "network.flowLogDays",
    given: /8/,
    allowed: /1, 3, 5, 7/,
    mend: /CloudWatch's steps/,
  },
  {
    what: "no NAT and no endpoints",
    over: { network: { nat: "none" } },
    path: "network.nat",
    given: /without every endpoint/,
    allowed: /single or perZone/,
    mend: /ecr\.api/,
  },
  {
    what: "one NAT in prod",
    over: { environment: "prod", network: { nat: "single" } },
    path: "network.nat",
    given: /single, in prod/,
    allowed: /perZone in prod/,
    mend: /nat: perZone/,
  },
  {
    what: "an unsupported Kubernetes",
    over: { cluster: { version: "1.21" } },
    path: "cluster.version",
    given: /1\.21/,
    allowed: /1\.35/,
    mend: /did you mean|choose/,
  },
  {
    what: "nodes upside down",
    over: { cluster: { systemNodes: { min: 9, max: 2 } } },
    path: "cluster.systemNodes.min",
    given: /min 9, max 2/,
    allowed: /min at most max/,
    mend: /raise max to 9/,
  },
  {
    what: "Fargate on arm64",
    over: { cluster: { compute: "fargate", architectures: ["arm64"] } },
    path: "cluster.architectures",
    given: /arm64/,
    allowed: /amd64 only/,
    mend: /\[amd64\]/,
  },
  {
    what: "a role that is no ARN",
    over: { cluster: { breakGlass: ["me"] } },
    path: "cluster.breakGlass[0]",
    given: /"me"/,
    allowed: /ARN/,
    mend: /arn:aws:iam/,
  },
  {
    what: "a store of no kind",
    over: { stores: { db: {} } },
    path: "stores.db.kind",
    given: /nothing/,
    allowed: /postgres, redis, mongodb, bucket/,
    mend: /add kind/,
  },
  {
    what: "a store's kind with a slip",
    over: { stores: { db: { kind: "postgre" } } },
    path: "stores.db.kind",
    given: /postgre/,
    allowed: /postgres/,
    mend: /did you mean "postgres"/,
  },
  {
    what: "a store's name in capitals",
    over: { stores: { DB: db } },
    path: "stores.DB",
    given: /name "DB"/,
    allowed: /the name of a store/,
    mend: /lower-case/,
  },
  {
    what: "another kind's field",
    over: { stores: { media: { kind: "bucket", replicas: 2 } } },
    path: "stores.media.replicas",
    given: /replicas/,
    allowed: /oldVersionDays/,
    mend: /remove it|did you mean/,
  },
  {
    what: "a disk that shrinks",
    over: { stores: { db: { ...db, storageGb: 100, maxStorageGb: 50 } } },
    path: "stores.db.maxStorageGb",
    given: /50, with storageGb 100/,
    allowed: /at least storageGb/,
    mend: /200/,
  },
  {
    what: "a bucket that is copied to where it is",
    over: { stores: { media: { kind: "bucket", copyTo: "eu-west-1" } } },
    path: "stores.media.copyTo",
    given: /eu-west-1, the stack's own region/,
    allowed: /another region/,
    mend: /name another region/,
  },
  {
    what: "images that are copied to where they are",
    over: { cluster: { registry: { images: ["web"], copyTo: "eu-west-1" } } },
    path: "cluster.registry.copyTo",
    given: /eu-west-1, the stack's own region/,
    allowed: /another region/,
    mend: /name another region/,
  },
  {
    what: "who pushes to a registry without an image",
    over: { cluster: { registry: { images: [], pullers: ["444455556666"] } } },
    path: "cluster.registry.images",
    given: /no image/,
    allowed: /a repository for each/,
    mend: /images: \[web\]/,
  },
  {
    what: "an image of a registry twice",
    over: { cluster: { registry: { images: ["web", "web"] } } },
    path: "cluster.registry.images",
    given: /web/,
    allowed: /each name once/,
    mend: /remove the second/,
  },
  {
    what: "an image's name with its folder",
    over: { cluster: { registry: { images: ["team/web"] } } },
    path: "cluster.registry.images[0]",
    given: /team\/web/,
    allowed: /a-z, 0-9/,
    mend: /the last part/,
  },
  {
    what: "maintenance of a MongoDB while backups are made",
    over: { stores: { docs: { kind: "mongodb", maintenanceWindow: "sun:02:00-sun:04:00" } } },
    path: "stores.docs.maintenanceWindow",
    given: /with backupWindow 02:00-03:00/,
    allowed: /does not overlap/,
    mend: /03:00/,
  },
  {
    what: "maintenance while backups are made",
    over: { stores: { db: { ...db, backupWindow: "02:00-03:00", maintenanceWindow: "sun:02:00-sun:04:00" } } },
    path: "stores.db.maintenanceWindow",
    given: /sun:02:00-sun:04:00, with backupWindow 02:00-03:00/,
    allowed: /does not overlap/,
    mend: /03:00/,
  },
  {
    what: "a range of 172 that is public",
    over: { network: { cidr: "172.99.0.0/16" } },
    path: "network.cidr",
    given: /172\.99/,
    allowed: /172\.16–31/,
    mend: /10\.20/,
  },
  {
    what: "data subnets that are the whole adopted network",
    over: {
      network: {
        adopt: {
          id: "vpc-0abc1234",
          cidr: "10.9.0.0/16",
          privateSubnetIds: ["subnet-0abc1234"],
          dataSubnetIds: ["subnet-0abc1235"],
          dataCidrs: ["10.0.0.0/8"],
        },
      },
    },
    path: "network.adopt.dataCidrs[0]",
    given: /holds the whole network 10\.9\.0\.0\/16/,
    allowed: /data subnets alone/,
    mend: /dataSubnetIds/,
  },
  {
    what: "a cron minute that no hour has",
    over: { workloads: { job: { kind: "cron", image: "a/b:1", schedule: "99 2 * * *" } } },
    path: "workloads.job.schedule",
    given: /99 2/,
    allowed: /five cron fields/,
    mend: /0 2/,
  },
  {
    what: "an hour that no day has",
    over: { stores: { db: { ...db, backupWindow: "24:00-25:00" } } },
    path: "stores.db.backupWindow",
    given: /24:00/,
    allowed: /a daily window/,
    mend: /01:00-02:00/,
  },
  {
    what: "a weekly window with a minute too many",
    over: { stores: { db: { ...db, maintenanceWindow: "sun:23:60-sun:24:30" } } },
    path: "stores.db.maintenanceWindow",
    given: /23:60/,
    allowed: /a weekly window/,
    mend: /sun:02:30/,
  },
  {
    what: "a Redis version of Valkey's",
    over: { stores: { cache: { kind: "redis", engine: "redis", version: "8.0" } } },
    path: "stores.cache.version",
    given: /8\.0 of redis/,
    allowed: /Redis 7\.1/,
    mend: /"7\.1"/,
  },
  {
    what: "an image called latest",
    over: { workloads: { web: web({ image: "ghcr.io/example/web:latest" }) } },
    path: "workloads.web.image",
    given: /latest/,
    allowed: /other than latest/,
    mend: /1\.4\.2/,
  },
  {
    what: "a privileged port",
    over: { workloads: { web: web({ port: 80 }) } },
    path: "workloads.web.port",
    given: /80/,
    allowed: /1024/,
    mend: /between 1024/,
  },
  {
    what: "the root user",
    over: { workloads: { web: web({ user: 0 }) } },
    path: "workloads.web.user",
    given: /0/,
    allowed: /1000/,
    mend: /between 1000/,
  },
  {
    what: "a store that there is not",
    over: { stores: { db }, workloads: { web: web({ uses: ["dbb"] }) } },
    path: "workloads.web.uses[0]",
    given: /"dbb"/,
    allowed: /a store of this stack: db/,
    mend: /did you mean "db"/,
  },
  {
    what: "a call to a worker",
    over: { workloads: { web: web({ calls: ["jobs"] }), jobs: { kind: "worker", image: "a/b:1" } } },
    path: "workloads.web.calls[0]",
    given: /"jobs", a worker/,
    allowed: /only those listen/,
    mend: /make jobs a web/,
  },
  {
    what: "a secret that is not declared",
    over: { workloads: { web: web({ secrets: { KEY: "stripe" } }) } },
    path: "workloads.web.secrets.KEY",
    given: /"stripe"/,
    allowed: /there is none yet/,
    mend: /slipway:secrets/,
  },
  {
    what: "scaling upside down",
    over: { workloads: { web: web({ scaling: { min: 5, max: 2 } }) } },
    path: "workloads.web.scaling.min",
    given: /min 5, max 2/,
    allowed: /min at most max/,
    mend: /raise max to 5/,
  },
  {
    what: "a limit below the request",
    over: { workloads: { web: web({ resources: { memory: "1Gi", memoryLimit: "512Mi" } }) } },
    path: "workloads.web.resources.memoryLimit",
    given: /512Mi, below the request of 1Gi/,
    allowed: /at least what is requested/,
    mend: /raise it to 1Gi/,
  },
  {
    what: "a cron that is none",
    over: { workloads: { job: { kind: "cron", image: "a/b:1", schedule: "every day" } } },
    path: "workloads.job.schedule",
    given: /every day/,
    allowed: /five cron fields/,
    mend: /0 2/,
  },
  {
    what: "a variable with a hyphen",
    over: { workloads: { web: web({ env: { "LOG-LEVEL": "x" } }) } },
    path: "workloads.web.env.LOG-LEVEL",
    given: /LOG-LEVEL/,
    allowed: /environment variable/,
    mend: /LOG_LEVEL/,
  },
  {
    what: "a host with a scheme",
    over: { acmeEmail: "a@example.com", workloads: { web: web({ hosts: ["https://shop.example.com"] }) } },
    path: "workloads.web.hosts[0]",
    given: /https/,
    allowed: /DNS name/,
    mend: /no scheme/,
  },
  {
    what: "hosts and nobody to write to",
    over: { workloads: { web: web({ hosts: ["shop.example.com"] }) } },
    path: "acmeEmail",
    given: /nothing/,
    allowed: /public hosts/,
    mend: /Let's Encrypt/,
  },
  {
    what: "one host twice",
    over: {
      acmeEmail: "a@example.com",
      workloads: { web: web({ hosts: ["a.example.com"] }), api: web({ hosts: ["a.example.com"] }) },
    },
    path: "workloads.api.hosts[0]",
    given: /a\.example\.com/,
    allowed: /no other workload/,
    mend: /web has it already/,
  },
  {
    what: "a bucket with no way to it",
    over: { stores: { media: { kind: "bucket" } }, workloads: { web: web({ internet: false, uses: ["media"] }) } },
    path: "workloads.web.internet",
    given: /bucket media/,
    allowed: /true where a bucket/,
    mend: /remove internet: false/,
  },
  {
    what: "a layer that joins nothing",
    over: { layer: "platform" },
    path: "joins.foundation",
    given: /nothing/,
    allowed: /owns the foundation/,
    mend: /organization\/project\/stack/,
  },
  {
    what: "a heartbeat whose secret is not declared",
    over: { monitoring: { heartbeat: "snitch" } },
    path: "monitoring.heartbeat",
    given: /"snitch"/,
    allowed: /secret of this stack/,
    mend: /slipway:secrets/,
  },
  {
    what: "a route of a team that nothing belongs to",
    over: {
      secrets: ["hook"],
      monitoring: { routes: [{ severity: "info", team: "paymnts", to: "webhook", secret: "hook" }] },
    },
    path: "monitoring.routes[0].team",
    given: /"paymnts"/,
    allowed: /a team of this stack/,
    mend: /give a workload that team/,
  },
  {
    what: "quiet hours over midnight",
    over: { monitoring: { quietHours: [{ days: ["monday:friday"], from: "22:00", to: "06:00" }] } },
    path: "monitoring.quietHours[0].to",
    given: /06:00, with from 22:00/,
    allowed: /after from/,
    mend: /two entries/,
  },
  {
    what: "an objective of latency between two buckets",
    over: { workloads: { web: web({ slo: { latency: { percent: 99, ms: 300 } } }) } },
    path: "workloads.web.slo.latency.ms",
    given: /300/,
    allowed: /buckets/,
    mend: /one of them/,
  },
  {
    what: "an alert route without its secret",
    over: { monitoring: { routes: [{ severity: "critical", to: "slack", secret: "hook", target: "#a" }] } },
    path: "monitoring.routes[0].secret",
    given: /"hook"/,
    allowed: /secret of this stack/,
    mend: /slipway:secrets/,
  },
  {
    what: "mail with no server",
    over: {
      secrets: ["smtp"],
      monitoring: { routes: [{ severity: "info", to: "email", secret: "smtp", target: "a@example.com" }] },
    },
    path: "monitoring.routes[0].smtp",
    given: /nothing/,
    allowed: /mail server/,
    mend: /add it/,
  },
  {
    what: "an exemption without a reason",
    over: {
      policy: { exemptions: [{ rule: "x", resource: "y", reason: "meh", owner: "team", expires: "2027-03-31" }] },
    },
    path: "policy.exemptions[0].reason",
    given: /meh/,
    allowed: /sentence of 10/,
    mend: /say why/,
  },
  {
    what: "a level that is none",
    over: { policy: { levels: { "rds-encrypted": "strict" } } },
    path: "policy.levels.rds-encrypted",
    given: /strict/,
    allowed: /mandatory/,
    mend: /choose/,
  },
  {
    what: "an add-on that there is not",
    over: { addons: { kedaa: true } },
    path: "addons.kedaa",
    given: /key "kedaa"/,
    allowed: /one of .*keda/,
    mend: /did you mean "keda"/,
  },
  {
    what: "switching off what another add-on needs",
    over: {
      addons: {
        "prometheus-operator-crds": false,
        "kube-prometheus-stack": false,
        keda: false,
        "external-secrets": false,
        "metrics-server": false,
      },
    },
    path: "addons",
    given: /karpenter needs prometheus-operator-crds, which is not there/,
    allowed: /everything that they need/,
    mend: /do not switch off/,
  },
  {
    what: "a list where a map belongs",
    over: { workloads: [] },
    path: "workloads",
    given: /\[\]/,
    allowed: /a map/,
    mend: /write what is allowed/,
  },
];

describe("a broken config", () => {
  test.each(cases)("$what: says where, what, and how to mend it", ({ over, path, given, allowed, mend }) => {
    const problems = problemsOf(rawStack(over));
    expect(problems.map((problem) => problem.path)).toEqual([path]);
    const [problem] = problems as [Problem];
    expect(problem.given).toMatch(given);
    expect(problem.allowed).toMatch(allowed);
    expect(problem.mend).toMatch(mend);
  });

  test("reports every problem at once, those between fields too", () => {
    const paths = problemsOf(
      rawStack({
        account: "1",
        network: { zones: 9 },
        stores: { db },
        workloads: {
          web: web({ image: "web:latest", uses: ["cache"], scaling: { min: 3, max: 1 } }),
          bad: { kind: "web", uses: ["nothing"] },
        },
      }),
    ).map(({ path }) => path);
    expect(paths).toEqual([
      "account",
      "network.zones",
      "workloads.web.image",
      "workloads.bad.image",
      "workloads.bad.port",
      "workloads.bad.health",
      "workloads.web.uses[0]",
      "workloads.bad.uses[0]",
      "workloads.web.scaling.min",
    ]);
  });

  test("an empty config names all that is required, and nothing that a preset gives", () => {
    expect(
      problemsOf({})
        .map(({ path }) => path)
        .sort(),
    ).toEqual(["account", "app", "cloud", "costCenter", "environment", "owner", "region"].sort());
  });

  test("the message is for a person: it counts, indents, and has no trace of the code", () => {
    const error = new ConfigError([{ path: "a.b", given: "1", allowed: "2", mend: "write 2" }], "Pulumi.dev.yaml");
    expect(error.message).toBe(
      [
        "Pulumi.dev.yaml has 1 problem; nothing was registered.",
        "",
        "  slipway:a.b",
        "    given    1",
        "    allowed  2",
        "    mend     write 2",
      ].join("\n"),
    );
  });

  test("a secret is never repeated, whatever is wrong with it", () => {
    const canary = "hunter2-canary";
    const message = (secretValues: unknown): string => JSON.stringify(problemsOf(rawStack({ secretValues })));
    expect(message({ "Bad Name": canary })).not.toContain(canary);
    expect(message({ stripe: { nested: canary } })).not.toContain(canary);
    expect(message([canary])).not.toContain(canary);
    expect(message({ undeclared: canary })).not.toContain(canary);
    expect(problemsOf(rawStack({ secretValues: { undeclared: canary } }))).toHaveLength(1);
  });

  test("whatever is given, the answer is a config or a list of problems, never a crash", () => {
    const keys = fc.constantFrom(
      ...Object.keys(rawStack()),
      "network",
      "cluster",
      "stores",
      "workloads",
      "monitoring",
      "policy",
      "joins",
      "secretValues",
      "💥",
    );
    fc.assert(
      fc.property(fc.dictionary(keys, fc.jsonValue({ maxDepth: 4 })), (over) => {
        for (const problem of problemsOf(rawStack(over))) {
          expect(problem.path).not.toBe("");
          expect(problem.mend).not.toBe("");
          expect(problem.given.length).toBeLessThan(400);
        }
      }),
      { numRuns: 300 },
    );
  });

  test("odd workloads and stores are refused with their path, never with a crash", () => {
    const entry = fc.record(
      {
        kind: fc.constantFrom("web", "worker", "cron", "postgres", "bucket", "x"),
        image: fc.jsonValue(),
        uses: fc.jsonValue(),
        scaling: fc.jsonValue(),
        calls: fc.jsonValue(),
        secrets: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.dictionary(fc.string({ maxLength: 8 }), entry), (entries) => {
        for (const { path } of problemsOf(rawStack({ workloads: entries, stores: entries }))) {
          expect(path).toMatch(/^(workloads|stores)/);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe("a schedule", () => {
  test.each(["0 2 * * *", "*/15 * * * *", "30 3 1-7 * SUN", "0 0,12 * 1-6/2 MON", "5 4 31 12 7"])(
    "%s is taken",
    (schedule) => {
      expect(problemsOf(rawStack({ workloads: { job: { kind: "cron", image: "a/b:1", schedule } } }))).toEqual([]);
    },
  );

  test.each([
    "60 * * * *",
    "* 24 * * *",
    "* * 0 * *",
    "* * 32 * *",
    "* * * 13 *",
    "* * * * 8",
    "* * * *",
    "*/0 * * * *",
  ])("%s is refused", (schedule) => {
    expect(problemsOf(rawStack({ workloads: { job: { kind: "cron", image: "a/b:1", schedule } } }))).toHaveLength(1);
  });
});

describe("nearest", () => {
  test.each([
    ["netwrok", ["network", "cluster"], "network"],
    ["x", ["network"], undefined],
    ["Prod", ["prod", "dev"], "prod"],
    ["anything", [], undefined],
  ])("%s among %j is %s", (word, known, expected) => {
    expect(nearest(word, known)).toBe(expected);
  });
});

describe("rawConfig", () => {
  test("takes Slipway's keys alone, and reads what the engine wrote as text", () => {
    expect(
      rawConfig({
        "slipway:account": "012345678901",
        "slipway:network": '{"zones":2}',
        "slipway:protect": "true",
        "slipway:secrets": '["a"]',
        "slipway:owner": "{not json",
        "aws:region": "eu-west-1",
      }),
    ).toEqual({ account: "012345678901", network: { zones: 2 }, protect: true, secrets: ["a"], owner: "{not json" });
  });

  test("an account that YAML made a number of keeps its digits", () => {
    expect(stackConfig({ account: "111122223333" }).account).toBe("111122223333");
  });
});
