import { closeSync, existsSync, mkdirSync, openSync, statSync, writeFileSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { UsageError } from "../stack-files";
import { markdownOf } from "./markdown";
import { htmlOf } from "./page/page";
import { plain } from "./paint";
import type { Report } from "./report";
import { sarifOf } from "./sarif/sarif";
import { textOf } from "./terminal";

/** From more resources on nobody reads JSON line by line, and spaces are a sixth of it. */
const mostIndented = 2000;

/** Extension → the report in that form, in one piece or in many. */
const forms: Readonly<Record<string, (report: Report) => string | Iterable<string>>> = {
  ".html": htmlOf,
  ".json": (report) => (report.resources.length > mostIndented ? jsonPieces(report) : JSON.stringify(report, null, 2)),
  ".md": markdownOf,
  ".sarif": (report) => JSON.stringify(sarifOf(report), null, 2),
  ".txt": (report) => textOf(report, { paint: plain, all: true }),
};

/** Whether a path is a folder for every form, and not a file of one. @throws UsageError where it ends like neither */
export function checkOut(path: string): void {
  if (isFolder(path) || extname(path) in forms) return;
  throw new UsageError(
    `--out ${path}: write a folder, or a file that ends in ${Object.keys(forms).join(", ")} (${extname(path)} is none of them)`,
  );
}

/** Writes a report: one file in the form of its extension, or `report.*` in every form into a folder. */
export function writeReport(report: Report, path: string): void {
  checkOut(path);
  const form = isFolder(path) ? undefined : forms[extname(path)];
  mkdirSync(form ? dirname(path) : path, { recursive: true });
  if (form) write(path, form(report));
  else for (const [extension, formOf] of Object.entries(forms)) write(join(path, `report${extension}`), formOf(report));
}

/**
 * What `JSON.stringify` gives, piece by piece: in one piece it is 34 MB of a thousand workloads, and one letter that is not
 * Latin doubles that and makes it slow to write.
 */
function* jsonPieces(report: Report): Generator<string> {
  let before = "{";
  for (const [key, value] of Object.entries(report)) {
    if (value === undefined) continue;
    yield `${before}${JSON.stringify(key)}:`;
    before = ",";
    if (Array.isArray(value)) yield* jsonItems(value);
    else yield JSON.stringify(value);
  }
  yield "}";
}

function* jsonItems(items: readonly unknown[]): Generator<string> {
  let before = "[";
  for (const item of items) {
    yield before + JSON.stringify(item ?? null);
    before = ",";
  }
  yield items.length > 0 ? "]" : "[]";
}

/** Characters that are written at once. */
const block = 65_536;

/** A file ends with a line's end. */
function write(path: string, content: string | Iterable<string>): void {
  const file = openSync(path, "w");
  let text = "";
  try {
    for (const piece of typeof content === "string" ? [content] : content) {
      if (text.length > block) {
        writeFileSync(file, text);
        text = "";
      }
      text += piece;
    }
    writeFileSync(file, text.endsWith("\n") ? text : `${text}\n`);
  } finally {
    closeSync(file);
  }
}

function isFolder(path: string): boolean {
  return existsSync(path) ? statSync(path).isDirectory() : extname(path) === "";
}
