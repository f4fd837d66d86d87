/** Runs the shell of a workflow's job as GitHub's runner does, with stand-ins for every command that reaches out. */
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { parse } from "yaml";
import { root } from "../support/configs";

interface Step {
  readonly name?: string;
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Job {
  readonly env?: Readonly<Record<string, string>>;
  readonly if?: string;
  readonly needs?: string;
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: { readonly group: string };
  readonly strategy?: { readonly matrix: Readonly<Record<string, readonly string[]>> };
  readonly outputs?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

export interface Workflow {
  readonly on: unknown;
  readonly permissions?: object;
  readonly concurrency?: { readonly group: string };
  readonly env?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** Every workflow of the repository and of its templates, by its path. */
export const WORKFLOWS: Readonly<Record<string, Workflow>> = Object.fromEntries(
  [
    ...["check", "environments", "platform", "watch"].map((name) => `.github/workflows/${name}.yml`),
    ...["check", "deliver"].map((name) => `templates/application/.github/workflows/${name}.yml`),
  ].map((path) => [path, parse(readFileSync(join(root, path), "utf8")) as Workflow]),
);

/** Values by their path in GitHub's contexts: `github.ref`, `vars.STACK`, `steps.build.outputs.digest`. */
export type Values = Readonly<Record<string, string>>;

export interface Ran {
  readonly status: "success" | "failure";
  /** Commands that the stand-ins were called with, in order. */
  readonly commands: readonly string[];
  /** Step → how it ended. */
  readonly outcomes: Readonly<Record<string, string>>;
  readonly output: string;
}

/** What stands in: it writes down its call, fails where the test says so, and leaves what later steps look for. */
const STAND_IN = `#!/bin/bash
printf '%s %s\\n' "$(basename "$0")" "$*" >> "$STAND_IN_LOG"
if [ -n "$STAND_IN_FAILS" ] && grep -qE -- "$STAND_IN_FAILS" <<< "$(basename "$0") $*"; then exit 2; fi
case "$(basename "$0") $*" in
  "git worktree add"*) mkdir -p "$4" ;;
  "git diff --cached"*) exit 1 ;;
  "git rev-parse"*) echo 0123456789ab ;;
  "gh api repos/"*"/commits/"*) echo 2026-11-21T10:00:00Z ;;
  "curl "*) cat > /dev/null ;;
  "docker run"*) touch "$RUNNER_TEMP/dependency-check-report.sarif" ;;
esac
while [ $# -gt 0 ]; do
  if [ "$1" = --out ]; then case "$2" in *.*) echo report > "$2" ;; *) mkdir -p "$2"; echo '{}' > "$2/report.json" ;; esac; fi
  shift
done
`;

const COMMANDS = ["npm", "npx", "git", "gh", "docker", "curl", "jq", "cosign", "python", "pulumi", "aws"];

/** Runs a job's steps in order. @param fails a pattern of the calls that fail */
export function runJob(workflow: Workflow, name: string, values: Values, fails = ""): Ran {
  const base = mkdtempSync(join(tmpdir(), "slipway-workflow-"));
  try {
    return runIn(base, workflow, workflow.jobs[name]!, values, fails);
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}

function runIn(base: string, workflow: Workflow, job: Job, given: Values, fails: string): Ran {
  const [bin, work, temp] = ["bin", "work", "temp"].map((each) => join(base, each)) as [string, string, string];
  for (const folder of [bin, work, temp]) mkdirSync(folder);
  for (const command of COMMANDS) {
    writeFileSync(join(bin, command), STAND_IN);
    chmodSync(join(bin, command), 0o755);
  }
  const values: Record<string, string> = { ...given };
  const log = join(base, "log");
  writeFileSync(log, "");
  let status: Ran["status"] = "success";
  let output = "";
  const outcomes: Record<string, string> = {};
  const fromFiles: Record<string, string> = {};
  for (const [index, step] of job.steps.entries()) {
    const title = step.name ?? step.uses ?? step.run ?? String(index);
    values["job.status"] = status;
    const context = { values, status, work };
    if (!truth(evaluate(step.if ?? "success()", context), step.if, status)) {
      outcomes[title] = "skipped";
      if (step.id) values[`steps.${step.id}.outcome`] = "skipped";
      continue;
    }
    let code = 0;
    if (step.run !== undefined) {
      expect(step.run).not.toContain("${{");
      const files = { GITHUB_OUTPUT: join(base, `output-${index}`), GITHUB_ENV: join(base, `env-${index}`) };
      for (const file of Object.values(files)) writeFileSync(file, "");
      const own = Object.fromEntries(
        Object.entries({ ...workflow.env, ...job.env, ...step.env }).map(([key, text]) => [
          key,
          filled(String(text), context),
        ]),
      );
      const env = {
        ...{ PATH: [bin, process.env["PATH"]].join(delimiter), HOME: base, RUNNER_TEMP: temp },
        ...{ STAND_IN_LOG: log, STAND_IN_FAILS: fails, ...files, ...fromFiles, ...own },
        ...Object.fromEntries(
          Object.entries(values).flatMap(([key, value]) =>
            key.startsWith("github.") ? [[`GITHUB_${key.slice(7).toUpperCase()}`, value]] : [],
          ),
        ),
      };
      const script = join(base, "step.sh");
      writeFileSync(script, step.run);
      const done = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", script], {
        cwd: work,
        env,
        encoding: "utf8",
      });
      code = done.status ?? 1;
      output += `== ${title}\n${done.stdout}${done.stderr}`;
      Object.assign(fromFiles, pairs(files.GITHUB_ENV));
      for (const [key, value] of Object.entries(pairs(files.GITHUB_OUTPUT)))
        values[`steps.${step.id}.outputs.${key}`] = value;
    }
    outcomes[title] = code === 0 ? "success" : "failure";
    if (step.id) values[`steps.${step.id}.outcome`] = outcomes[title]!;
    if (code !== 0) status = "failure";
  }
  const commands = readFileSync(log, "utf8")
    .split("\n")
    .filter((line) => line !== "");
  return { status, commands, outcomes, output };
}

const pairs = (file: string): Record<string, string> =>
  Object.fromEntries(
    readFileSync(file, "utf8")
      .split("\n")
      .filter((line) => line.includes("="))
      .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );

interface Context {
  readonly values: Values;
  readonly status: string;
  readonly work: string;
}

/** A condition that asks for no status of the job counts only while nothing has failed. */
const truth = (value: unknown, text: string | undefined, status: string): boolean =>
  Boolean(value) && (status === "success" || /\b(always|failure|cancelled)\(\)/.test(text ?? ""));

const filled = (text: string, context: Context): string =>
  text.replace(/\$\{\{(.*?)\}\}/g, (_, expression: string) => String(evaluate(expression, context) ?? ""));

/** GitHub's expressions, as far as these workflows use them: they are JavaScript's but for their names. */
export function evaluate(expression: string, { values, status, work }: Context): unknown {
  const parts = expression.replace(/^\s*\$\{\{|\}\}\s*$/g, "").split(/('[^']*')/);
  const code = parts
    .map((part, index) =>
      index % 2 === 1 ? part : part.replace(/[a-zA-Z_]\w*(?:\.[\w-]+)+/g, (path) => `get("${path}")`),
    )
    .join("");
  const scope = {
    get: (path: string) => values[path] ?? "",
    failure: () => status === "failure",
    success: () => status === "success",
    always: () => true,
    startsWith: (text: string, start: string) => text.startsWith(start),
    hashFiles: (file: string) => (existsSync(join(work, file)) ? "hash" : ""),
  };
  return new Function(...Object.keys(scope), `return (${code});`)(...Object.values(scope));
}
