/**
 * What clouds, providers and people do to a run that is under way. Each test finds the account empty, strikes the run,
 * mends it as a person would, and leaves the account empty again.
 */
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { existing } from "../../../rehearsal/clouds/existing";
import { waitFor } from "../cluster/process";
import type { Stack } from "../stack";
import { agree, inState, nameOf, survives } from "./invariants";
import { type Accounts, begin, clearPending, foundation, hanging, small, startAccounts } from "./running";

let accounts: Accounts;
let shop: Stack;

const clusterType = "aws:eks/cluster:Cluster";
const secretType = "aws:secretsmanager/secret:Secret";

beforeAll(async () => {
  accounts = startAccounts();
  shop = await accounts.attached("dev", { config: small });
});

afterAll(() => accounts?.stop());

afterEach(() => shop.faults());

/** Runs `pulumi` until a call hangs, kills all of it, and lifts the lock that stays behind. */
async function killed(command: "up" | "destroy"): Promise<void> {
  const calls = shop.calls.length;
  const run = begin(shop, [command, "--yes", "--skip-preview"]);
  await hanging(shop, calls, run);
  // What is under way beside it ends: a kill in the middle of a write truncates the state, which is fault 10.
  await sleep(4000);
  await run.kill();
  expect(await shop.refused("up", "--yes", "--skip-preview")).toMatch(/the stack is currently locked/);
  await shop.succeed("cancel", "--yes");
}

describe("before anything is made", () => {
  test("fault 15: the wrong account is stopped before the first create, in plain words", async () => {
    const astray = await accounts.stack("astray", { config: small, account: "999999999999" });
    const output = await astray.upRefused();
    expect(output).toContain(
      "The credentials are for AWS account 999999999999, but this stack belongs in 111111111111; nothing was changed.",
    );
    expect(output).toContain("AWS_PROFILE");
    expect(output).not.toMatch(/\n\s+at .*\.ts:\d+/);
    expect(astray.changes()).toEqual([]);
    await survives(astray, {
      mend: () => {
        astray.env["SLIPWAY_SIM_ACCOUNT"] = "111111111111";
        return astray.up();
      },
    });
  });
});

describe("creates", () => {
  test("fault 1: whichever create fails, what was made is kept, and a rerun makes no second one", async () => {
    let failures = 0;
    for (;;) {
      // A few further each time: the state that each run begins with is what the last one left.
      shop.faults({ kind: "fail", method: "Create", nth: 6 });
      const { code, output } = await shop.pulumi("up", "--yes", "--skip-preview");
      await agree(shop);
      if (code === 0) break;
      expect(output).toContain("InternalFailure");
      failures++;
    }
    expect(failures).toBeGreaterThan(2);
    await survives(shop);
  });

  // Every single one takes a quarter of an hour: `npm run test:soak`.
  const every = process.env["SLIPWAY_SOAK"] ? Array.from({ length: 40 }, (_, index) => index + 1) : [1, 17];
  test.each(every)("fault 1: create %i fails from nothing", async (nth) => {
    shop.faults({ kind: "fail", method: "Create", nth });
    const { code } = await shop.pulumi("up", "--yes", "--skip-preview");
    expect(code === 0).toBe(shop.faultHits[0] === 0);
    await survives(shop);
  });

  test("fault 2: the reply to a create is lost: the error names it, import takes it over", async () => {
    const name = "shop-dev-break-glass";
    shop.faults({ kind: "lostReply", method: "Create", type: "aws:iam/role:Role", name });
    const output = await shop.upRefused();
    expect(output).toMatch(new RegExp(`aws:iam:Role \\(${name}\\)`));
    await survives(shop, {
      // Pulumi was answered with an error, so it declares nothing: only the account has the role.
      after: { lost: [name] },
      mend: async () => {
        // A second one is not made: its name is taken.
        expect(await shop.upRefused()).toContain("EntityAlreadyExists");
        const parent = await inState(shop, "shop-dev-cluster-access", "slipway:");
        const provider = await inState(shop, "shop-dev-aws", "pulumi:providers:");
        await shop.succeed(
          ...["import", "--yes", "--skip-preview", "--generate-code=false", "--protect=false"],
          ...["--parent", `access=${parent.urn}`, "--provider", `aws=${provider.urn}`],
          ...["aws:iam/role:Role", name, name],
        );
        await shop.up();
      },
    });
  });

  test("fault 3: what was made but did not become ready keeps its id, and is updated, not made again", async () => {
    const message = "unexpected state 'CREATING', wanted target 'ACTIVE'";
    shop.faults({ kind: "partial", method: "Create", type: clusterType, message });
    const output = await shop.upRefused();
    expect(output).toContain(message);
    const half = await inState(shop, "shop-dev-cluster", clusterType);
    expect(half.initErrors).toEqual([message]);
    const calls = shop.calls.length;
    await survives(shop, {
      mend: async () => {
        await shop.up();
        const later = shop.changes(calls).filter(({ type }) => type === clusterType);
        expect(later.map(({ method, id }) => [method, id])).toEqual([["Update", half.id]]);
        expect((await inState(shop, "shop-dev-cluster", clusterType)).initErrors ?? []).toEqual([]);
      },
    });
  });

  test("fault 4: what is throttled is tried again, a bounded number of times, and the state is exact", async () => {
    shop.faults(
      { kind: "throttle", method: "Create", type: "aws:kms/key:Key", times: 4 },
      { kind: "throttle", method: "Create", type: clusterType, times: 1000 },
    );
    const output = await shop.upRefused();
    expect(output).toMatch(/exceeded maximum number of attempts.*RequestLimitExceeded/);
    const [key, cluster] = shop.faultHits;
    expect(key).toBe(4);
    expect(cluster).toBeLessThan(20);
    await survives(shop);
  });

  test("fault 9: a provider that crashes is named, and what was made is kept", async () => {
    shop.faults({ kind: "crash", method: "Create", type: clusterType });
    const up = begin(shop, ["up", "--yes", "--skip-preview"]);
    expect(await up.ended).not.toBe(0);
    const output = up.output();
    expect(output).toMatch(/aws:eks:Cluster \(shop-dev-cluster\)/);
    expect(output).toContain("pulumi-resource-aws exited prematurely");
    expect(shop.instances.length).toBeGreaterThan(5);
    await survives(shop);
  });

  test("fault 9: a provider that hangs can be interrupted: the error names the resource", async () => {
    shop.faults({ kind: "hang", method: "Create", type: clusterType });
    const calls = shop.calls.length;
    const up = begin(shop, ["up", "--yes", "--skip-preview"]);
    await hanging(shop, calls, up);
    up.interrupt();
    expect(await up.ended).not.toBe(0);
    expect(up.output()).toMatch(/aws:eks:Cluster \(shop-dev-cluster\)/);
    await survives(shop);
  });

  test("fault 14: credentials that expire half-way are a clear error; with new ones it goes on", async () => {
    shop.faults({ kind: "expire", method: "Create", nth: 12 });
    const output = await shop.upRefused();
    expect(output).toContain("ExpiredToken: The security token included in the request is expired");
    const before = shop.instances.map(({ id }) => id);
    expect(before.length).toBeGreaterThan(5);
    await survives(shop, {
      mend: async () => {
        await shop.up();
        expect(shop.instances.map(({ id }) => id)).toEqual(expect.arrayContaining(before));
      },
    });
  });
});

describe("people", () => {
  test("fault 5: after one interrupt the work in flight ends, and the state is clean", async () => {
    shop.faults({ kind: "hang", method: "Create", type: "aws:kms/key:Key", seconds: 5 });
    const calls = shop.calls.length;
    const up = begin(shop, ["up", "--yes", "--skip-preview"]);
    await hanging(shop, calls, up);
    up.interrupt();
    expect(await up.ended).not.toBe(0);
    expect(up.output()).toMatch(/cancel/i);
    await survives(shop);
  });

  test("fault 6: killed in the middle of a create: a warning names the URN, refresh clears it", async () => {
    shop.faults({ kind: "hang", method: "Create", type: clusterType });
    await killed("up");
    await survives(shop, {
      after: { pending: ["shop-dev-cluster"] },
      mend: async () => {
        const warned = await shop.pulumi("up", "--yes", "--skip-preview");
        expect(warned.output).toContain("interrupted while creating");
        expect(warned.output).toContain("$aws:eks/cluster:Cluster::shop-dev-cluster");
        await shop.succeed("refresh", "--yes", "--skip-preview", "--clear-pending-creates");
        await shop.up();
      },
    });
  });

  test("fault 6: killed when the cloud had made it, but not answered: refresh takes it over by its id", async () => {
    shop.faults({ kind: "hang", method: "Create", type: clusterType, when: "after" });
    await killed("up");
    const made = shop.instances.find(({ type }) => type === clusterType)!;
    await survives(shop, {
      after: { pending: ["shop-dev-cluster"] },
      mend: async () => {
        await clearPending(shop);
        await shop.up();
        expect((await inState(shop, "shop-dev-cluster", clusterType)).id).toBe(made.id);
      },
    });
  });

  test("fault 10: killed, and the state file cut short: the backup is a step behind, and refresh catches up", async () => {
    shop.faults({ kind: "hang", method: "Create", type: clusterType });
    await killed("up");
    const whole = readFileSync(shop.stateFile, "utf8");
    writeFileSync(shop.stateFile, whole.slice(0, whole.length / 2));
    expect(await shop.upRefused()).toMatch(
      /unexpected end of JSON input|could not deserialize|failed to load checkpoint/,
    );
    copyFileSync(`${shop.stateFile}.bak`, shop.stateFile);
    shop.faults();
    await clearPending(shop);
    await survives(shop);
  });

  test("fault 7: killed in the middle of a delete: a rerun takes what is gone as deleted", async () => {
    await shop.up();
    shop.faults({ kind: "hang", method: "Delete", type: secretType, when: "after" });
    await killed("destroy");
    expect(shop.instances.filter(({ type }) => type === secretType)).toEqual([]);
    const name = "shop-dev-secret-payments-key";
    // Others were under way beside it.
    const { pending_operations = [] } = await shop.exported();
    const pending = [...new Set(pending_operations.map(({ resource }) => nameOf(resource)))];
    expect(pending).toContain(name);
    await agree(shop, { pending });
    shop.faults();
    await shop.destroy();
    expect(shop.instances).toEqual([]);
    // And the whole comes back from there.
    await survives(shop);
  });
});

describe("deletes", () => {
  test("fault 8: an old copy that cannot be deleted stays on the list, and goes with the next run", async () => {
    const name = "shop-dev-store-cache-parameters";
    shop.configure({ stores: { cache: { kind: "redis", engine: "valkey", version: "7.2" } } });
    await shop.up();
    const old = await inState(shop, name);
    shop.configure({ stores: { cache: { version: "8.0" } } });
    shop.faults({ kind: "fail", method: "Delete", name });
    await shop.upRefused();
    const { resources = [] } = await shop.exported();
    expect(resources.filter((each) => each.delete).map(({ id }) => id)).toEqual([old.id]);
    await survives(shop, {
      after: { pending: [name] },
      mend: async () => {
        await shop.up();
        expect(shop.instances.map(({ id }) => id)).not.toContain(old.id);
      },
    });
    shop.configure({ stores: undefined });
  });

  test("faults 18 and 19: destroy goes in the order that AWS takes, and waits for what somebody else left, not for ever", async () => {
    const whole = await accounts.attached("whole", {
      config: { ...foundation, cluster: { compute: "managed" }, stores: { db: { kind: "postgres" } } },
    });
    await whole.up();
    const subnet = whole.instances.find(({ urn }) => urn.endsWith("::shop-whole-network-public-a"))!;
    const leftOver = existing("aws:lb/loadBalancer:LoadBalancer", "left-over");
    const loadBalancer = { ...leftOver, inputs: { subnets: [subnet.id] } };
    whole.change((instances) => [...instances, loadBalancer]);
    const deletes = (outcome: RegExp) =>
      whole.changes().filter((call) => call.method === "Delete" && outcome.test(call.outcome));

    const refused = await whole.refused("destroy", "--yes", "--skip-preview");
    expect(refused).toMatch(/shop-whole-network-public-a.*is still used by .*left-over/);
    expect(deletes(/^waits/).length).toBeGreaterThan(2);
    expect(deletes(/^(?!ok|waits)/).map(nameOf)).toEqual(["shop-whole-network-public-a"]);
    await agree(whole);

    // It goes while destroy waits for it, as the interfaces of a load balancer do a while after it.
    const [calls, waited] = [whole.calls.length, deletes(/^waits/).length];
    const again = begin(whole, ["destroy", "--yes", "--skip-preview"]);
    await waitFor("destroy to wait", 60, async () => deletes(/^waits/).length > waited || undefined);
    whole.change((instances) => instances.filter(({ id }) => id !== "left-over"));
    expect(await again.ended).toBe(0);
    expect(whole.changes(calls).filter(({ outcome }) => !/^(ok|waits)/.test(outcome))).toEqual([]);
    expect(whole.instances).toEqual([]);
    const gone = whole.changes().filter(({ method, outcome }) => method === "Delete" && outcome === "ok");
    const at = (part: RegExp) =>
      gone.flatMap((call, index) => (part.test(`${call.type} ${nameOf(call)}`) ? [index] : []));
    const goesBefore = (one: RegExp, other: RegExp) => {
      expect(at(one).length).toBeGreaterThan(0);
      expect(Math.max(...at(one))).toBeLessThan(Math.min(...at(other)));
    };
    goesBefore(/nodeGroup:/, /eks\/cluster:/);
    goesBefore(/accessEntry:/, /eks\/cluster:/);
    goesBefore(/eks\/cluster:|rds\/instance:|natGateway:/, /ec2\/subnet:/);
    goesBefore(/nodeGroup:|eks\/cluster:/, /iam\/role:Role shop-whole-(node|cluster-role)$/);
    goesBefore(/rds\/instance:/, /rds\/subnetGroup:|rds\/parameterGroup:/);
    goesBefore(/ec2\/subnet:|securityGroup:|internetGateway:/, /ec2\/vpc:/);
  });
});
