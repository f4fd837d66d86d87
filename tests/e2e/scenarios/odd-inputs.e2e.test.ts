/** What people do that nobody planned for: other plugin versions, keys that do not exist, no config, odd stack names. */
import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import awsSdk from "@pulumi/aws/package.json";
import { makePlace, newStack, type Place } from "../sequences/run";
import { adopted, smallest } from "../sequences/sequence";
import type { Stack } from "../stack";

const config = { ...smallest, network: { adopt: adopted } };

let place: Place;

beforeAll(() => {
  place = makePlace(mkdtempSync(join(tmpdir(), "slipway-odd-")));
});

afterAll(() => rmSync(place.folder, { recursive: true, force: true }));

describe("stack names that the engine allows", () => {
  // Once the odd characters are gone, all of them are "pr-12".
  const names = ["pr-12", "PR_12", "pr.12", "Pr..12_"];
  // As long as a stack's own part of names gets.
  const longest = "A_rather.long-stack_name.1234567";
  let stacks: readonly Stack[];

  test("stand side by side in one account, under legal names that differ", async () => {
    stacks = await Promise.all(names.map((name) => newStack(place, name, config)));
    const [first] = stacks as [Stack];
    for (const stack of stacks) stack.env.SLIPWAY_SIM_STATE = first.environment.SLIPWAY_SIM_STATE!;
    for (const stack of stacks) await stack.up();
    const clusters = first.instances.filter(({ type }) => type === "aws:eks/cluster:Cluster").map(({ id }) => id);
    expect(new Set(clusters).size).toBe(names.length);
    expect(clusters).toContain("shop-pr-12");
    for (const cluster of clusters) expect(cluster).toMatch(/^shop-pr-12(-[a-z0-9]+)?$/);
  });

  test("have nothing to change afterwards", async () => {
    for (const stack of stacks) await stack.succeed("preview", "--expect-no-changes");
  });

  test("may be as long as one likes", async () => {
    const stack = await newStack(place, longest, config);
    await stack.up();
    await stack.destroy();
    expect(stack.instances).toEqual([]);
  });

  test("go without taking anything of each other's", async () => {
    const [first, ...others] = stacks as [Stack, ...Stack[]];
    const idsOf = async (stack: Stack) => ((await stack.exported()).resources ?? []).map(({ id }) => id);
    const kept = (await Promise.all(others.map(idsOf))).flat();
    await first.destroy();
    const standing = new Set(first.instances.map(({ id }) => id));
    const taken = new Set(kept.filter((id) => id && /^shop-/.test(id) && !standing.has(id)));
    expect([...taken].filter((id) => first.instances.some((each) => each.id === id))).toEqual([]);
    for (const stack of others) await stack.destroy();
    expect(first.instances).toEqual([]);
  });
});

describe("config", () => {
  test("keys that do not exist are named, with what was meant, and nothing is made", async () => {
    const stack = await newStack(place, "unknown", {
      ...config,
      storess: {},
      cluster: { comptue: "auto" },
      flavour: 1,
    });
    const output = await stack.upRefused();
    expect(output).toMatch(/Pulumi\.unknown\.yaml has 3 problems; nothing was registered/);
    expect(output).toMatch(/slipway:storess\n.*\n.*\n\s*mend\s+did you mean "stores"/);
    expect(output).toMatch(/slipway:cluster\.comptue\n.*\n.*\n\s*mend\s+did you mean "compute"/);
    expect(output).toMatch(/slipway:flavour\n/);
    expect(stack.calls).toEqual([]);
  });

  test("none at all: all that is needed is named at once, and nothing is made", async () => {
    const stack = await newStack(place, "empty", {});
    for (const command of ["preview", "up"]) {
      const output = await stack.refused(command, ...(command === "up" ? ["--yes", "--skip-preview"] : []));
      for (const key of ["app", "environment", "cloud", "region", "account", "owner", "costCenter"]) {
        expect(output).toContain(`slipway:${key}\n`);
      }
    }
    expect(stack.calls).toEqual([]);
  });

  test("no stack file: the same", async () => {
    const stack = await newStack(place, "no-file", {});
    rmSync(join(stack.folder, "Pulumi.no-file.yaml"), { force: true });
    expect(await stack.refused("preview")).toContain("slipway:app\n");
  });
});

describe("versions of the SDK and of the provider's plugin", () => {
  const asked = awsSdk.version;
  const folderOf = (version: string) => join(place.folder, "home/plugins", `resource-aws-v${version}`);
  const older = "7.1.0";
  const newer = "7.99.0";

  /** Runs with the plugin installed as another version than the SDK asks for. */
  async function installedAs<T>(version: string, work: () => Promise<T>): Promise<T> {
    renameSync(folderOf(asked), folderOf(version));
    try {
      return await work();
    } finally {
      renameSync(folderOf(version), folderOf(asked));
    }
  }

  test.each([older, newer])(
    "a plugin of %s alone: the error says which is needed, and nothing is made",
    async (version) => {
      const stack = await newStack(place, `plugin-${version}`, config);
      const output = await installedAs(version, () => stack.upRefused());
      expect(output).toContain(asked);
      expect(output).toMatch(/aws/);
      expect(stack.instances.filter(({ type }) => type !== "aws:ec2/vpc:Vpc")).toEqual([]);
      await stack.up();
      await stack.destroy();
    },
  );

  test("a state that an older SDK made: the next up takes it over with nothing to change in the account", async () => {
    const stack = await newStack(place, "older-state", config);
    await stack.up();
    const exported = await stack.succeed("stack", "export");
    const file = join(stack.folder, "older.json");
    writeFileSync(file, exported.replaceAll(`"version": "${asked}"`, `"version": "${older}"`));
    await stack.succeed("stack", "import", "--file", file);
    const calls = stack.calls.length;
    await stack.up();
    expect(stack.changes(calls)).toEqual([]);
    const { resources = [] } = await stack.exported();
    const provider = resources.find(({ type }) => type === "pulumi:providers:aws");
    expect(provider?.inputs).toMatchObject({ version: asked });
    await stack.succeed("preview", "--expect-no-changes");
    await stack.destroy();
  });
});
