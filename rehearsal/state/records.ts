import { isDict } from "../../policy/read";
import type { Json, Properties } from "../clouds/model";
import { orderOf } from "../engine/order";
import type { ResourceRecord } from "../engine/record";
import { MASK } from "../engine/wire";
import type { ReportArgs } from "../report/report";
import { nameIn, SECRET, SIGNATURE, type StateResource, stateResources } from "./export";

/** A stack's state in the form of a run. */
export interface StateRun {
  readonly run: ReportArgs["run"];
  /** Texts of secrets, where the state was exported with them: to be masked wherever else they stand. */
  readonly secretTexts: readonly string[];
}

/** Reads a state as if a run had registered it. No secret comes through: each is masked before anything sees it. */
export function runOfState(state: unknown): StateRun {
  const texts = new Set<string>();
  const resources = stateResources(state)
    .filter((each) => !each.delete)
    .map((each) => recordOf(each, texts));
  const root = resources.find(({ type }) => type === "pulumi:pulumi:Stack");
  return {
    run: {
      resources,
      outputs: root?.outputs ?? {},
      secretOutputs: root?.secretOutputs ?? [],
      order: orderOf(resources),
    },
    secretTexts: [...texts],
  };
}

function recordOf(from: StateResource, texts: Set<string>): ResourceRecord {
  const { urn, type, id, parent, provider, deletedWith } = from;
  const secrets: string[] = [];
  const inputs = hidden(from.inputs ?? {}, "", secrets, texts);
  const secretOutputs: string[] = [];
  const outputs = hidden(from.outputs ?? {}, "", secretOutputs, texts);
  const also = (from.additionalSecretOutputs ?? []).filter((key) => key in outputs);
  for (const key of also) outputs[key] = MASK;
  return {
    ...{ urn, type, name: nameIn(urn), custom: from.custom ?? false, external: from.external ?? false },
    ...(id === undefined ? {} : { id }),
    ...(parent === undefined ? {} : { parent }),
    ...(provider ? { provider: provider.slice(0, provider.lastIndexOf("::")) } : {}),
    ...(deletedWith ? { deletedWith } : {}),
    ...{ inputs, outputs, secrets },
    secretOutputs: [...new Set([...secretOutputs.map((path) => path.split(/[.[]/, 1)[0] ?? path), ...also])],
    dependencies: from.dependencies ?? [],
    propertyDependencies: Object.fromEntries(
      Object.entries(from.propertyDependencies ?? {}).map(([key, urns]) => [key, urns ?? []]),
    ),
    ...{ protect: from.protect ?? false, retainOnDelete: from.retainOnDelete ?? false },
    // A state keeps what is there, not what the program asks of an update.
    ...{ ignoreChanges: [], replaceOnChanges: [], aliases: [], onError: [] },
    additionalSecretOutputs: also,
  };
}

/** A copy without secrets and files; `secrets` gets the paths of the former, `texts` what they are, where that is told. */
function hidden(values: object, at: string, secrets: string[], texts: Set<string>): Properties {
  const visit = (value: unknown, path: string): Json => {
    if (value === null || value === undefined) return null;
    if (Array.isArray(value)) return value.map((item, index) => visit(item, `${path}[${index}]`));
    if (!isDict(value)) return value as Json;
    if (SIGNATURE in value) {
      if (value[SIGNATURE] !== SECRET) return "[file]";
      secrets.push(path);
      collect(value["plaintext"] ?? value["value"], texts);
      return MASK;
    }
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, visit(inner, path ? `${path}.${key}` : key)]),
    );
  };
  return visit(values, at) as Properties;
}

/** `--show-secrets` exports a secret as JSON in a text. Short words are left alone: they stand everywhere. */
function collect(secret: unknown, texts: Set<string>): void {
  if (typeof secret === "string") {
    const inner = parsed(secret);
    if (inner !== secret) collect(inner, texts);
    if (secret.length >= 8 && secret.length <= 4096) texts.add(secret);
  } else if (typeof secret === "object" && secret !== null)
    for (const inner of Object.values(secret)) collect(inner, texts);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
