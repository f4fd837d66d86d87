/** Two stacks in two regions, one of which is lost: the other serves, by the real engine and the command that people type. */
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { Instance } from "../../../rehearsal/clouds/model";
import { installAwsCli } from "../providers/aws-cli";
import { regionLost } from "../providers/faults";
import type { Stack } from "../stack";
import { type Accounts, small, startAccounts } from "./running";

const MAIN = join(__dirname, "../../../ops/main.cjs");
const REPLICA_LAG = 42;

let accounts: Accounts;
let home: Stack;
let away: Stack;
let tools: string;

const { app, environment: kind, cloud, network } = small;

beforeAll(async () => {
  accounts = startAccounts();
  home = await accounts.attached("home", {
    config: {
      ...small,
      standby: { role: "primary", other: "away", region: "eu-central-1" },
      stores: { db: { kind: "postgres" }, media: { kind: "bucket" } },
    },
  });
  // All that a stack that stands by has to say of itself.
  away = await accounts.attached("away", {
    beside: home,
    account: String(small["account"]),
    config: {
      ...{ app, environment: kind, cloud, network, region: "eu-central-1" },
      standby: { role: "secondary", other: "home", mode: "pilot-light" },
    },
  });
  // One folder has one selected stack.
  for (const stack of [home, away]) stack.env["PULUMI_STACK"] = stack.name;
  await home.up();
  await away.up();
  tools = installAwsCli(join(home.folder, "account"), accountFiles(), REPLICA_LAG);
}, 240_000);

afterAll(() => accounts?.stop());

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command in processes of its own, as a person does. */
function failover(...args: string[]): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const PATH = [tools, away.environment["PATH"] ?? process.env["PATH"]].join(delimiter);
    const { PULUMI_STACK: _, ...environment } = away.environment;
    const env = { ...process.env, ...environment, PATH, NO_COLOR: "1" };
    const child = spawn(process.execPath, [MAIN, "failover", ...args, "-C", away.folder], { env });
    let [out, err] = ["", ""];
    child.stdout.on("data", (part) => {
      out += part;
    });
    child.stderr.on("data", (part) => {
      err += part;
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? -1, out, err }));
  });
}

const database = (of: string): Instance => away.instances.find(({ urn }) => urn.endsWith(`::shop-${of}-store-db`))!;
const file = (stack: Stack): string => readFileSync(join(stack.folder, `Pulumi.${stack.name}.yaml`), "utf8");
const toAway = ["--to", "away", "--yes", "shop-away"];

test("the stack that stands by follows the other's database, and works on copies of its bucket and secret", async () => {
  const source = database("home").outputs["arn"];
  expect(source).toMatch(/^arn:aws:rds:eu-west-1:/);
  expect(database("away").inputs).toMatchObject({ replicateSourceDb: source });
  expect(database("away").inputs).not.toHaveProperty("password");
  const { foundation } = JSON.parse(await away.succeed("stack", "output", "--json")) as {
    foundation: { stores: { media: { name: string } }; secrets: Record<string, { id: string }> };
  };
  const copy = away.instances.find(({ urn }) => urn.endsWith("::shop-home-store-media-copy"))!;
  expect(foundation.stores.media.name).toBe(copy.outputs["bucket"]);
  expect(foundation.secrets["payments-key"]!.id).toContain(":eu-central-1:");
});

test("while the other is well, and where another environment is meant, nothing is done", async () => {
  const calls = away.calls.length;
  const well = await failover(...toAway);
  expect(well).toMatchObject({ code: 3, err: expect.stringContaining("shop-home is well") });
  const other = await failover(...toAway, "--environment", "prod");
  expect(other).toMatchObject({ code: 3, err: expect.stringContaining("is of the environment dev") });
  expect(away.changes(calls)).toEqual([]);
});

test("the region is lost: the promotion fails half-way and goes on; then the other serves, and its program agrees", async () => {
  const before = database("away");
  const calls = away.calls.length;
  home.faults(...regionLost("eu-west-1"), {
    ...{ kind: "fail", method: "Update", type: "aws:rds/instance:Instance", name: "shop-away-store-db" },
  });
  const asked = await failover("--to", "away");
  expect(asked).toMatchObject({ code: 3, err: expect.stringContaining("--yes shop-away") });
  expect(asked.out).toMatch(/db loses what was written after 20\S+Z, [34][0-9] s ago/);

  const failed = await failover(...toAway);
  expect({ code: failed.code, err: failed.err }).toEqual({
    code: 2,
    err: expect.stringContaining("it goes on with promote"),
  });
  const done = await failover(...toAway, "--json");
  expect({ code: done.code, err: done.code === 0 ? "" : done.err }).toEqual({ code: 0, err: "" });
  expect(JSON.parse(done.out)).toMatchObject({
    ...{ succeeded: true, steps: ["freeze", "decide", "promote", "names", "smoke"] },
    losses: [
      { store: "db", keptUpTo: expect.any(String), seconds: expect.any(Number) },
      { store: "media", what: expect.stringContaining("15 minutes") },
    ],
    elapsedSeconds: expect.any(Number),
  });

  console.info(`failover, resumed once: ${JSON.parse(done.out).elapsedSeconds} s`);

  // Promoted in place, with a password of its own, and nothing was made twice or taken away.
  const after = database("away");
  expect(after.id).toBe(before.id);
  expect(after.inputs).not.toHaveProperty("replicateSourceDb");
  expect(after.inputs["password"]).toEqual(expect.any(String));
  const worked = away.changes(calls).filter(({ outcome }) => outcome === "ok");
  expect(worked.filter(({ method }) => method === "Delete")).toEqual([]);
  expect(worked.filter(({ urn }) => urn.includes(":home::"))).toEqual([]);
  // The region is still lost.
  await away.up("--expect-no-changes");
  expect(file(home)).toContain("now: resting");
});

test("back again: the old one follows, made anew as a copy, and a planned failover loses nothing", async () => {
  home.faults();
  writeFileSync(join(home.folder, "Pulumi.home.yaml"), file(home).replace("now: resting", "now: following"));
  const old = database("home").id;
  await home.up();
  expect(database("home").id).not.toBe(old);
  expect(database("home").inputs["replicateSourceDb"]).toBe(database("away").outputs["arn"]);
  tools = installAwsCli(join(home.folder, "account"), accountFiles(), 0);
  const done = await failover("--to", "home", "--planned", "--yes", "shop-home", "--json");
  expect({ code: done.code, err: done.code === 0 ? "" : done.err }).toEqual({ code: 0, err: "" });
  expect(JSON.parse(done.out)).toMatchObject({ losses: [{ store: "db", seconds: 0 }, { store: "media" }] });
  expect(database("home").inputs).not.toHaveProperty("replicateSourceDb");
});

function accountFiles() {
  const account = join(home.folder, "account");
  return { state: join(account, "state.json"), faults: join(account, "faults.json") };
}
