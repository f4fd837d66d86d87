/**
 * What others say of the workflows (actionlint of their syntax and their shell, zizmor of what could be misused), and hadolint
 * of the examples' Dockerfiles.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toolPath } from "../tools/tools";

const repository = join(__dirname, "../../..");
const folders = [".github/workflows", "templates/application/.github/workflows"].map((each) => join(repository, each));
const names = ["check.yml", "environments.yml", "platform.yml", "watch.yml"].map((name) => join(folders[0]!, name));
const templates = ["check.yml", "deliver.yml"].map((name) => join(folders[1]!, name));

/** All that a judge says, and its exit code. */
function judge(tool: string, ...args: string[]): { readonly code: number | null; readonly said: string } {
  const { status, stdout, stderr } = spawnSync(toolPath(tool), args, { encoding: "utf8" });
  return { code: status, said: stdout + stderr };
}
const actionlint = (...files: string[]) => judge("actionlint", "-shellcheck", toolPath("shellcheck"), ...files);
const zizmor = (...paths: string[]) => judge("zizmor", "--offline", "--no-progress", ...paths);

test("actionlint, with shellcheck, finds nothing", () => {
  expect(actionlint(...names, ...templates)).toEqual({ code: 0, said: "" });
});

test("zizmor finds nothing", () => {
  expect(zizmor(...folders)).toMatchObject({ code: 0, said: expect.stringContaining("No findings to report") });
});

test("both find what is wrong in a workflow that is weak", () => {
  const folder = mkdtempSync(join(tmpdir(), "slipway-weak-"));
  try {
    const workflows = join(folder, ".github/workflows");
    mkdirSync(workflows, { recursive: true });
    const file = join(workflows, "weak.yml");
    const steps = `      - uses: actions/checkout@v7\n      - run: echo \${{ github.event.pull_request.title }}\n`;
    writeFileSync(file, `on: pull_request_target\njobs:\n  one:\n    runs-on: ubuntu-24.04\n    steps:\n${steps}`);
    expect(actionlint(file)).toMatchObject({ code: 1, said: expect.stringContaining("potentially untrusted") });
    const found = zizmor(workflows);
    expect(found.code).not.toBe(0);
    expect(found.said).toContain("template-injection");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

describe("hadolint", () => {
  const examples = join(repository, "examples");
  const files = readdirSync(examples, { recursive: true, encoding: "utf8" })
    .filter((path) => /Dockerfile$/.test(path) && !path.includes("node_modules"))
    .map((path) => join(examples, path));
  const hadolint = (...paths: string[]) => judge("hadolint", "--no-color", ...paths);

  test("finds nothing in any example's Dockerfile", () => {
    expect(files.length).toBeGreaterThanOrEqual(8);
    expect(hadolint(...files)).toEqual({ code: 0, said: "" });
  });

  test("finds what is wrong in one that is weak", () => {
    const folder = mkdtempSync(join(tmpdir(), "slipway-weak-"));
    try {
      const file = join(folder, "Dockerfile");
      writeFileSync(file, "FROM debian:latest\nRUN apt-get install curl\nUSER root\n");
      const { code, said } = hadolint(file);
      expect(code).toBe(1);
      for (const rule of ["DL3007", "DL3008", "DL3002"]) expect(said).toContain(rule);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
