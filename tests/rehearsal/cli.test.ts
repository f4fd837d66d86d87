import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { main } from "../../rehearsal/cli";
import type { Report } from "../../rehearsal/report/report";
import { readStackFile, stacksIn } from "../../rehearsal/stack-files";

const fixture = join(__dirname, "fixtures/shop");
const execute = promisify(execFile);

/** The command line in this process, with what it printed. */
async function cli(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const printed = { out: "", err: "" };
  const catching = (key: "out" | "err") => (chunk: string | Uint8Array) => {
    printed[key] += String(chunk);
    return true;
  };
  const spies = [
    jest.spyOn(process.stdout, "write").mockImplementation(catching("out")),
    jest.spyOn(process.stderr, "write").mockImplementation(catching("err")),
  ];
  try {
    return { code: await main([...args, "--cwd", fixture]), ...printed };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

describe("exit codes", () => {
  test("0 for a stack with no mandatory finding; its report reads top to bottom", async () => {
    const { code, out, err } = await cli("dev");
    expect(code).toBe(0);
    expect(err).toContain("Rehearsing dev");
    const headings = ["Rehearsal of fixture · dev", "Resources", "Policies", "Outputs", "Order", "✓ 12 resources"];
    expect(headings.map((heading) => out.indexOf(heading)).every((at, index, all) => at > (all[index - 1] ?? -1))).toBe(
      true,
    );
  });

  test.each([
    [
      "a stack that is not there, naming those that are",
      ["nope"],
      /There is no stack "nope"\. Stacks here: dev, .*wrong/,
    ],
    ["no stack at all", [], /Which stack\?.*Stacks here: dev/s],
    ["a config file that is not there", ["--config", "none.yaml"], /There is no file .*none\.yaml/],
    ["what the program says of its config", ["wrong"], /^Rehearsing.*\n✗ fixture:count has a problem\n$/],
    ["what the cloud refuses", ["refused"], /InvalidVpcID\.NotFound/],
    ["a level that is none", ["dev", "--fail-on", "awful"], /awful.*critical, high, medium, low, mandatory, none/is],
    ["an unknown option", ["dev", "--frobnicate"], /unknown option/],
    [
      "a form that is none",
      ["dev", "--out", "report.pdf"],
      /--out report\.pdf: write a folder, or a file that ends in/,
    ],
    ["what can't be lost", ["dev", "--lose", "zones"], /--lose zones: write zone, node, region, or zone=<name>/],
    ["a zone that is not there", ["dev", "--lose", "zone=mars"], /no zone mars in this stack/],
    ["traffic that is no number", ["dev", "--traffic", "much"], /--traffic much: write a factor above 0/],
    ["traffic of a program that is none of Slipway's", ["dev", "--traffic", "x2"], /needs a config of Slipway's/],
    ["a state beside what is assumed", ["dev", "--state", "x.json", "--set", "a=1"], /leave out --set/],
  ])("1 for %s, without a stack trace", async (_, args, message) => {
    const { code, out, err } = await cli(...args);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toMatch(message);
    expect(err).not.toMatch(/^\s+at /m);
  });

  test.each([
    [[], 2],
    [["--fail-on", "critical"], 2],
    [["--fail-on", "low"], 2],
    [["--fail-on", "none"], 0],
  ])("2 for a policy finding, with %j: %i", async (args, expected) => {
    const { code, out } = await cli("open", ...args);
    expect(code).toBe(expected);
    expect(out).toContain("no-world-ingress");
    expect(out).toContain("mend:");
  });

  test("as a process of its own, one that never finishes says so", async () => {
    const started = execute(process.execPath, ["rehearsal/main.cjs", "hanging", "--cwd", fixture], {
      cwd: resolve(__dirname, "../.."),
    });
    await expect(started).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining("never finished") });
  }, 30_000);
});

test("--json prints the documented shape and nothing else", async () => {
  const { out } = await cli("dev", "--json", "--quiet");
  const report = JSON.parse(out) as Report;
  expect(report).toMatchObject({
    ...{ version: 1, project: "fixture", stack: "dev", environment: "dev", cloud: "aws", mode: "up" },
    ...{ region: "eu-west-1", account: "111111111111" },
    counts: { resources: 12, components: 3, protected: 2, byType: { "aws:ec2/vpc:Vpc": 2 } },
    outputs: { size: "small", password: "[secret]", token: "[secret]" },
  });
  // The fixture's two groups belong to nobody: said, and no reason to fail.
  expect(report.findings.map(({ rule, level }) => `${rule} ${level}`)).toEqual(
    Array(2).fill("security-group-used advisory"),
  );
  expect(report.order.create).toHaveLength(report.resources.length);
  expect(report.order.steps.flat()).toHaveLength(12);
  expect(report.resources.find(({ name }) => name === "shop-0-vpc")).toMatchObject({
    ...{ type: "aws:ec2/vpc:Vpc", custom: true, protect: true, inputs: { cidrBlock: "10.0.0.0/16" } },
  });
});

test("a stack that joins another finds that one's outputs and resources", async () => {
  const { code, out, err } = await cli("joined", "--json", "--quiet", "--fail-on", "none");
  expect({ code, err }).toEqual({ code: 0, err: "" });
  const report = JSON.parse(out) as Report;
  expect(report.counts.byType).toEqual({ "aws:ec2/securityGroup:SecurityGroup": 1 });
  expect(report.outputs["group"]).toMatch(/^sg-/);
});

test("--preview leaves unknown what a cloud would compute", async () => {
  const { out } = await cli("dev", "--json", "--preview");
  const report = JSON.parse(out) as Report;
  expect(report.mode).toBe("preview");
  expect(report.outputs["vpcs"]).toEqual(["[unknown]", "[unknown]"]);
});

test("--out writes three reports, and no secret is in any form of it", async () => {
  const folder = mkdtempSync(join(tmpdir(), "rehearsal-"));
  try {
    const { out } = await cli("dev", "--out", folder);
    const files = ["report.json", "report.txt", "report.html"].map((file) => readFileSync(join(folder, file), "utf8"));
    // Links to a rule's page are for people; nothing that a browser loads by itself may stand elsewhere.
    expect(files[2]).not.toMatch(/<(script|link|img|iframe)[^>]*(src|href)="?http/);
    for (const text of [out, ...files]) {
      expect(text).toContain("[secret]");
      expect(text).not.toContain("rehearsal-secret-of");
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("--set shows the stack as it would be, and what that changes; --out may be given twice", async () => {
  const folder = mkdtempSync(join(tmpdir(), "rehearsal-"));
  const files = ["set.json", "set.md"].map((file) => join(folder, file));
  try {
    const { code, out } = await cli(
      "dev",
      "--quiet",
      "--set",
      "fixture:count=1",
      ...files.flatMap((file) => ["--out", file]),
    );
    const [json, comment] = files.map((file) => readFileSync(file, "utf8"));
    const report = JSON.parse(json ?? "") as Report;
    expect(code).toBe(0);
    expect(report.whatIf?.settings).toEqual(["fixture:count=1"]);
    expect(report.difference?.deleted.map(({ name }) => name)).toContain("shop-1-vpc");
    expect(report.difference?.created).toEqual([]);
    for (const text of [out, comment]) expect(text).toContain("fixture:count=1");
  } finally {
    rmSync(folder, { recursive: true });
  }
});

describe("stack files", () => {
  test("are read as the engine hands them over", () => {
    const file = readStackFile(fixture, "dev");
    expect(file).toMatchObject({ project: "fixture", stack: "dev", program: join(fixture, "index.ts") });
    expect(file.config).toMatchObject({
      "slipway:account": "111111111111",
      "fixture:count": "2",
      "fixture:size": "small",
    });
    expect(JSON.parse(file.config["fixture:nested"] ?? "")).toEqual({
      deep: [1, "rehearsal-secret-of-fixture.nested.deep.1"],
    });
    expect(file.secretKeys).toEqual(["fixture:nested", "fixture:token"]);
    expect(stacksIn(fixture)).toContain("hanging");
  });

  test("a null further in stays one, and a key that is null is empty: as `pulumi config` of the real CLI says", () => {
    const folder = mkdtempSync(join(tmpdir(), "slipway-null-"));
    const file = join(folder, "Pulumi.dev.yaml");
    writeFileSync(file, "config:\n  a:nested: { limit: { warning: null, critical: 1 } }\n  a:empty: null\n");
    const { config } = readStackFile(folder, undefined, file);
    rmSync(folder, { recursive: true });
    expect(config).toEqual({ "a:nested": '{"limit":{"warning":null,"critical":1}}', "a:empty": "" });
  });

  test("another file may be named", () => {
    expect(readStackFile(fixture, undefined, join(fixture, "Pulumi.open.yaml")).stack).toBe("open");
  });
});
