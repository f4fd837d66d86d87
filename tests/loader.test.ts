import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(__dirname, "..");
const run = (script: string): string => execFileSync(process.execPath, ["-e", script], { cwd: root, encoding: "utf8" });

/** Every `require` of a program's start, answered by the loader and, beside it, by Node itself. */
const compared = `
  const Module = require("node:module");
  const own = Module._resolveFilename;
  require("./loader.cjs");
  const quick = Module._resolveFilename;
  let count = 0;
  const wrong = [];
  Module._resolveFilename = function (request, parent, ...rest) {
    const found = quick.call(this, request, parent, ...rest);
    if (found !== own.call(this, request, parent, ...rest)) wrong.push(request + " from " + parent.filename);
    count += 1;
    return found;
  };
  require("./rehearsal/rehearse.ts");
  process.stdout.write(JSON.stringify({ count, wrong }));
`;

test("a require means the file that Node finds, also where the loader remembers it", () => {
  run(compared);
  const { count, wrong } = JSON.parse(run(compared)) as { count: number; wrong: string[] };
  expect(wrong).toEqual([]);
  expect(count).toBeGreaterThan(1000);
});

test("what has changed is translated anew, and what has moved is found", () => {
  const folder = mkdtempSync(join(tmpdir(), "slipway-loader-"));
  const write = (file: string, text: string): void => writeFileSync(join(folder, file), text);
  const said = (): string =>
    run(`require("./loader.cjs"); process.stdout.write(require(${JSON.stringify(folder)}).said)`);
  try {
    write("index.ts", 'import { word } from "./word";\nexport const said: string = word;\n');
    write("word.ts", 'export const word = "first";\n');
    expect(said()).toBe("first");
    write("word.ts", 'export const word = "second, and longer";\n');
    expect(said()).toBe("second, and longer");
    rmSync(join(folder, "word.ts"));
    mkdirSync(join(folder, "word"));
    write("word/index.ts", 'export const word = "moved";\n');
    expect(said()).toBe("moved");
  } finally {
    rmSync(folder, { recursive: true });
  }
});
