import { readFileSync } from "node:fs";
import { type Document, LineCounter, parseDocument } from "yaml";

/** A YAML file, and where its lines begin. */
export interface YamlFile {
  readonly document: Document.Parsed;
  readonly lines: LineCounter;
}

const read = new Map<string, YamlFile & { readonly text: string }>();

/** Reads a file. It is parsed again only where its text is another: a stack's file is asked for its values and its places. */
export function yamlFile(path: string): YamlFile {
  const text = readFileSync(path, "utf8");
  const known = read.get(path);
  if (known?.text === text) return known;
  const lines = new LineCounter();
  const file = { document: parseDocument(text, { lineCounter: lines }), lines, text };
  read.set(path, file);
  return file;
}
