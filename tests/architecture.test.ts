import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { root } from "./support/configs";

interface Rule {
  readonly name: string;
  readonly comment: string;
  readonly from: { readonly path?: string };
}
interface Violation {
  readonly rule: { readonly name: string };
  readonly from: string;
  readonly to: string;
}

const folders = ["index.ts", "stacks", "components", "policy", "rehearsal", "docs/generate"];
const { forbidden } = require(join(root, ".dependency-cruiser.cjs")) as { forbidden: Rule[] };

/** dependency-cruiser reads the real imports; it is an ES module, so it runs as the command that it is. */
function cruise(): { violations: Violation[]; modules: string[] } {
  const command = join(root, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
  const args = [command, "--config", ".dependency-cruiser.cjs", "--output-type", "json", ...folders];
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8", maxBuffer: 2 ** 28 });
  if (!stdout) throw new Error(`dependency-cruiser said nothing: ${stderr}`);
  const result = JSON.parse(stdout) as { summary: { violations: Violation[] }; modules: { source: string }[] };
  return { violations: result.summary.violations, modules: result.modules.map(({ source }) => source) };
}

/** Every source file below the folders of the program. */
function sources(folder: string): string[] {
  const path = join(root, folder);
  if (statSync(path).isFile()) return [folder];
  return readdirSync(path, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => relative(root, join(path, file)));
}

const files = folders.flatMap(sources);
const text = (file: string): string => readFileSync(join(root, file), "utf8");

describe("imports", () => {
  const { violations, modules } = cruise();

  test.each(forbidden.map((rule) => [rule.name, rule] as const))("%s", (name, rule) => {
    const found = violations.filter((violation) => violation.rule.name === name);
    expect(found.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
    const speaksOf = new RegExp(rule.from.path ?? ".");
    expect(modules.some((module) => speaksOf.test(module))).toBe(true);
  });

  test("every source file was looked at", () => {
    expect(modules).toEqual(expect.arrayContaining(files));
  });
});

describe("planning", () => {
  test("loads no Pulumi package, not even through what it imports", () => {
    const script =
      'require("./loader.cjs"); require("./stacks/plan/plan.ts"); console.log(JSON.stringify(Object.keys(require.cache)))';
    const { stdout } = spawnSync(process.execPath, ["--eval", script], {
      cwd: root,
      encoding: "utf8",
    });
    const loaded = (JSON.parse(stdout) as string[]).map((path) => relative(root, path));
    expect(loaded).toContain("stacks/plan/plan.ts");
    expect(loaded.filter((path) => path.includes("@pulumi/"))).toEqual([]);
  });
});

describe("habits", () => {
  test("index.ts stays under 40 lines", () => {
    expect(text("index.ts").split("\n").length).toBeLessThan(40);
  });

  test("no barrels: the only index.ts is the program", () => {
    expect(files.filter((file) => /(^|\/)index\.ts$/.test(file))).toEqual(["index.ts"]);
  });

  test("no `if (cloud === …)`: differences live in a cloud's folder", () => {
    const asks = /\bcloud(?:Name)?\s*[!=]==?\s*["'`]|switch\s*\(\s*(?:\w+\.)*cloud\b/;
    expect(files.filter((file) => !file.startsWith("policy/") && asks.test(text(file)))).toEqual([]);
  });

  test("Helm releases are made in one place", () => {
    const makes = files.filter((file) => /new\s+(?:\w+\.)*helm\.v[34]\.(?:Release|Chart)\b/.test(text(file)));
    expect(makes).toEqual(["components/helm/release.ts"]);
  });

  test("every component extends BaseComponent, so that its children have a parent and wait for what it waits for", () => {
    const components = files.filter((file) => file.startsWith("components/") || file.startsWith("stacks/"));
    const own = components.filter((file) => /extends\s+(?:pulumi\.)?ComponentResource\b/.test(text(file)));
    expect(own).toEqual(["components/shared/base-component.ts"]);
  });

  test("no `any` in our own signatures", () => {
    expect(
      files.filter((file) => /:\s*any\b|<any>|as any\b/.test(text(file).replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, ""))),
    ).toEqual([]);
  });
});
