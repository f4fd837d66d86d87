/** Whoever copies a recipe gets what it promises: every stack file of the cookbook is rehearsed as it stands. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { rehearse } from "../../rehearsal/rehearse";
import { root } from "../support/configs";

const page = readFileSync(join(root, "docs/guides/cookbook.md"), "utf8");
const recipes = page.split(/^## /m).flatMap((part): [string, string][] => {
  const yaml = /^```yaml\n([\s\S]*?)^```$/m.exec(part)?.[1];
  return yaml === undefined ? [] : [[part.split("\n")[0]!, yaml]];
});

test("has Django, FastAPI, Next.js and Express", () => {
  expect(recipes.map(([title]) => title)).toEqual(["Django", "FastAPI", "Next.js", "Express"]);
});

describe.each(recipes)("%s", (_title, yaml) => {
  const folder = mkdtempSync(join(tmpdir(), "slipway-cookbook-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("rehearses without a finding that stops it, or a proof that breaks", async () => {
    const configFile = join(folder, "Pulumi.dev.yaml");
    writeFileSync(configFile, yaml);
    const warn = jest.spyOn(console, "warn").mockImplementation();
    const report = await rehearse({ folder: root, configFile, env: {} });
    warn.mockRestore();
    expect(report.findings.filter(({ level }) => level === "mandatory")).toEqual([]);
    expect(report.proofs.filter(({ holds }) => !holds)).toEqual([]);
    expect(report.capacity?.findings).toEqual([]);
    const { config } = parse(yaml) as { config: Record<string, object> };
    const workloads = Object.keys(config["slipway:workloads"]!);
    const releases = report.resources.filter(({ type }) => type === "kubernetes:helm.sh/v3:Release");
    expect(releases.map(({ inputs }) => inputs["name"])).toEqual(expect.arrayContaining(workloads));
  });
});
