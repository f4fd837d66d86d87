/** `ops bootstrap` and `ops restore` of an Aurora with the real AWS CLI, against an emulator of AWS: what was said is there afterwards. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { root } from "../../support/configs";
import { type Answer, type Emulator, startEmulator } from "../emulator/emulator";
import { toolPath } from "../tools/tools";

const MAIN = join(__dirname, "../../../ops/main.cjs");
/** The CLI, loaded once for the many calls of a restore. */
const LOADED = join(__dirname, "../emulator/aws_cli.py");
const region = "eu-west-1";
const folder = mkdtempSync(join(tmpdir(), "slipway-bootstrap-e2e-"));
let emulator: Emulator;
let loaded: ChildProcess | undefined;

/** A stack of the emulator's one account, whose bucket is copied to another region. */
const config = {
  ...{ "slipway:app": "shop", "slipway:environment": "dev", "slipway:cloud": "aws", "slipway:region": region },
  ...{ "slipway:account": "123456789012", "slipway:owner": "team-shop", "slipway:costCenter": "shop" },
  "slipway:stores": { media: { kind: "bucket", copyTo: "eu-central-1" } },
};

beforeAll(async () => {
  emulator = await startEmulator();
  const cli = toolPath("aws");
  // The emulator knows the quotas of VPC alone.
  const script = `#!/bin/sh
[ "$1" = service-quotas ] && { echo '{"Quota":{"Value":'"\${QUOTA:-500}"'}}'; exit; }
[ "$1" = rds ] && exec python3 -S -E '${LOADED}' '${join(folder, "aws.socket")}' "$@"
export PYTHONPATH='${dirname(dirname(cli))}' AWS_ENDPOINT_URL='${emulator.endpoint}'
export AWS_ACCESS_KEY_ID=emulated AWS_SECRET_ACCESS_KEY=emulated
exec python3 '${cli}' "$@"
`;
  writeFileSync(join(folder, "aws"), script);
  chmodSync(join(folder, "aws"), 0o755);
  writeFileSync(join(folder, "Pulumi.yaml"), `name: shop\nruntime: nodejs\nmain: ${root}\n`);
  writeFileSync(join(folder, "Pulumi.dev.yaml"), JSON.stringify({ config }));
}, 60_000);

afterAll(async () => {
  loaded?.kill();
  await emulator?.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function ops(...args: string[]): Promise<Ended> {
  const env = { ...process.env, PATH: [folder, process.env["PATH"]].join(delimiter), NO_COLOR: "1" };
  const child = spawn(process.execPath, [MAIN, ...args, "--stack", "dev", "-C", folder], { env });
  let [out, err] = ["", ""];
  child.stdout.on("data", (part) => {
    out += part;
  });
  child.stderr.on("data", (part) => {
    err += part;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, out, err }));
  });
}

const ask = async (service: string, operation: string, parameters: object): Promise<Answer> => {
  const [answer] = await emulator.call([{ service, operation, parameters: { ...parameters } }], region);
  return answer!;
};

const repository = ["--repository", "acme/platform"];

test("bootstrap makes the state's bucket and key, and roles for CI: for the regions that the stack names, and no other", async () => {
  const { code, out, err } = await ops("bootstrap", ...repository);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toContain("shop-dev is ready for its first up");
  const Bucket = `slipway-state-123456789012-${region}`;
  // The emulator's CloudFormation makes a bucket and a key, and leaves out what tests/ops says of them.
  expect(await ask("s3", "get_bucket_location", { Bucket })).toMatchObject({ answer: { LocationConstraint: region } });
  expect(JSON.stringify(await ask("kms", "list_keys", {}))).toContain("KeyArn");
  for (const name of ["preview", "watch", "deploy"]) {
    const role = await ask("iam", "get_role", { RoleName: `shop-dev-ci-${name}` });
    expect(JSON.stringify(role)).toContain(`repo:acme/platform:environment:${name === "deploy" ? "" : `${name}-`}dev`);
  }
  const rights = await ask("iam", "get_role_policy", { RoleName: "shop-dev-ci-deploy", PolicyName: "ci" });
  // Python's own way to print it.
  expect(JSON.stringify(rights)).toContain(
    `{'StringEquals': {'aws:RequestedRegion': ['${region}', 'eu-central-1', 'us-east-1']}}`,
  );
}, 120_000);

test("bootstrap: credentials of another account, and another environment, make nothing", async () => {
  const other = { ...config, "slipway:account": "999999999999" };
  writeFileSync(join(folder, "Pulumi.dev.yaml"), JSON.stringify({ config: other }));
  expect(await ops("bootstrap", ...repository)).toMatchObject({
    code: 3,
    err: expect.stringContaining("are for the account 123456789012"),
  });
  expect(await ops("bootstrap", ...repository, "--environment", "prod")).toMatchObject({ code: 3 });
});

describe("restore: an Aurora", () => {
  const id = "shop-dev-store-db";
  const rds = (operation: string, parameters: object) => ask("rds", operation, parameters);
  /** What the emulator has of it, by name. */
  const names = async (operation: string, key: string) => {
    const answer = JSON.stringify(await rds(operation, {}));
    const found = [...answer.matchAll(new RegExp(`"${key}":"(${id}[^"]*)"`, "g"))];
    return [...new Set(found.map(([, name = ""]) => name.replace(/\d{14}/, "<now>")))].sort();
  };
  const clusters = () => names("describe_db_clusters", "DBClusterIdentifier");
  const instances = () => names("describe_db_instances", "DBInstanceIdentifier");

  beforeAll(async () => {
    const env = {
      AWS_ENDPOINT_URL: emulator.endpoint,
      AWS_ACCESS_KEY_ID: "emulated",
      AWS_SECRET_ACCESS_KEY: "emulated",
    };
    const PYTHONPATH = dirname(dirname(toolPath("aws")));
    const cli = spawn("python3", [LOADED, "serve", join(folder, "aws.socket")], {
      env: { ...process.env, ...env, PYTHONPATH },
      stdio: ["ignore", "pipe", "inherit"],
    });
    loaded = cli;
    await once(cli.stdout, "data");
    const login = { MasterUsername: "slipway", MasterUserPassword: "emulated-emulated" };
    await rds("create_db_cluster", {
      ...{ DBClusterIdentifier: id, Engine: "aurora-postgresql", EngineVersion: "16.6", DeletionProtection: true },
      ...{ StorageEncrypted: true, ...login, BackupRetentionPeriod: 14 },
    });
    for (const [suffix, DBInstanceClass] of Object.entries({ "": "db.r7g.large", "-replica-1": "db.t4g.medium" })) {
      await rds("create_db_instance", {
        ...{ DBInstanceIdentifier: `${id}${suffix}`, DBClusterIdentifier: id },
        ...{ DBInstanceClass, Engine: "aurora-postgresql" },
      });
    }
    const outputs = {
      kubeconfig: "{}",
      foundation: { name: "shop-dev", stores: { db: { host: `${id}.cluster-abc.${region}.rds.amazonaws.com` } } },
    };
    writeFileSync(join(folder, "Pulumi.dev.yaml"), JSON.stringify({ config }));
    writeFileSync(join(folder, "pulumi"), `#!/bin/sh\necho '${JSON.stringify(outputs)}'\n`, { mode: 0o755 });
  }, 60_000);

  test("restore: an Aurora to a moment, beside the old one, as AWS's own CLI takes it", async () => {
    const { code, out, err } = await ops("restore", "db", "--point-in-time");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("holds what db was");
    expect(await clusters()).toEqual([id, `${id}-pit-<now>`]);
    expect(await instances()).toEqual([id, `${id}-pit-<now>-1`, `${id}-replica-1`]);
  }, 60_000);

  test("restore: an Aurora in place asks for the stack's name, and then names change places", async () => {
    const { code: taken, out: said } = await ops("backup", "db");
    const [snapshot = ""] = /shop-dev-store-db-safety-\d{14}/.exec(said) ?? [];
    expect({ taken, snapshot }).toEqual({ taken: 0, snapshot: expect.stringContaining("safety") });
    const restore = (...args: string[]) => ops("restore", "db", ...args, "--in-place");
    expect(await restore(snapshot)).toMatchObject({ code: 3, err: expect.stringContaining("--yes shop-dev") });
    expect(await restore("nothing", "--yes", "shop-dev")).toMatchObject({ code: 1 });
    const { code, out, err } = await restore(snapshot, "--yes", "shop-dev");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("pulumi refresh");
    expect(await clusters()).toEqual([id, `${id}-before-<now>`, `${id}-pit-<now>`]);
    const before = [1, 2].map((member) => `${id}-before-<now>-${member}`);
    expect(await instances()).toEqual([id, ...before, `${id}-pit-<now>-1`, `${id}-replica-1`]);
  }, 60_000);
});
