/**
 * Faults of the cloud, the provider, the state and the people, by their numbers in the list of faults. They strike a
 * stack of the foundation layer: what holds state lives there, and no pods have to be waited for.
 */
import { spawn } from "node:child_process";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { waitFor } from "../cluster/process";
import { type Config, type Harness, type Stack, type StateResource, startHarness } from "../stack";

let harness: Harness;
let shop: Stack;

/** No cluster is needed: nothing of this layer lives in it. */
const foundation: Config = { layer: "foundation", workloads: undefined };

beforeAll(async () => {
  harness = await startHarness();
  shop = await harness.stack("dev", { config: foundation });
});

afterAll(() => harness?.stop());

afterEach(() => shop.faults());

const nameOf = ({ urn }: { readonly urn: string }) => urn.slice(urn.lastIndexOf("::") + 2);
const inAccount = (stack: Stack) => stack.instances.map(({ type, id }) => `${type} ${id}`).sort();

async function inState(stack: Stack): Promise<string[]> {
  const { resources = [] } = await stack.exported();
  return resources
    .filter(({ type }) => type.startsWith("aws:"))
    .map(({ type, id }) => `${type} ${id}`)
    .sort();
}

/** The invariants after every fault: the account holds what the state says, and a second up changes nothing. */
async function settled(stack: Stack): Promise<void> {
  expect(inAccount(stack)).toEqual(await inState(stack));
  const calls = stack.calls.length;
  await stack.up("--expect-no-changes");
  expect(stack.changes(calls)).toEqual([]);
}

/** Starts `pulumi` in a process of its own, to be interrupted or killed. */
function start(stack: Stack, ...args: string[]) {
  const child = spawn("pulumi", [...args, "--non-interactive", "--color=never"], {
    cwd: stack.folder,
    env: { ...process.env, ...stack.environment },
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  return { pid: child.pid!, ended, output: () => output };
}

/** Waits until a call hangs, as its fault says. */
const hangs = (stack: Stack, since: number) =>
  waitFor("a call that hangs", 60, async () => stack.calls.slice(since).find(({ outcome }) => outcome === "hangs"));

describe("before anything is made", () => {
  test("fault 24: bad config is refused at preview, names the key, and asks no provider", async () => {
    shop.configure({ network: { cidr: "10.10.0.0/29" }, costCenter: "", protekt: true });
    const output = await shop.refused("preview");
    expect(output).toContain("network.cidr");
    expect(output).toContain("costCenter");
    expect(output).toContain("protekt");
    expect(shop.calls.filter(({ provider }) => provider === "aws")).toEqual([]);
    shop.configure({ network: undefined, costCenter: "shop", protekt: undefined });
  });

  test("fault 13: a wrong passphrase fails before any provider is asked", async () => {
    shop.env["PULUMI_CONFIG_PASSPHRASE"] = "wrong";
    const output = await shop.upRefused();
    delete shop.env["PULUMI_CONFIG_PASSPHRASE"];
    expect(output).toMatch(/incorrect passphrase/);
    expect(shop.calls).toEqual([]);
  });

  test("fault 15: the wrong account is stopped before the first create, and both are named", async () => {
    const astray = await harness.stack("astray", { config: foundation, account: "999999999999" });
    const output = await astray.upRefused();
    expect(output).toContain("999999999999");
    expect(output).toContain("111111111111");
    expect(astray.changes()).toEqual([]);
  });
});

describe("while it is being made", () => {
  test("fault 1: whichever create fails, what was made is kept, and a rerun makes no second one", async () => {
    const step = Number(process.env["SLIPWAY_FAULT_STEP"] ?? 25);
    let failures = 0;
    for (;;) {
      shop.faults({ kind: "fail", method: "Create", nth: step });
      const { code, output } = await shop.pulumi("up", "--yes", "--skip-preview");
      expect(inAccount(shop)).toEqual(await inState(shop));
      if (code === 0) break;
      expect(output).toContain("InternalFailure");
      failures++;
    }
    expect(failures).toBeGreaterThan(2);
    const urns = shop.instances.map(({ urn }) => urn);
    expect(new Set(urns).size).toBe(urns.length);
    await settled(shop);
  }, 600_000);

  test("fault 4: throttled calls are tried again, and nothing is made twice", async () => {
    await remake("shop-dev-store-media-public", [
      { kind: "throttle", method: "Create", name: "shop-dev-store-media-public", times: 3 },
    ]);
    expect(shop.faultHits).toEqual([3]);
    await settled(shop);
  });

  test("fault 4: but not for ever", async () => {
    const throttle = { kind: "throttle", method: "Create", name: "shop-dev-store-media-public", times: 99 } as const;
    await expect(remake("shop-dev-store-media-public", [throttle])).rejects.toThrow(/maximum number of attempts/);
    shop.faults();
    await shop.up();
    await settled(shop);
  });

  test("fault 3: what was made but did not become ready keeps its id, and is updated, not made again", async () => {
    const name = "shop-dev-store-db-parameters";
    await expect(remake(name, [{ kind: "partial", method: "Create", name, message: "still pending" }])).rejects.toThrow(
      /still pending/,
    );
    const half = (await resource(name))!;
    expect(half.initErrors).toEqual(["still pending"]);
    const calls = shop.calls.length;
    shop.faults();
    await shop.up();
    expect(
      shop
        .changes(calls)
        .filter((call) => call.name === name)
        .map(({ method }) => method),
    ).toEqual(["Update"]);
    expect((await resource(name))!.id).toBe(half.id);
    await settled(shop);
  });

  test("fault 2: a create whose reply is lost names the resource; import takes it over", async () => {
    const name = "shop-dev-break-glass";
    await expect(
      remakeRole(name, { kind: "lostReply", method: "Create", type: "aws:iam/role:Role", name }),
    ).rejects.toThrow(new RegExp(name));
    expect(inAccount(shop)).toContain(`aws:iam/role:Role ${name}`);
    shop.faults();
    const { resources = [] } = await shop.exported();
    const provider = resources.find(({ type }) => type === "pulumi:providers:aws")!;
    const parent = resources.find(({ type }) => type === "slipway:aws:ClusterAccess")!;
    await shop.succeed(
      ...["import", "--yes", "--skip-preview", "--generate-code=false", "--protect=false"],
      ...["--parent", `access=${parent.urn}`, "--provider", `aws=${provider.urn}`],
      ...["aws:iam/role:Role", name, name],
    );
    await shop.up();
    await settled(shop);
  });

  test("fault 9: a provider that crashes is named, and what was made is kept", async () => {
    const name = "shop-dev-store-media-public";
    await expect(remake(name, [{ kind: "crash", method: "Create", name }])).rejects.toThrow(
      /shop-dev-store-media-public/,
    );
    expect(inAccount(shop)).toEqual(await inState(shop));
    shop.faults();
    await shop.up();
    await settled(shop);
  });

  test("fault 14: credentials that expire half-way are a clear error; with new ones it goes on", async () => {
    const name = "shop-dev-store-media-public";
    await expect(remake(name, [{ kind: "expire", method: "Create" }])).rejects.toThrow(/ExpiredToken/);
    expect(inAccount(shop)).toEqual(await inState(shop));
    shop.faults();
    await shop.up();
    await settled(shop);
  });

  test("fault 5: after one interrupt the work in flight ends and the state is clean", async () => {
    const name = "shop-dev-store-media-public";
    await forget(name);
    shop.faults({ kind: "hang", method: "Create", name, seconds: 4 });
    const calls = shop.calls.length;
    const up = start(shop, "up", "--yes", "--skip-preview");
    await hangs(shop, calls);
    process.kill(up.pid, "SIGINT");
    expect(await up.ended).not.toBe(0);
    expect((await shop.exported()).pending_operations ?? []).toEqual([]);
    expect(inAccount(shop)).toEqual(await inState(shop));
    shop.faults();
    await shop.up();
    await settled(shop);
  });

  test("fault 6: killed in the middle of a create, a warning names the URN, and refresh mends it", async () => {
    const name = "shop-dev-store-media-public";
    await forget(name);
    shop.faults({ kind: "hang", method: "Create", name, when: "before" });
    await killed("up", name);
    expect((await shop.exported()).pending_operations?.map(({ resource }) => nameOf(resource))).toEqual([name]);
    shop.faults();
    const { output } = await shop.pulumi("up", "--yes", "--skip-preview");
    expect(output).toContain("interrupted while creating");
    expect(output).toContain(name);
    await shop.succeed("refresh", "--yes", "--skip-preview", "--clear-pending-creates");
    await shop.up();
    await settled(shop);
  });

  test("fault 7: killed in the middle of a delete, a rerun takes what is gone as deleted", async () => {
    const name = "shop-dev-secret-slack-webhook";
    const type = "aws:secretsmanager/secret:Secret";
    shop.configure({ secrets: ["payments-key"], monitoring: { routes: [] } });
    shop.faults({ kind: "hang", method: "Delete", name, type, when: "after" });
    await killed("up", name);
    expect(shop.instances.some((instance) => nameOf(instance) === name && instance.type === type)).toBe(false);
    shop.faults();
    await shop.up();
    await settled(shop);
  });

  test("fault 8: an old copy that cannot be deleted stays on the list, and goes with the next run", async () => {
    const name = "shop-dev-store-db-parameters";
    shop.configure({ stores: { db: { version: "16" } } });
    shop.faults({ kind: "fail", method: "Delete", name });
    const { code } = await shop.pulumi("up", "--yes", "--skip-preview");
    expect(code).not.toBe(0);
    const old = (await shop.exported()).resources?.filter((each) => each.delete === true && nameOf(each) === name);
    expect(old).toHaveLength(1);
    shop.faults();
    await shop.up();
    expect((await shop.exported()).resources?.filter((each) => each.delete === true)).toEqual([]);
    await settled(shop);
  });
});

describe("the state", () => {
  test("fault 12: of two ups at once the second is refused, and a stale lock wants an explicit cancel", async () => {
    const name = "shop-dev-store-media-public";
    await forget(name);
    shop.faults({ kind: "hang", method: "Create", name });
    const calls = shop.calls.length;
    const first = start(shop, "up", "--yes", "--skip-preview");
    await hangs(shop, calls);
    expect(await shop.upRefused()).toMatch(/the stack is currently locked/);
    process.kill(-first.pid, "SIGKILL");
    await first.ended;
    expect(await shop.upRefused()).toMatch(/the stack is currently locked/);
    await shop.succeed("cancel", "--yes");
    shop.faults();
    await shop.succeed("refresh", "--yes", "--skip-preview", "--clear-pending-creates");
    await shop.up();
    await settled(shop);
  });

  test("fault 10: a truncated state file is refused, and the backup restores it", async () => {
    const whole = readFileSync(shop.stateFile, "utf8");
    writeFileSync(shop.stateFile, whole.slice(0, whole.length / 2));
    const calls = shop.calls.length;
    await shop.upRefused();
    expect(shop.changes(calls)).toEqual([]);
    copyFileSync(`${shop.stateFile}.bak`, shop.stateFile);
    await settled(shop);
  });
});

describe("replacement and destroy", () => {
  test("fault 16: replacing a protected database is stopped with no delete at all", async () => {
    shop.configure({ protect: true });
    await shop.up();
    const calls = shop.calls.length;
    const database = shop.instances.find(({ type }) => type === "aws:rds/instance:Instance")!;
    shop.configure({ stores: { db: { database: "other" } } });
    const output = await shop.upRefused();
    expect(output).toMatch(/shop-dev-store-db/);
    expect(output).toMatch(/protect/);
    expect(shop.changes(calls).filter(({ method }) => method === "Delete")).toEqual([]);
    expect(shop.instances).toContainEqual(database);
    // What names the last snapshot had changed with the attempt.
    shop.configure({ stores: { db: { database: undefined } } });
    await shop.up();
    await settled(shop);
  });

  test("fault 17: destroy is refused in plain words while things are protected", async () => {
    const calls = shop.calls.length;
    // With a preview, as people run it: the engine refuses protected things one by one, after it has begun.
    const output = await shop.refused("destroy", "--yes");
    expect(output).toMatch(/protect/);
    expect(shop.changes(calls)).toEqual([]);
  });

  test("fault 18: unprotected, everything goes, in an order that AWS takes, and data leaves a last snapshot", async () => {
    const database = shop.instances.find(({ type }) => type === "aws:rds/instance:Instance")!;
    await shop.succeed("state", "unprotect", "--all", "--yes");
    shop.change((instances) =>
      instances.map((each) => {
        const { deletionProtection: _, ...inputs } = each.inputs;
        return { ...each, inputs };
      }),
    );
    const calls = shop.calls.length;
    await shop.destroy();
    expect(shop.changes(calls).filter(({ outcome }) => outcome !== "ok")).toEqual([]);
    const left = shop.instances.map(({ type }) => type).sort();
    expect(left).toEqual(["aws:elasticache/snapshot:Snapshot", "aws:rds/snapshot:Snapshot"]);
    expect(shop.instances.some(({ inputs }) => inputs["source"] === database.id)).toBe(true);
  });
});

async function resource(name: string): Promise<StateResource | undefined> {
  const { resources = [] } = await shop.exported();
  return resources.find((each) => nameOf(each) === name && each.type.startsWith("aws:"));
}

/** Takes a resource out of the account and out of the state, so that the next up makes it. */
async function forget(name: string, type = "aws:"): Promise<void> {
  const { resources = [] } = await shop.exported();
  const found = resources.find((each) => nameOf(each) === name && each.type.startsWith(type))!;
  shop.change((instances) => instances.filter(({ urn }) => urn !== found.urn));
  await shop.succeed("refresh", "--yes", "--skip-preview", "--target", found.urn);
}

/** Has the next up make a resource anew, under faults. @throws Error with what the user sees when that up fails */
async function remake(name: string, faults: Parameters<Stack["faults"]>): Promise<void> {
  await forget(name);
  shop.faults(...faults);
  await shop.up();
}

async function remakeRole(name: string, fault: Parameters<Stack["faults"]>[0]): Promise<void> {
  await forget(name, "aws:iam/role");
  shop.faults(fault);
  await shop.up();
}

/** Runs `pulumi` until the call for `name` hangs, kills all of it, and drops the lock that stays behind. */
async function killed(command: string, name: string): Promise<void> {
  const calls = shop.calls.length;
  const run = start(shop, command, "--yes", "--skip-preview");
  const call = await hangs(shop, calls);
  expect(call.name).toBe(name);
  process.kill(-run.pid, "SIGKILL");
  await run.ended;
  await shop.succeed("cancel", "--yes");
}
