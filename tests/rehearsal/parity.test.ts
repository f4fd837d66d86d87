import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { main } from "../../rehearsal/parity/cli";
import { matching, type ParityRow, parityOf } from "../../rehearsal/parity/parity";
import { identities, presetReasons } from "../../rehearsal/parity/reasons";
import { readStackFile, type StackFile } from "../../rehearsal/stack-files";
import { isTree, withPreset } from "../../stacks/config/presets";
import { environments } from "../../stacks/config/schema";
import { root } from "../support/configs";

const stack = (name: string, over: Record<string, string> = {}): StackFile => {
  const file = readStackFile(root, name);
  return { ...file, config: { ...file.config, ...over } };
};
const open = (rows: readonly ParityRow[]): string[] => rows.filter(({ reason }) => !reason).map(({ path }) => path);

/** The shop, and every example with stacks of its own. */
const folders = readdirSync(join(root, "examples")).map((name) => join("examples", name));
const projects = ["", ...folders.filter((folder) => existsSync(join(root, folder, "Pulumi.staging.yaml")))];
const pairs = [
  ["dev", "staging"],
  ["dev", "prod"],
  ["staging", "prod"],
] as const;

test.each(projects.flatMap((project) => pairs.map((pair) => [project || "the shop", ...pair, project] as const)))(
  "%s: %s and %s differ in nothing that is not explained",
  (_, left, right, project) => {
    const of = (name: string): StackFile => readStackFile(join(root, project), name);
    const rows = parityOf(of(left), of(right));
    expect(open(rows)).toEqual([]);
    expect(rows.length).toBeGreaterThan(20);
  },
);

test("a difference that a file makes itself is unexplained, also where a preset would explain one of its own", () => {
  const changed = stack("staging", {
    "slipway:network": '{"zones":3,"flowLogDays":30}',
    "slipway:images": '{"digest":true}',
  });
  expect(open(parityOf(changed, stack("prod")))).toEqual(["images"]);
  expect(open(parityOf(changed, stack("dev")))).toEqual(["images", "network.zones"]);
});

test("config explains it, for any stack or for one; a reason in the other file counts too", () => {
  const said = (entry: object) =>
    stack("dev", { "slipway:images": '{"digest":true}', "slipway:parity": JSON.stringify([entry]) });
  const reason = "dev tries digests out first";
  const row = parityOf(said({ path: "images", reason }), stack("staging")).find(({ path }) => path === "images");
  expect(row).toMatchObject({ reason, source: "config" });
  expect(open(parityOf(stack("staging"), said({ path: "images", reason })))).toEqual([]);
  expect(open(parityOf(said({ path: "images", reason, with: "prod" }), stack("staging")))).toEqual(["images"]);
});

test("secrets are not shown", () => {
  const rows = parityOf(stack("dev", { "slipway:secretValues": '{"payments-key":"hunter2hunter2"}' }), stack("prod"));
  expect(JSON.stringify(rows)).not.toContain("hunter2");
  expect(rows.find(({ path }) => path === "secretValues")).toMatchObject({ left: "(a secret, not shown)" });
});

test("every difference between presets has its reason, and every reason its difference", () => {
  const kinds = { postgres: "postgres", redis: "redis", bucket: "bucket" };
  const raw = {
    stores: Object.fromEntries(Object.keys(kinds).map((kind) => [kind, { kind }])),
    workloads: Object.fromEntries(["web", "worker", "scheduler", "cron", "task"].map((kind) => [kind, { kind }])),
  };
  const leaves = (value: unknown, path: string[] = []): [string, string][] =>
    isTree(value)
      ? Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, key]))
      : [[path.join("."), JSON.stringify(value)]];
  const presets = environments.map((environment) => new Map(leaves(withPreset(raw, "aws", environment))));
  const paths = [...new Set(presets.flatMap((preset) => [...preset.keys()]))];
  const different = paths.filter((path) => new Set(presets.map((preset) => preset.get(path))).size > 1);
  const reasons = [...identities, ...presetReasons];
  expect(different.filter((path) => !matching(reasons, path.split(".")))).toEqual([]);
  const idle = presetReasons.filter((reason) => !different.some((path) => matching([reason], path.split("."))));
  expect(idle.map(({ path }) => path)).toEqual([]);
});

test("the command ends with 1 for what is unexplained, and for a stack that is not there", () => {
  const print = jest.spyOn(process.stdout, "write").mockReturnValue(true);
  const complain = jest.spyOn(process.stderr, "write").mockReturnValue(true);
  try {
    expect(main(["dev", "prod"])).toBe(0);
    expect(main(["dev", "nope"])).toBe(1);
    expect(complain.mock.calls.join()).toContain('no stack "nope"');
    expect(main(["online", "prod", "--cwd", `${root}/examples/online-boutique`])).toBe(1);
  } finally {
    print.mockRestore();
    complain.mockRestore();
  }
});
