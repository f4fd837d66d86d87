import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { isMap, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import { YamlFile, type YamlPart } from "../../rehearsal/yaml-file";

const root = join(__dirname, "../..");
const folders = [".", ...readdirSync(join(root, "examples")).map((name) => join("examples", name))];
const files = folders
  .filter((folder) => statSync(join(root, folder)).isDirectory())
  .flatMap((folder) => readdirSync(join(root, folder)).map((name) => join(folder, name)))
  .filter((file) => /Pulumi.*\.yaml$/.test(file));

/** Path → where its key or item begins, as `yaml` tells it. */
function placesBy(node: Node | null, lines: LineCounter, path = ""): [string, object][] {
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  if (isMap(node))
    return node.items.flatMap(({ key, value }) => {
      const own = `${path}/${String(key)}`;
      return [[own, at((key as Node).range![0])], ...placesBy(value as Node, lines, own)] as [string, object][];
    });
  if (!isSeq(node)) return [];
  return (node.items as Node[]).flatMap((item, index) => {
    const own = `${path}/${index}`;
    return [[own, at(item.range![0])], ...placesBy(item, lines, own)] as [string, object][];
  });
}

function places(part: YamlPart, file: YamlFile, path = ""): [string, object][] {
  const pairs = [...(part.pairs ?? [])].flatMap(([key, { start, value }]) => [
    [`${path}/${key}`, file.placeOf(start)] as [string, object],
    ...places(value, file, `${path}/${key}`),
  ]);
  const items = (part.items ?? []).flatMap((item, index) => [
    [`${path}/${index}`, file.placeOf(item.start)] as [string, object],
    ...places(item, file, `${path}/${index}`),
  ]);
  return [...pairs, ...items];
}

it("has stacks to read", () => expect(files.length).toBeGreaterThan(20));

it.each([
  ...files.map((file): [string, string] => [file, readFileSync(join(root, file), "utf8")]),
  [
    "values of every kind",
    "a: 1\nb: 0x1f\nc: 1e3\nd: ~\ne: yes\nf: 2026-01-01\ng: '1'\nh: |\n  x\n  y\ni: >-\n  x\n  y\n",
  ],
  ["an anchor", "a: &x { b: 1 }\nc: [*x, 'y']\n"],
  ["lists in lists", "- - a\n  - { b: [c, d] }\n- e\n"],
])("%s: the same values in the same places as `yaml` reads them", (_, text) => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const file = new YamlFile(text);
  expect(file.value).toEqual(document.toJS());
  expect(places(file.whole!, file)).toEqual(placesBy(document.contents as Node, lines));
});

it.each([
  ["", undefined],
  ["# nothing yet\n", undefined],
])("%j says nothing", (text, value) => {
  const file = new YamlFile(text);
  expect([file.value, file.whole]).toEqual([value, undefined]);
});

it.each([
  ["a key twice", "a: 1\na: 2\n", /duplicated mapping key \(2:1\)/],
  ["two documents", "a: 1\n---\nb: 2\n", /several documents/],
  ["a list that is left open", "a: [1,\nb: 2\n", /\(2:1\)/],
])("%s is an error", (_, text, message) => {
  expect(() => new YamlFile(text)).toThrow(message);
});
