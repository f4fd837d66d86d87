/** What holds for every command: it is proved end to end, and another environment than the one that is meant is refused. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import { main } from "../../ops/cli";
import { opsProgram } from "../../ops/program";
import { root } from "../support/configs";

/** Every command with the words that lead to it. */
function leaves(command: Command, words: readonly string[] = []): [string, Command][] {
  return command.commands.flatMap((each): [string, Command][] =>
    each.commands.length > 0
      ? leaves(each, [...words, each.name()])
      : [[[...words, each.name()].join(" "), each] as const].map(([name, leaf]) => [name, leaf]),
  );
}
const commands = leaves(opsProgram(() => {}));

const scenarios = join(root, "tests/e2e/scenarios");
const endToEnd = readdirSync(scenarios)
  .filter((file) => file.endsWith(".e2e.test.ts"))
  .map((file) => readFileSync(join(scenarios, file), "utf8"))
  // Only those that start the command line as a person does.
  .filter((text) => text.includes("ops/main.cjs"))
  .join("\n");

/** `ops("env", "create", …)`, `dev("deploy", …)`. @returns how often a scenario runs it */
const runs = (name: string): number => {
  const words = name.split(" ").map((word) => `"${word}"`);
  return [...endToEnd.matchAll(new RegExp(`\\b(?:ops|dev|plain)\\(\\s*${words.join(",\\s*")}[,)]`, "g"))].length;
};

test.each(commands.map(([name]) => name))("%s is run end to end, for its success and for its failures", (name) => {
  expect(runs(name)).toBeGreaterThanOrEqual(2);
});

test("a command that nobody runs is found", () => {
  expect(runs("deploy")).toBeGreaterThan(2);
  expect(runs("deplyo")).toBe(0);
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

  /** These touch no stack: one prints, one completes, one speaks to an Alertmanager that it is told of. */
  const stackless = ["completion", "policies", "alert-test"];
  /** How a command is told which stack is meant. */
  const stackOf = ({ options }: Command): string | undefined =>
    ["--stack", "--to"].find((name) => options.some(({ long }) => long === name));
  const others = commands.filter(([name]) => !stackless.includes(name));

  test.each(others.map(([name, command]) => [name, command] as const))(
    "%s refuses it before anything is asked",
    async (name, command) => {
      const said = jest.spyOn(process.stderr, "write").mockReturnValue(true);
      try {
        const given = command.registeredArguments.map(() => "web");
        const needed = command.options
          .filter(({ mandatory, long }) => mandatory && long !== stackOf(command))
          .flatMap(({ long }) => [long!, "web"]);
        const args = [
          ...name.split(" "),
          ...given,
          ...needed,
          stackOf(command)!,
          "dev",
          "-C",
          folder,
          "--environment",
          "prod",
        ];
        expect(await main(args)).toBe(3);
        expect(said.mock.calls.flat().join("")).toContain(
          "shop-dev is of the environment dev, and --environment says prod",
        );
      } finally {
        said.mockRestore();
      }
    },
  );

  test("there are no more that touch no stack", () => {
    expect(commands.map(([name]) => name)).toEqual(expect.arrayContaining(stackless));
    for (const [name, command] of commands) {
      expect(stackOf(command) !== undefined).toBe(!stackless.includes(name));
    }
  });
});
