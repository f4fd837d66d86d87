/** Every `npm run ops -- …` that the docs, the messages and the workflows speak of is a command that there is, with its options. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { opsProgram } from "../../ops/program";
import { root } from "../support/configs";

const program = opsProgram(() => {});

/** Files that people read or that run commands, by their paths. */
function texts(): readonly string[] {
  const within = (folder: string, ending: RegExp) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => ending.test(file))
      .map((file) => join(folder, file));
  return ["README.md", "CONTRIBUTING.md", ...within("docs", /\.md$/), ...within("ops", /\.ts$/)];
}

interface Found {
  readonly file: string;
  readonly line: string;
}

const mentioned: readonly Found[] = texts().flatMap((file) =>
  [...readFileSync(join(root, file), "utf8").matchAll(/npm run ops -- ([^\n`"|]+)/g)].map(([, line = ""]) => ({
    file,
    line,
  })),
);

/** What is wrong with a command line; nothing where it could be run. */
function problem(line: string): string | undefined {
  // Placeholders and examples in code stand for anything.
  const words = line
    .replaceAll(/\$\{[^}]*\}?/g, "x")
    .replaceAll(/[.,;:)']+(?=\s|$)/g, " ")
    .trim()
    .split(/\s+/);
  let command: Command = program;
  while (command.commands.length > 0) {
    const word = words.shift() ?? "";
    if (word === "" || word === "x" || /^[<…]/.test(word) || word === "--help") return undefined;
    const below = command.commands.find((each) => each.name() === word);
    if (!below) return `there is no command ${word}`;
    command = below;
  }
  const flags = words.filter((word) => /^--?[a-z]/i.test(word)).map((word) => word.replace(/=.*$/, ""));
  const known = command.options.flatMap(({ short, long }) => [short, long]);
  const strange = flags.filter((flag) => flag !== "--help" && !known.includes(flag));
  return strange.length > 0 ? `${command.name()} has no ${strange.join(", ")}` : undefined;
}

test("the docs speak of many commands", () => {
  expect(mentioned.length).toBeGreaterThan(35);
});

test("each is one that there is, with options that it has", () => {
  const wrong = mentioned.flatMap(({ file, line }) => {
    const found = problem(line);
    return found ? [`${file}: ${line}: ${found}`] : [];
  });
  expect(wrong).toEqual([]);
});

test.each([
  ["deplyo web", "there is no command deplyo"],
  ["deploy a:1 --stak dev", "deploy has no --stak"],
  ["deploy a:1 --stack dev", undefined],
])("%s: %s", (line, expected) => {
  expect(problem(line)).toBe(expected);
});
