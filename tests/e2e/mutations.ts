/**
 * Breaks the program on purpose, in ten ways and more, each in a copy of the repository, and holds that the one scenario
 * which must see it does. `npm run test:soak` ends with it; alone: `node --import tsx tests/e2e/mutations.ts`.
 */
import { execFile, execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const repository = join(__dirname, "../..");

/** One way to break the program, and the test that must fail then. */
interface Mutation {
  readonly what: string;
  readonly file: string;
  /** Text that is there once. */
  readonly from: string;
  readonly to: string;
  /** File of the scenario, and its test's title, or how that begins. */
  readonly test: string;
  readonly title: string;
  /** Tests of that file which must have run before it. @default none */
  readonly after?: readonly string[];
}

const scenarios = "tests/e2e/scenarios";
const foundation = `${scenarios}/foundation.e2e.test.ts`;
const order = "nothing is made before what it waits for, however long that takes";
const secrets = "no secret is in plain in the state, in what is said, or in what the account shows";

export const mutations: readonly Mutation[] = [
  {
    what: "a NAT gateway no longer waits for the public route",
    file: "components/clouds/aws/network.ts",
    from: "this.child({ dependsOn: [publicRoute] })",
    to: "this.child()",
    test: foundation,
    title: order,
  },
  {
    what: "nodes no longer wait for networking and their rights",
    file: "components/clouds/aws/cluster.ts",
    from: "{ parent: this, dependsOn: before }",
    to: "{ parent: this }",
    test: foundation,
    title: order,
  },
  {
    what: "a database starts before the group that it logs to",
    file: "components/clouds/aws/postgres.ts",
    from: "dependsOn: this.logs(name, identifier, scope, key),",
    to: "",
    test: foundation,
    title: order,
  },
  {
    what: "a secret of config leaks into a description",
    file: "components/clouds/aws/secret.ts",
    from: "description: args.description",
    to: "description: [args.description, args.value].join()",
    test: foundation,
    title: secrets,
  },
  {
    what: "a generated password leaks into a description",
    file: "components/clouds/aws/redis.ts",
    from: `description: \`\${args.engine} of \${scope.name}\``,
    to: "description: token.result",
    test: foundation,
    title: secrets,
  },
  {
    what: "the kubeconfig is an output like any other",
    file: "stacks/outputs.ts",
    from: "secret(output(foundation.cluster.kubeconfig))",
    to: "output(foundation.cluster.kubeconfig)",
    test: foundation,
    title: secrets,
  },
  {
    what: "every up sets the number of nodes back",
    file: "components/clouds/aws/node-group.ts",
    from: 'ignoreChanges: ["scalingConfig.desiredSize"],',
    to: "",
    test: foundation,
    title: "how many nodes there are is left to what scales them",
  },
  {
    what: "the VPC is not protected",
    file: "components/clouds/aws/network.ts",
    from: "this.child({ protect: this.args.scope.protect })",
    to: "this.child()",
    test: `${scenarios}/faults-state.e2e.test.ts`,
    title: "fault 16: replacing the network is stopped, with no delete at all",
  },
  {
    what: "a database leaves no last snapshot",
    file: "components/clouds/aws/postgres.ts",
    from: "skipFinalSnapshot: !leavesSnapshot(scope)",
    to: "skipFinalSnapshot: true",
    test: `${scenarios}/faults-state.e2e.test.ts`,
    title: "fault 17: once protection is lifted by config, destroy leaves last snapshots and their keys",
  },
  {
    what: "any account will do",
    file: "components/clouds/aws/guard.ts",
    from: "if (found === scope.account) return;",
    to: "if (found) return;",
    test: `${scenarios}/faults-engine.e2e.test.ts`,
    title: "fault 15: the wrong account is stopped before the first create, in plain words",
  },
  {
    what: "a release that fails does not say why",
    file: "components/helm/release.ts",
    from: "failures ? { ...opts, hooks: { onError: [failures.hook] } } : opts",
    to: "opts",
    test: "tests/stacks/deploy/stack.test.ts",
    title: "every release says why it failed",
  },
  {
    what: "the last lines of a job keep their secrets",
    file: "components/helm/failures/why-failed.ts",
    from: "mask.over(line)",
    to: "line",
    test: "tests/components/helm/failures.test.ts",
    title: "repeats a job's last lines without the namespace's secrets",
  },
  {
    what: "stacks whose names differ in odd characters share one name",
    file: "stacks/plan/names.ts",
    from: "[app, plain, digest(stack)]",
    to: "[app, plain]",
    test: `${scenarios}/odd-inputs.e2e.test.ts`,
    title: "stand side by side in one account, under legal names that differ",
  },
  {
    what: "releases are not atomic",
    file: "components/helm/release.ts",
    from: "atomic: true",
    to: "atomic: false",
    test: `${scenarios}/lifecycle.e2e.test.ts`,
    after: ["up makes everything, and what the account holds is what the state says", "a new image rolls"],
    title: "fault 20: a version that never becomes ready is rolled back",
  },
];

/** What git knows, as it is in the working tree; packages are linked. */
function copyRepository(): string {
  const copy = mkdtempSync(join(tmpdir(), "slipway-mutation-"));
  const options = { cwd: repository, encoding: "utf8", maxBuffer: 2 ** 26 } as const;
  const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], options);
  const deleted = new Set(execFileSync("git", ["ls-files", "--deleted"], options).split("\n"));
  for (const file of new Set(listed.split("\n"))) {
    if (file !== "" && !deleted.has(file)) cpSync(join(repository, file), join(copy, file));
  }
  symlinkSync(join(repository, "node_modules"), join(copy, "node_modules"));
  return copy;
}

interface JestReport {
  readonly testResults: readonly {
    readonly message: string;
    readonly assertionResults: readonly { readonly title: string; readonly status: string }[];
  }[];
}

/** How the test of that title ends in the copy. @throws Error when there is no such test, or it cannot be run */
function runTest(copy: string, { test, title, after = [] }: Mutation): Promise<"passed" | "failed"> {
  const config = test.includes(".e2e.") ? ["-c", "tests/e2e/jest.config.cjs"] : ["--coverage=false"];
  const pattern = [...after, title].map((each) => each.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");
  const report = join(copy, "jest-report.json");
  const args = ["node_modules/jest/bin/jest.js", ...config, test, "-t", pattern, "--json", `--outputFile=${report}`];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd: copy, maxBuffer: 2 ** 26 }, (_, stdout, stderr) => {
      try {
        const { testResults } = JSON.parse(readFileSync(report, "utf8")) as JestReport;
        rmSync(report);
        const found = testResults.flatMap(({ assertionResults }) => assertionResults);
        const ran = found.filter((each) => each.title.startsWith(title) && each.status !== "pending");
        if (ran.length === 0) throw new Error(testResults.map(({ message }) => message).join("\n") || "there is none");
        resolve(ran.every(({ status }) => status === "passed") ? "passed" : "failed");
      } catch (error) {
        reject(new Error(`"${title}" of ${test} did not run: ${(error as Error).message}\n${stdout}${stderr}`));
      }
    });
  });
}

/**
 * @param only run those that have this word in what they do
 * @returns how many went unseen
 */
export async function runMutations(say: (line: string) => void, only = ""): Promise<number> {
  const chosen = mutations.filter(({ what }) => what.includes(only));
  const copy = copyRepository();
  let unseen = 0;
  try {
    for (const [index, mutation] of chosen.entries()) {
      const { what, file, from, to, test } = mutation;
      const path = join(copy, file);
      const source = readFileSync(path, "utf8");
      if (source.split(from).length !== 2) throw new Error(`${file} does not have this once: ${from}`);
      const sound = await runTest(copy, mutation);
      writeFileSync(
        path,
        source.replace(from, () => to),
      );
      const broken = await runTest(copy, mutation);
      writeFileSync(path, source);
      const seen = sound === "passed" && broken === "failed";
      if (!seen) unseen++;
      const verdict = seen ? "caught by" : sound === "failed" ? "its test fails by itself:" : "NOT SEEN by";
      say(`${index + 1} of ${chosen.length}: ${what}: ${verdict} ${test}`);
    }
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
  say(`${chosen.length - unseen} caught, ${unseen} not`);
  return unseen;
}

if (require.main === module) {
  runMutations(console.log, process.argv[2]).then((unseen) => {
    process.exitCode = unseen > 0 ? 1 : 0;
  });
}
