import * as crypto from "node:crypto";

/** A value that can be written as JSON: all that a simulated cloud takes, keeps and gives. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type Properties = Record<string, Json>;

/**
 * Stands for a value that is not known before the update, as on Pulumi's wire (`unknownValue` in the SDK's
 * runtime/rpc.ts), so that no translation is needed at the border.
 */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** An error as a cloud would answer it: a code that programs match on, and a sentence for people. */
export class CloudError extends Error {
  constructor(
    readonly code: string,
    readonly reason: string,
  ) {
    super(`${code}: ${reason}`);
    this.name = "CloudError";
  }
}

/** The program used something that the simulated cloud does not model: never silently made up. */
export class NotModelled extends Error {
  constructor(what: string, file: string) {
    super(`${what} is not modelled by the rehearsal. Add it to ${file}.`);
    this.name = "NotModelled";
  }
}

/** A resource as it stands in the simulated cloud. Plain data: it can be written to a file and read back. */
export interface Instance {
  readonly type: string;
  readonly urn: string;
  /** The provider's id, or `UNKNOWN` in a preview. */
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
  /** Tells the two instances apart that one URN has while it is being replaced. @default none: the URN says it all */
  readonly seed?: string;
}

/** Where a simulated account stands. */
export interface Place {
  readonly region: string;
  readonly account: string;
}

/** What a type's functions see. */
export interface Context extends Place {
  readonly type: string;
  readonly urn: string;
  /** Logical name: the URN's last part. */
  readonly name: string;
  readonly inputs: Properties;
  readonly id: string;
  readonly now: Date;
  /** `length` characters of 0-9a-f that depend on the URN and `salt` alone: the same in every run. */
  hash(length: number, salt?: string): string;
  /** The instance whose output has this value. */
  find(type: string, output: string, value: Json | undefined): Instance | undefined;
  /** Every other instance of the type: for what no two may share. */
  others(): readonly Instance[];
}

/** A property that must name something that exists. */
export interface Reference {
  /** Where the name stands: `vpcId`, `subnetIds[]`, `vpcConfig.subnetIds[]`. Left out of the inputs: not checked. */
  readonly path: string;
  /**
   * What it may name: type token and, after `#`, the output that it must equal, as a path
   * (`aws:eks/cluster:Cluster#vpcConfig.clusterSecurityGroupId`). Without `#` it is `by`.
   */
  readonly to: readonly string[];
  /** @default "id" */
  readonly by?: string;
  /** The cloud's error code when there is none, such as `InvalidVpcID.NotFound`. */
  readonly error: string;
  /** Values that need no instance: what the cloud itself owns, such as managed policies. */
  readonly except?: RegExp;
  /** Whether the other can't be deleted while this stands. @default true */
  readonly blocks?: boolean;
  /** This is a part of the other, and goes with it: then it does not block. @default false */
  readonly isPart?: boolean;
}

/** `<logical name>-<7 hex>` for an input. */
export interface AutoName {
  readonly property: string;
  /** Longest name that the cloud takes, in characters; a longer one is refused, never cut. */
  readonly max: number;
  /** Lower case only. @default false */
  readonly lower?: boolean;
  /** What stands before it, such as `alias/`. */
  readonly prefix?: string;
}

/** What is known of one resource type. */
export interface TypeModel {
  /** The id that the provider gives. */
  readonly id: (c: Context) => string;
  /** Inputs without which the cloud refuses, beyond what the SDK's constructor asks for. */
  readonly required?: readonly string[];
  /** How it gets a physical name where the program gives none, as Pulumi's auto-naming does. */
  readonly autoName?: AutoName;
  /** Inputs that get a value where they are left out. */
  readonly defaults?: Properties;
  /** Fills in what a table can't say, after names and defaults. */
  readonly fill?: (inputs: Properties, urn: string) => Properties;
  readonly references?: readonly Reference[];
  /** Outputs that the cloud computes; the inputs are outputs too. */
  readonly outputs?: (c: Context) => Properties;
  /** Computed outputs that are known at preview already: those that need no answer from the cloud. */
  readonly previewed?: readonly string[];
  /** Outputs that are secret whatever the inputs were. */
  readonly secrets?: readonly string[];
  /** Inputs (top level) that can't change in place. */
  readonly replaceOn?: readonly string[];
  /** The other's output that no second one may share: a duplicate is refused with this code. */
  readonly unique?: { readonly output: string; readonly error: string };
  /** Inputs that the cloud adds to, so that they are not wholly known at preview. */
  readonly completes?: readonly string[];
  /** Refuses a create or an update that the cloud would refuse. @throws CloudError */
  readonly validate?: (c: Context) => void;
  /** Refuses a delete, such as where deletion protection is on. @throws CloudError */
  readonly beforeDelete?: (instance: Instance) => void;
  /** What remains when it is deleted, such as a last snapshot. */
  readonly leaves?: (instance: Instance) => Instance | undefined;
  /** Code of the refusal to delete what others still use. @default "DependencyViolation" */
  readonly inUse?: string;
}

export type InvokeModel = (args: Properties, c: InvokeContext) => Properties;

export interface InvokeContext extends Place {
  readonly now: Date;
  find(type: string, output: string, value: Json | undefined): Instance | undefined;
}

/** All that is known of one provider's types. */
export interface Catalogue {
  /** First part of its type tokens. */
  readonly provider: string;
  /** The model of a type; nothing where it is not modelled. */
  readonly type: (token: string) => TypeModel | undefined;
  readonly invokes: Readonly<Record<string, InvokeModel>>;
  /** What is there in every place, made by nobody. @default nothing */
  readonly existing?: (type: string, id: string, place: Place) => Instance | undefined;
  /** File to add a missing token to. */
  readonly fileFor: (token: string) => string;
  /** Every token that others may refer to, for the index. */
  readonly references: readonly Reference[];
}

/** A catalogue from a plain table. */
export function catalogueOf(
  provider: string,
  types: Readonly<Record<string, TypeModel>>,
  invokes: Readonly<Record<string, InvokeModel>>,
  fileFor: (token: string) => string,
): Catalogue {
  const table = new Map(Object.entries(types));
  return {
    provider,
    type: (token) => table.get(token),
    invokes,
    fileFor,
    references: Object.values(types).flatMap((model) => model.references ?? []),
  };
}

/** Without an object for each of tens of thousands, where Node.js can: from 20.12 on. */
const sha256: (text: string) => string = crypto.hash
  ? (text) => crypto.hash("sha256", text)
  : (text) => crypto.createHash("sha256").update(text).digest("hex");

/** Hex digits that depend on the parts alone. */
export function digest(length: number, ...parts: readonly string[]): string {
  let text = "";
  for (let round = 0; text.length < length; round++) {
    text += sha256([...parts, round].join("|"));
  }
  return text.slice(0, length);
}

/** The values at a path such as `vpcConfig.subnetIds[]`; none where it is left out. */
export function valuesAt(inputs: Json | undefined, path: string): Json[] {
  let found: Json[] = inputs === undefined ? [] : [inputs];
  for (const part of path.split(".")) {
    const many = part.endsWith("[]");
    const key = many ? part.slice(0, -2) : part;
    const next: Json[] = [];
    for (const value of found) {
      const inner = isRecord(value) ? value[key] : undefined;
      if (inner === undefined || inner === null) continue;
      if (many && Array.isArray(inner)) next.push(...inner);
      else next.push(inner);
    }
    found = next;
  }
  return found;
}

/** Type token and output that a target of a reference stands for. */
export function targetOf(to: string, by = "id"): { readonly type: string; readonly output: string } {
  const at = to.indexOf("#");
  return at < 0 ? { type: to, output: by } : { type: to.slice(0, at), output: to.slice(at + 1) };
}

/** An output by its path, `id` included: `masterUserSecrets.0.secretArn`. */
export function outputAt(instance: Instance, path: string): Json | undefined {
  if (path === "id") return instance.id;
  let value: Json | undefined = instance.outputs;
  for (const part of path.split(".")) {
    if (Array.isArray(value)) value = value[Number(part)];
    else value = isRecord(value) ? value[part] : undefined;
  }
  return value;
}

export function isRecord(value: Json | undefined): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a value is, or holds, something not known yet. */
export function holdsUnknown(value: Json | undefined): boolean {
  if (value === UNKNOWN) return true;
  if (Array.isArray(value)) return value.some(holdsUnknown);
  return isRecord(value) && Object.values(value).some(holdsUnknown);
}

/** The string at a key, or `fallback`: for computing outputs from inputs that the SDK has typed already. */
export function text(inputs: Properties, key: string, fallback = ""): string {
  const value = inputs[key];
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : fallback;
}
