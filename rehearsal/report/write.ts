import { appendFileSync, existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
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

/** Extension → the report in that form. */
const forms: Readonly<Record<string, (report: Report) => string>> = {
  ".html": htmlOf,
  ".json": (report) => JSON.stringify(report, null, report.resources.length > mostIndented ? 0 : 2),
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

/** A file ends with a line's end. It is written by itself: to add it to a text of 34 MB copies that. */
function write(path: string, text: string): void {
  writeFileSync(path, text);
  if (!text.endsWith("\n")) appendFileSync(path, "\n");
}

function isFolder(path: string): boolean {
  return existsSync(path) ? statSync(path).isDirectory() : extname(path) === "";
}
