/** The policy pack as the engine runs it: `pulumi preview --policy-pack policy`. */
import { type Harness, startHarness } from "../harness";
import type { Stack } from "../stack";

let harness: Harness;

beforeAll(async () => {
  harness = await startHarness();
});

afterAll(() => harness?.stop());

const judged = (stack: Stack) => stack.pulumi("preview", "--policy-pack", "policy");

test.each(["staging", "prod"] as const)("%s passes every mandatory policy as it stands", async (like) => {
  const { code, output } = await judged(await harness.stack(like, { like }));
  expect(output).not.toContain("[mandatory]");
  expect({ code, output: code === 0 ? "" : output }).toEqual({ code: 0, output: "" });
  expect(output).toMatch(/\+ \d+ to create/);
});

test("prod without protection is blocked, and the finding says how to mend it", async () => {
  const stack = await harness.stack("careless", { like: "prod", config: { protect: false } });
  const { code, output } = await judged(stack);
  expect(code).not.toBe(0);
  expect(output).toMatch(/\[mandatory\].*rds-deletion-protection/);
  expect(output).toContain("Set deletionProtection: true");
  expect(stack.changes()).toEqual([]);
});

describe("a finding is treated as the stack's config says", () => {
  let stack: Stack;
  const rule = "rds-deletion-protection";

  beforeAll(async () => {
    stack = await harness.stack("dev", { config: { layer: "foundation", workloads: undefined } });
  });

  test("advisory: it warns, and the preview goes through", async () => {
    stack.configure({ policy: { levels: { [rule]: "advisory" } } });
    const { code, output } = await judged(stack);
    expect(output).toMatch(new RegExp(`\\[advisory\\].*${rule}`));
    expect(code).toBe(0);
  });

  test("mandatory: it blocks, at up too, and nothing is made", async () => {
    stack.configure({ policy: { levels: { [rule]: "mandatory" } } });
    for (const args of [["preview"], ["up", "--yes"]]) {
      const { code, output } = await stack.pulumi(...args, "--policy-pack", "policy");
      expect(output).toMatch(new RegExp(`\\[mandatory\\].*${rule}`));
      expect(code).not.toBe(0);
    }
    expect(stack.changes()).toEqual([]);
  });

  test("disabled: nothing is said", async () => {
    stack.configure({ policy: { levels: { [rule]: "disabled" } } });
    const { code, output } = await judged(stack);
    expect(output).not.toContain(rule);
    expect(code).toBe(0);
  });

  test("exempt: it is said with its reason, and does not block", async () => {
    stack.configure({
      policy: {
        levels: { [rule]: "mandatory" },
        exemptions: [
          { rule, resource: "*", reason: "rebuilt from fixtures every night", owner: "team", expires: "2999-12-31" },
        ],
      },
    });
    const { code, output } = await judged(stack);
    expect(output).toContain("rebuilt from fixtures every night");
    expect(code).toBe(0);
  });
});

test("a rule at the level remediate repairs at up, and what it repaired stays so while the policies judge", async () => {
  const rule = "kms-deletion-window";
  const stack = await harness.stack("repaired", {
    config: {
      ...{ layer: "foundation", workloads: undefined, stores: undefined },
      policy: { levels: { [rule]: "remediate" } },
    },
  });
  const { code, output } = await stack.pulumi("up", "--yes", "--skip-preview", "--policy-pack", "policy");
  expect({ code, output: code === 0 ? "" : output }).toEqual({ code: 0, output: "" });
  expect(output).toMatch(new RegExp(`remediate.*${rule}`));
  const keys = stack.instances.filter(({ type }) => type === "aws:kms/key:Key");
  expect(keys.length).toBeGreaterThan(0);
  // Dev's own is a week.
  for (const { inputs } of keys) expect(inputs["deletionWindowInDays"]).toBe(30);
  await stack.succeed("preview", "--expect-no-changes", "--policy-pack", "policy");
});
