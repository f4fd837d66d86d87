import type { Json } from "../clouds/model";
import type { ResourceRecord } from "./record";

/** Parts of a login that are names, which stand in plain elsewhere: in config, or in the objects that are called alike. */
const names = new Set(["username", "host", "port", "dbname", "engine"]);

/** Every secret text of a run that is long enough to be told from an ordinary word. */
export function secretTexts(resources: readonly ResourceRecord[], given: readonly string[] = []): Set<string> {
  const found = new Set<string>(given);
  const collect = (value: Json | undefined): void => {
    if (typeof value === "string" && value.length >= 8 && value.length <= 4096) found.add(value);
    else if (typeof value === "object" && value !== null) {
      for (const [key, part] of Object.entries(value)) if (!names.has(key)) collect(part);
    }
  };
  for (const record of resources) {
    if (!record.custom) continue;
    for (const path of record.secrets) collect(at(record.inputs, path));
    for (const key of record.secretOutputs) if (isGenerated(record)) collect(record.outputs[key]);
  }
  return found;
}

/** How many characters of a secret it is looked up by; none shorter is looked for. */
const KEY = 8;

/**
 * Finds secrets in texts. A stack has thousands of each, so they are not tried one by one: a secret is looked up by the
 * first characters of its longest row of letters and digits, which what holds the secret must have in such a row of its own.
 */
export class SecretSearch {
  private readonly byKey = new Map<string, string[]>();
  /** Secrets without such a row: sentences, mostly. */
  private readonly others: string[] = [];

  constructor(texts: ReadonlySet<string>) {
    for (const text of texts) {
      if (text === "") continue;
      const rows = text.match(/[A-Za-z0-9]{8,}/g) ?? [];
      const longest = rows.reduce((a, b) => (b.length > a.length ? b : a), "");
      if (longest === "") this.others.push(text);
      else {
        const key = longest.slice(0, KEY);
        this.byKey.set(key, [...(this.byKey.get(key) ?? []), text]);
      }
    }
  }

  /** Whether the text holds a secret. */
  isIn(text: string): boolean {
    return this.heldBy(text).next().done !== true;
  }

  /** The text with each secret in it replaced; the longest first, since one may be part of another. */
  replaceIn(text: string, by: string): string {
    const held = [...new Set(this.heldBy(text))].sort((a, b) => b.length - a.length);
    return held.reduce((rest, secret) => rest.replaceAll(secret, by), text);
  }

  private *heldBy(text: string): Generator<string> {
    for (const secret of this.others) if (text.includes(secret)) yield secret;
    if (this.byKey.size === 0 || text.length < KEY) return;
    for (const [row] of text.matchAll(/[A-Za-z0-9]{8,}/g)) {
      for (let at = 0; at + KEY <= row.length; at++) {
        for (const secret of this.byKey.get(row.slice(at, at + KEY)) ?? []) if (text.includes(secret)) yield secret;
      }
    }
  }
}

/** Only what is secret by its nature: a whole chart's values are marked secret for one field in them. */
function isGenerated(record: ResourceRecord): boolean {
  return record.type.startsWith("random:");
}

function at(values: Json | undefined, path: string): Json | undefined {
  let value = values;
  for (const part of path.replaceAll("[", ".").replaceAll("]", "").split(".")) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Array.isArray(value) ? value[Number(part)] : value[part];
  }
  return value;
}
