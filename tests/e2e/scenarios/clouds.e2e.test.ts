/** Foundations on Google Cloud and Azure, on the real engine: made, looked at again, grown, and taken down. No Kubernetes. */
import type { Stack } from "../stack";
import { agree, nowhereIn } from "./invariants";
import { type Accounts, foundation, otherClouds, startAccounts } from "./running";

const canary = "canary-5d20c1f7be";
const common = {
  ...foundation,
  cluster: { publicAccess: ["203.0.113.0/24"], registry: true },
  edge: { dns: { zones: { "example.com": {} } }, cdn: { cache: ["/static/*"] }, firewall: { mode: "block" } },
};
const stores = (size: string) => ({
  db: { kind: "postgres", size, pool: {} },
  cache: { kind: "redis" },
  media: { kind: "bucket" },
});
/** The pool is made for those that come by it. */
const workloads = {
  api: {
    kind: "worker",
    image: "ghcr.io/example/shop-api:1.0.0",
    uses: ["db"],
    resources: { cpu: "100m", memory: "128Mi" },
  },
};

/** What the account alone may show: values of its secrets. */
const passwordsIn = ({ instances }: Stack): readonly string[] =>
  instances.flatMap(({ type, inputs }) => {
    const { value } = (inputs["properties"] ?? {}) as { value?: string };
    const held = type.endsWith(":SecretVersion")
      ? String(inputs["secretData"])
      : type.endsWith(":Secret")
        ? value
        : undefined;
    if (held === undefined) return [];
    return held.startsWith("{")
      ? Object.values(JSON.parse(held) as Record<string, string>).filter((each) => each.length > 15)
      : [held];
  });

let accounts: Accounts;
beforeAll(() => {
  accounts = startAccounts();
});
afterAll(() => accounts?.stop());

describe.each(otherClouds)("%s", (cloud, place) => {
  let shop: Stack;

  beforeAll(async () => {
    shop = await accounts.stack(cloud, { config: { ...common, ...place, workloads, stores: stores("medium") } });
    await shop.succeed("config", "set", "--secret", "--path", "slipway:secretValues.payments-key", canary);
  });

  test("comes up, and what the account holds is what the state says", async () => {
    // Azure gives a role before all of it knows.
    const late = ["*:StorageAccount", "*:ManagedCluster"].map(
      (type) =>
        ({
          kind: "fail",
          method: "Create",
          type,
          message: 'Code="AuthorizationFailed" does not have authorization',
        }) as const,
    );
    if (cloud === "azure") shop.faults(...late);
    const output = await shop.up();
    // How long ago depends on what else the machine does.
    expect(/a role that was given \d+ s ago; trying again in 15 s/.test(output)).toBe(cloud === "azure");
    expect(shop.faultHits).toEqual(cloud === "azure" ? [1, 1] : []);
    expect(shop.instances.length).toBeGreaterThan(30);
    await agree(shop);
  });

  test("then there is nothing to change, and nothing has drifted", async () => {
    const calls = shop.calls.length;
    await shop.succeed("preview", "--expect-no-changes");
    await shop.succeed("refresh", "--yes", "--skip-preview", "--expect-no-changes");
    expect(shop.changes(calls)).toEqual([]);
  });

  if (cloud === "azure") {
    const update = {
      kind: "fail",
      method: "Update",
      type: "*:StorageAccount",
      message: "AuthorizationFailed",
    } as const;

    test("without a role that was given just now, what is refused fails at once", async () => {
      shop.faults(update);
      shop.configure({ owner: "team-other" });
      const output = await shop.upRefused();
      expect(output).toMatch(/AuthorizationFailed/);
      expect(output).not.toContain("does not know yet");
      shop.faults();
      await shop.up();
    });
  }

  test("no secret is in plain in the state, or in what is said", async () => {
    const { stdout } = await shop.pulumi("stack", "output", "--json");
    const secrets = passwordsIn(shop);
    expect(secrets.length).toBeGreaterThan(3);
    nowhereIn({ state: JSON.stringify(await shop.exported()), outputs: stdout }, [canary, ...secrets]);
  });

  test("a bigger size changes the database where it stands", async () => {
    const calls = shop.calls.length;
    shop.configure({ stores: stores("large") });
    await shop.up();
    const changes = shop.changes(calls).map(({ method, type }) => `${method} ${type.split(":").at(-1)}`);
    expect(changes.length).toBeGreaterThan(0);
    expect(changes.filter((each) => !each.startsWith("Update "))).toEqual([]);
    await agree(shop);
  });

  test("with protection it is not destroyed; without, nothing is left but what must be", async () => {
    shop.configure({ protect: true });
    await shop.up();
    const calls = shop.calls.length;
    expect(await shop.refused("destroy", "--yes")).toMatch(/cannot be deleted[\s\S]*protect/);
    expect(shop.changes(calls)).toEqual([]);
    shop.configure({ protect: false });
    await shop.up();
    await shop.destroy();
    expect((await shop.exported()).resources ?? []).toEqual([]);
    expect(shop.instances.map(({ type }) => type)).toEqual([]);
  });
});
