import { type Json, UNKNOWN } from "../clouds/model";
import type { ResourceRecord } from "./record";

/** Parts of a login that are names, which stand in plain elsewhere: in config, or in the objects that are called alike. */
const names = new Set(["username", "host", "port", "dbname", "engine"]);

/** Every secret text of a run that is long enough to be told from an ordinary word. */
export function secretTexts(resources: readonly ResourceRecord[], given: readonly string[] = []): Set<string> {
  const found = new Set<string>(given);
  const collect = (value: Json | undefined): void => {
    // What a preview does not know is written alike wherever it stands.
    if (value === UNKNOWN) return;
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

/** Made once for the resources of a run, where nothing is given beside them: the report and a proof look for the same. */
const searches = new WeakMap<object, SecretSearch>();

/** Finds every secret of a run, and those given, in texts. */
export function searchFor(resources: readonly ResourceRecord[], given: readonly string[] = []): SecretSearch {
  const known = given.length === 0 ? searches.get(resources) : undefined;
  const search = known ?? new SecretSearch(secretTexts(resources, given));
  if (given.length === 0) searches.set(resources, search);
  return search;
}

/** How many characters of a secret it is looked up by; a row of letters and digits shorter than this is no key. */
const KEY = 8;

/** A row so long holds a whole key at one of every {@link KEY} places of a text, wherever it begins. */
const LONG = 2 * KEY - 1;

const none: readonly string[] = [];

/**
 * Finds secrets in texts. A stack has thousands of each, so they are not tried one by one: a secret is looked up by a few
 * characters of its longest row of letters and digits, and what has been looked through once is known: stacks say
 * most of their texts many times.
 */
export class SecretSearch {
  /** Secrets with a long row, by every key that may be met in it when a text is read in steps of {@link KEY}. */
  private readonly byStep = new Map<string, string[]>();
  /** Those with a shorter one, by its first key: for them a text is read at every place. */
  private readonly byPlace = new Map<string, string[]>();
  /** Secrets without such a row: sentences, mostly. */
  private readonly others: string[] = [];
  private readonly known = new Map<string, readonly string[]>();

  /** How many there are to be found. */
  readonly size: number;
  /** Most texts are shorter than any secret, and hold none. */
  private shortest = Number.POSITIVE_INFINITY;

  constructor(texts: ReadonlySet<string>) {
    this.size = texts.size;
    for (const text of texts) {
      if (text === "") continue;
      this.shortest = Math.min(this.shortest, text.length);
      const rows = text.match(/[A-Za-z0-9]{8,}/g) ?? [];
      const longest = rows.reduce((a, b) => (b.length > a.length ? b : a), "");
      if (longest === "") this.others.push(text);
      else if (longest.length < LONG) put(this.byPlace, longest.slice(0, KEY), text);
      else for (let at = 0; at < KEY; at++) put(this.byStep, longest.slice(at, at + KEY), text);
    }
  }

  /** Whether the text holds a secret. */
  isIn(text: string): boolean {
    return this.heldBy(text).length > 0;
  }

  /** The text with each secret in it replaced; the longest first, since one may be part of another. */
  replaceIn(text: string, by: string): string {
    const held = this.heldBy(text);
    if (held.length === 0) return text;
    return [...held].sort((a, b) => b.length - a.length).reduce((rest, secret) => rest.replaceAll(secret, by), text);
  }

  private heldBy(text: string): readonly string[] {
    if (text.length < this.shortest) return none;
    const known = this.known.get(text);
    if (known) return known;
    const held = this.look(text);
    this.known.set(text, held);
    return held;
  }

  private look(text: string): readonly string[] {
    const held = new Set<string>();
    for (const secret of this.others) if (text.includes(secret)) held.add(secret);
    look(text, this.byStep, KEY, held);
    look(text, this.byPlace, 1, held);
    return held.size === 0 ? none : [...held];
  }
}

function put(index: Map<string, string[]>, key: string, text: string): void {
  const others = index.get(key);
  if (others) others.push(text);
  else index.set(key, [text]);
}

function look(text: string, index: ReadonlyMap<string, readonly string[]>, step: number, held: Set<string>): void {
  if (index.size === 0) return;
  for (let at = 0; at + KEY <= text.length; at += step)
    for (const secret of index.get(text.slice(at, at + KEY)) ?? none) if (text.includes(secret)) held.add(secret);
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
