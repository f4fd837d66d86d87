/** What holds for every command: it is proved end to end, and another environment than the one that is meant is refused. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { main } from "../../ops/cli";
import { OPS_TABLE, type Proof } from "../e2e/ops-table";
import { root } from "../support/configs";
import { OPS_COMMANDS, STACKLESS, stackOf, typedForProd } from "../support/ops-commands";

const commands = OPS_COMMANDS;
const scenarios = join(root, "tests/e2e/scenarios");
const texts = new Map<string, string>();

/** A scenario's tests: title → its own text, to the next one. */
function testsOf(scenario: string): readonly (readonly [string, string])[] {
  const file = join(scenarios, `${scenario}.e2e.test.ts`);
  if (!texts.has(scenario)) texts.set(scenario, existsSync(file) ? readFileSync(file, "utf8") : "");
  return texts
    .get(scenario)!
    .split(/^ *test(?=\(|\.each)/m)
    .slice(1)
    .map(
      (text) => [/\)?\(\s*"([^"]+)",/.exec(text.replace(/^\.each\(\[[\s\S]*?^ *\]\)/m, ""))?.[1] ?? "", text] as const,
    );
}

/** Why a proof is none; nothing where it is one. */
function wrong(command: string, proof: Proof): string | undefined {
  const [scenario = "", ...rest] = proof.split(": ");
  const title = rest.join(": ");
  const found = testsOf(scenario).filter(([each]) => each.startsWith(title));
  if (found.length === 0) return `${scenario} has no test "${title}"`;
  const words = command.split(" ").map((word) => `"${word}"`);
  // `ops("env", "create", …)`, a scenario's own `failover(…)`, or a row `[["deploy", …], …]` of a table.
  const run = new RegExp(`(?:\\b(?:ops|dev|plain)\\(|\\[\\[)\\s*${words.join(",\\s*")}[,)]|\\b${command}\\(`);
  return found.some(([, text]) => run.test(text)) ? undefined : `"${title}" does not run ${command}`;
}

describe("end to end", () => {
  test("every command has its row, and every row its command", () => {
    expect(Object.keys(OPS_TABLE).sort()).toEqual(commands.map(([name]) => name).sort());
  });

  test.each(Object.entries(OPS_TABLE))("%s is run to a good end, and seen to fail", (name, { works, fails }) => {
    expect([...works, ...fails].flatMap((proof) => wrong(name, proof) ?? [])).toEqual([]);
  });

  test("a proof that is none is found", () => {
    expect(wrong("deploy", "ops: deploy rolls it out")).toBeUndefined();
    expect(wrong("promote", "ops: deploy rolls it out")).toBe('"deploy rolls it out" does not run promote');
    expect(wrong("deploy", "ops: deploy rolls it in")).toBe('ops has no test "deploy rolls it in"');
    expect(wrong("deploy", "nowhere: deploy")).toBe('nowhere has no test "deploy"');
  });
});

describe("the wrong environment", () => {
  const folder = mkdtempSync(join(tmpdir(), "slipway-wrong-"));
  beforeAll(() => {
    writeFileSync(join(folder, "Pulumi.yaml"), "name: shop\n");
    const config =
      "slipway:app: shop\n  slipway:environment: dev\n  slipway:workloads: { web: { kind: web, image: a:1 } }";
    writeFileSync(join(folder, "Pulumi.dev.yaml"), `config:\n  ${config}\n`);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const others = commands.filter(([name]) => !STACKLESS.includes(name));

  test.each(others.map(([name, command]) => [name, command] as const))(
    "%s refuses it before anything is asked",
    async (name, command) => {
      const said = jest.spyOn(process.stderr, "write").mockReturnValue(true);
      try {
        expect(await main(typedForProd(name, command, "dev", folder))).toBe(3);
        expect(said.mock.calls.flat().join("")).toContain(
          "shop-dev is of the environment dev, and --environment says prod",
        );
      } finally {
        said.mockRestore();
      }
    },
  );

  test("there are no more that touch no stack", () => {
    expect(commands.map(([name]) => name)).toEqual(expect.arrayContaining([...STACKLESS]));
    for (const [name, command] of commands) {
      expect(stackOf(command) !== undefined).toBe(!STACKLESS.includes(name));
    }
  });
});
