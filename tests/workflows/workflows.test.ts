import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { opsProgram } from "../../ops/program";
import { root } from "../support/configs";
import { evaluate, type Ran, runJob, type Values, WORKFLOWS } from "./runner";

const PLATFORM = WORKFLOWS[".github/workflows/platform.yml"]!;
const DELIVER = WORKFLOWS["templates/application/.github/workflows/deliver.yml"]!;
const all = Object.entries(WORKFLOWS);
const jobs = all.flatMap(([path, workflow]) =>
  Object.entries(workflow.jobs).map(([name, job]) => [`${path} ${name}`, workflow, name, job] as const),
);

const values: Values = {
  ...{
    "github.event_name": "pull_request",
    "github.repository": "acme/shop",
    "github.ref": "refs/heads/main",
    "github.ref_name": "main",
  },
  ...{
    "github.sha": "0123456789abcdef",
    "github.actor": "jo",
    "github.token": "t",
    "github.run_id": "7",
    "github.server_url": "https://github.com",
  },
  ...{
    "github.event.pull_request.head.repo.full_name": "acme/shop",
    "github.event.pull_request.number": "12",
    "github.event.pull_request.base.sha": "fedcba",
  },
  ...{
    "vars.STACK": "prod",
    "vars.FULL_NAME": "shop-prod",
    "vars.WORKLOAD": "api",
    "vars.STORE": "db",
    "vars.PLATFORM": "acme/platform",
  },
  ...{ "secrets.SLACK_WEBHOOK": "https://hooks.example.com/x", "secrets.PLATFORM_KEY": "key" },
  ...{
    "matrix.stack": "prod",
    "steps.build.outputs.digest": `sha256:${"a".repeat(64)}`,
    "needs.image.outputs.image": "ghcr.io/acme/api:1.2.3",
  },
};

describe("every workflow", () => {
  test.each(all)("%s has no rights of its own, and no key that lasts", (path, workflow) => {
    expect(workflow.permissions).toEqual({});
    const text = readFileSync(join(root, path), "utf8");
    expect(text).not.toMatch(/AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY)|pull_request_target/);
  });

  test.each(all)("%s runs actions by their commits alone, one commit for each", (path) => {
    const uses = [...readFileSync(join(root, path), "utf8").matchAll(/uses: (\S+)(?: # (\S+))?/g)];
    expect(uses.length).toBeGreaterThan(0);
    for (const [, action, version] of uses) {
      expect(action).toMatch(/^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/);
      expect(version).toMatch(/^v\d+\.\d+\.\d+$/);
    }
  });

  test("all name the same commit of an action", () => {
    const found = new Map<string, Set<string>>();
    for (const [path] of all) {
      for (const [, action = "", commit = ""] of readFileSync(join(root, path), "utf8").matchAll(
        /uses: ([\w.-]+\/[\w.-]+)[\w/-]*@(\w+)/g,
      )) {
        found.set(action, (found.get(action) ?? new Set()).add(commit));
      }
    }
    expect([...found].filter(([, commits]) => commits.size > 1)).toEqual([]);
  });

  test.each(jobs)("%s runs one at a time, ends in time, and what it runs is found", (_what, workflow, name, job) => {
    expect((job.concurrency ?? workflow.concurrency)?.group).toBeTruthy();
    expect((job as { "timeout-minutes"?: number })["timeout-minutes"]).toBeGreaterThan(0);
    const ran = runJob(workflow, name, values);
    expect(ran.output && ran.status === "failure" ? ran.output : "").toBe("");
    expect(ran.commands.length + job.steps.filter(({ uses }) => uses).length).toBeGreaterThan(1);
    for (const command of ran.commands) expect(wrongOps(command)).toBeUndefined();
  });

  test.each(jobs.filter(([, , , { permissions }]) => permissions?.["id-token"] === "write"))(
    "%s is somebody in a cloud only in an environment, or signs",
    (_what, _workflow, name, job) => {
      expect(name === "image" || job.environment).toBeTruthy();
    },
  );
});

/** What is wrong with a call of a day-2 command; nothing where it is one. */
function wrongOps(line: string): string | undefined {
  const [, rest] = /^npm run --silent ops -- (.*)$/.exec(line) ?? [];
  if (rest === undefined) return undefined;
  const words = rest.split(" ");
  let command: Command | undefined = opsProgram(() => {});
  while (command && command.commands.length > 0) {
    const name = words.shift();
    command = command.commands.find((each) => each.name() === name);
  }
  const known = command?.options.map(({ long }) => long) ?? [];
  const strange = words.filter((word) => word.startsWith("--") && !known.includes(word));
  return command && strange.length === 0 ? undefined : line;
}

describe("the platform", () => {
  test("is brought from one environment to the next, each after the one before", () => {
    expect(Object.entries(PLATFORM.jobs).map(([name, { needs, environment }]) => [name, needs, environment])).toEqual([
      ["preview", undefined, expect.stringContaining("preview-")],
      ["dev", undefined, "dev"],
      ["staging", "dev", "staging"],
      ["prod", "staging", "prod"],
    ]);
  });

  test("previews with its policies, and says what it would change and cost", () => {
    const { commands } = runJob(PLATFORM, "preview", values);
    expect(commands).toEqual(
      expect.arrayContaining([
        "npx pulumi preview --stack prod --policy-pack policy --diff --non-interactive",
        "npm run --silent rehearse -- prod --compare preview.json --out comment.md --fail-on none",
        "gh pr comment 12 --body-file comment.md",
      ]),
    );
  });

  test("gives a fork no role", () => {
    const ask = (from: string) =>
      evaluate(PLATFORM.jobs["preview"]!.if!, {
        values: { ...values, "github.event.pull_request.head.repo.full_name": from },
        status: "success",
        work: "",
      });
    expect(ask("acme/shop")).toBe(true);
    expect(ask("mallory/shop")).toBe(false);
  });

  test("a policy that stops up stops it there: health is not asked", () => {
    const ran = runJob(PLATFORM, "prod", values, "pulumi up");
    expect(ran).toMatchObject({ status: "failure", outcomes: { health: "skipped" } });
  });

  test("drift is an issue, and the audit is not lost over it", () => {
    const ran = runJob(WORKFLOWS[".github/workflows/watch.yml"]!, "watch", values, "ops -- drift");
    expect(ran.outcomes).toMatchObject({ drift: "failure", audit: "success", "an issue of what was found": "success" });
    expect(ran.commands.at(-1)).toMatch(/^gh issue create --title watch: prod is not as it should be/);
  });
});

describe("environments on demand", () => {
  const ENVIRONMENTS = WORKFLOWS[".github/workflows/environments.yml"]!;
  const called = (job: string, more: Values = {}) =>
    runJob(ENVIRONMENTS, job, { ...values, "vars.FULL_NAME": "shop-dev", ...more }).commands.find((line) =>
      line.includes("ops -- env"),
    );

  test("one is named by its pull request, and taken away by the name that it then has", () => {
    expect(called("create")).toBe(
      "npm run --silent ops -- env create pr-12 --ttl 48h --stack dev --environment dev --json",
    );
    expect(called("destroy")).toContain("env destroy pr-12 --stack dev --environment dev --yes shop-pr-12");
    expect(called("reap")).toContain("env reap --stack dev --environment dev --yes shop-dev");
  });
});

describe("an application", () => {
  const tagged: Values = {
    ...values,
    "github.event_name": "push",
    "github.ref": "refs/tags/v1.2.3",
    "github.ref_name": "v1.2.3",
  };
  const deploy = (fails = "", given = tagged): Ran => runJob(DELIVER, "deploy", given, fails);
  const ops = ({ commands }: Ran) => commands.flatMap((line) => /ops -- (\S+)/.exec(line)?.[1] ?? []);

  test("a tag goes to prod: backup, deploy, traffic, health, smoke, watch, release, a word to people", () => {
    const ran = deploy();
    expect(ops(ran)).toEqual(["backup", "deploy", "traffic", "health", "smoke", "watch"]);
    expect(ran.commands.find((line) => line.includes("ops -- deploy"))).toBe(
      "npm run --silent ops -- deploy ghcr.io/acme/api:1.2.3 --stack prod --environment prod --yes shop-prod --commit 0123456789abcdef --committed-at 2026-11-21T10:00:00Z",
    );
    expect(ran.outcomes).toMatchObject({ "roll back": "skipped", release: "success", Slack: "success" });
    expect(ran.commands.some((line) => line.startsWith("git push"))).toBe(true);
  });

  test("a bad version is taken back: limits broken after the roll-out", () => {
    const ran = deploy("ops -- watch");
    expect(ran.status).toBe("failure");
    expect(ops(ran).slice(-2)).toEqual(["watch", "rollback"]);
    expect(ran.commands.find((line) => line.includes("rollback"))).toContain(
      "rollback api --stack prod --environment prod --yes shop-prod",
    );
    expect(ran.outcomes).toMatchObject({ release: "skipped", Slack: "success" });
    expect(ran.commands.find((line) => line.startsWith("jq"))).toContain("api in prod: failure");
    expect(ran.commands.some((line) => line.startsWith("git push"))).toBe(true);
  });

  test.each([
    ["ops -- traffic", ["traffic", "rollback"]],
    ["ops -- smoke", ["smoke", "rollback"]],
    ["ops -- deploy", ["backup", "deploy"]], // takes itself back
    ["ops -- backup", ["backup"]],
  ])("%s fails: %j", (fails, last) => {
    const ran = deploy(fails);
    expect(ran.status).toBe("failure");
    expect(ops(ran).slice(-last.length)).toEqual(last);
    expect(ran.outcomes).toMatchObject({ release: "skipped", Slack: "success", "forget the key": "success" });
  });

  test("develop goes to staging, where no release is made", () => {
    const ran = deploy("", {
      ...tagged,
      "github.ref": "refs/heads/develop",
      "github.ref_name": "develop",
      "vars.STACK": "staging",
      "vars.FULL_NAME": "shop-staging",
    });
    expect(ran.commands.find((line) => line.includes("ops -- deploy"))).toContain(
      "--environment staging --yes shop-staging",
    );
    expect(ran.outcomes).toMatchObject({ release: "skipped" });
    expect(ops(ran)).not.toContain("watch");
  });

  test("what is deployed is the digest that was built, scanned and signed", () => {
    const ran = runJob(DELIVER, "image", tagged);
    const image = `ghcr.io/acme/shop:1.2.3@sha256:${"a".repeat(64)}`;
    expect(ran.commands).toEqual(
      expect.arrayContaining([
        `cosign sign --yes ${image}`,
        `cosign attest --yes --type spdxjson --predicate sbom.spdx.json ${image}`,
      ]),
    );
  });
});
