/** `ops bootstrap` with the real AWS CLI, against an emulator of AWS: what CloudFormation makes of it is there, and is what was said. */
import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { root } from "../../support/configs";
import { type Answer, type Emulator, startEmulator } from "../emulator/emulator";
import { toolPath } from "../tools/tools";

const MAIN = join(__dirname, "../../../ops/main.cjs");
const region = "eu-west-1";
const folder = mkdtempSync(join(tmpdir(), "slipway-bootstrap-e2e-"));
let emulator: Emulator;

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
