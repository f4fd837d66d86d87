/** What is written for Argo CD. That the values are those of the releases, the program's own tests say (tests/stacks/deploy). */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import type { Context } from "../../ops/command";
import { rollOut } from "../../ops/deliver/roll-out";
import { applicationSet, type Release } from "../../ops/gitops/application-set";
import { filesOf, write } from "../../ops/gitops/write";
import { readStackConfig } from "../../ops/stack/stack-file";

const gitops = { repository: "https://github.com/acme/platform.git" };
const release = (name: string, values: object, migration = false): Release => ({
  ...{ name, namespace: "shop", migration },
  values: { name, ...values },
});
const releases = [
  release("api", { image: { tag: "1.0.0" }, env: { ON: "yes", AT: "2026-11-21T00:00:00Z", NUMBER: "007" } }),
  release("api-migrate", {}, true),
];

type Spec = {
  strategy?: object;
  template: { spec: { ignoreDifferences?: object; syncPolicy: { syncOptions: string[] } } };
};
const specOf = (given: readonly Release[]) =>
  (applicationSet("shop-prod", "gitops/prod", gitops, given) as { spec: Spec }).spec;

test("what is written is read back as it was, whatever YAML may take a text for", () => {
  const files = filesOf("shop-prod", "gitops/prod", gitops, releases);
  expect([...files.keys()].sort()).toEqual([
    "gitops/prod/api-migrate/release.yaml",
    "gitops/prod/api-migrate/values.yaml",
    "gitops/prod/api/release.yaml",
    "gitops/prod/api/values.yaml",
    "gitops/prod/applicationset.yaml",
  ]);
  const read = (path: string) => parse(files.get(`gitops/prod/${path}`)!, { schema: "yaml-1.1" }) as object;
  expect(read("api/values.yaml")).toEqual(releases[0]!.values);
  expect(read("api-migrate/release.yaml")).toEqual({ release: "api-migrate", namespace: "shop", step: "migrate" });
});

test("migrations come first, where there are any", () => {
  expect(JSON.stringify(specOf(releases).strategy)).toMatch(/"migrate".*"run"/);
  expect(specOf([releases[0]!]).strategy).toBeUndefined();
});

test("weights that Argo Rollouts moves are left to it", () => {
  expect(specOf(releases).template.spec.ignoreDifferences).toBeUndefined();
  const { ignoreDifferences, syncPolicy } = specOf([release("web", { progressive: {} })]).template.spec;
  expect(JSON.stringify(ignoreDifferences)).toContain(".spec.rules[].backendRefs[].weight");
  expect(syncPolicy.syncOptions).toContain("RespectIgnoreDifferences=true");
});

describe("the command", () => {
  const folder = mkdtempSync(join(tmpdir(), "slipway-gitops-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const stack = (more: string) =>
    writeFileSync(
      join(folder, "Pulumi.prod.yaml"),
      `config:\n  slipway:app: shop\n  slipway:environment: prod\n${more}`,
    );
  const option = "  slipway:gitops: { repository: https://github.com/acme/platform.git }\n";
  const context = (outputs: object, check = false) =>
    ({
      ...{ config: readStackConfig(folder, "prod"), flags: { cwd: folder, stack: "prod", check }, say: () => {} },
      engine: async () => ({ outputs: async () => outputs }),
    }) as unknown as Context;
  const run = (outputs: object, check = false) => write.run(context(outputs, check), []);
  const outputs = { releases: Object.fromEntries(releases.map((each) => [each.name, each])) };

  test("writes what differs, takes out what is gone, and leaves what it did not write", async () => {
    stack(option);
    const old = join(folder, "gitops/prod/old");
    mkdirSync(old, { recursive: true });
    writeFileSync(join(old, "release.yaml"), "release: old\n");
    mkdirSync(join(folder, "gitops/prod/notes"));
    expect(await run(outputs, true)).toMatchObject({ succeeded: false, removed: ["gitops/prod/old"] });
    expect(existsSync(old)).toBe(true);
    expect(await run(outputs)).toMatchObject({ succeeded: true });
    expect([existsSync(old), existsSync(join(folder, "gitops/prod/notes"))]).toEqual([false, true]);
    expect(readFileSync(join(folder, "gitops/prod/api/values.yaml"), "utf8")).toContain("ops -- gitops write");
    expect(await run(outputs, true)).toMatchObject({ succeeded: true, changed: [], removed: [] });
  });

  test("says what is missing", async () => {
    stack("");
    await expect(run(outputs)).rejects.toThrow(/releases its workloads by pulumi up.*slipway:gitops/);
    stack(option);
    await expect(run({})).rejects.toThrow(/gives no releases yet: run pulumi up --stack prod/);
  });

  test("deploys by hand are refused where Argo CD deploys", async () => {
    stack(option);
    await expect(rollOut(context(outputs), { api: "a:2" })).rejects.toThrow(
      /Argo CD releases the workloads of shop-prod/,
    );
  });
});
