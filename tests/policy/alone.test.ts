/** The pack taken out of the program: nothing of it may be missed. */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { root } from "../support/configs";

const folder = mkdtempSync(join(tmpdir(), "slipway-pack-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const manifest = JSON.parse(readFileSync(join(root, "policy/package.json"), "utf8")) as {
  dependencies: Record<string, string>;
};
const program = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as typeof manifest;

test("its own package.json asks for the versions that the program has", () => {
  for (const [name, version] of Object.entries(manifest.dependencies))
    expect([name, program.dependencies[name]]).toEqual([name, version]);
});

test("alone in a folder it loads, with its own dependencies and nothing else, and judges", () => {
  cpSync(join(root, "policy"), join(folder, "pack"), { recursive: true });
  // What npm would install beside it: its dependencies by name, and what those need in turn.
  const modules = join(folder, "pack/node_modules");
  for (const name of Object.keys(manifest.dependencies)) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(root, "node_modules", name), join(modules, name));
  }
  const script = `
    require("tsx/cjs");
    const { judge, policySettings } = require("./judge.ts");
    const { policies } = require("./pack.ts");
    const { Renderer } = require("./helm/renderer.ts");
    const settings = policySettings({ project: "p", stack: "s", config: {}, now: new Date(0) });
    const props = { enableKeyRotation: false, tags: {} };
    const found = judge([{ type: "aws:kms/key:Key", name: "k", urn: "u", props }], settings);
    const renderer = new Renderer({ folders: ["."], env: {} });
    console.log(JSON.stringify([found.map(({ rule }) => rule).includes("kms-rotation"), policies(settings, renderer).length > 200]));
  `;
  const out = execFileSync(process.execPath, ["--eval", script], { cwd: join(folder, "pack"), encoding: "utf8" });
  expect(JSON.parse(out)).toEqual([true, true]);
}, 60_000);
