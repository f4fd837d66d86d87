import { existsSync, readFileSync } from "node:fs";
import { isDict } from "../../policy/read";
import type { Props } from "../../policy/rule";
import { UsageError } from "../stack-files";

/** By this key Pulumi marks what is no plain value (pulumi/sdk, `resource.SigKey`). */
export const SIGNATURE = "4dabf18193072939515e22adb298388d";

/** What is found at it for a secret. */
export const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** A resource in an exported state, as far as it is read. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly custom?: boolean;
  readonly external?: boolean;
  /** The old copy of something that is being replaced. */
  readonly delete?: boolean;
  readonly id?: string;
  readonly parent?: string;
  /** URN and id of its provider, joined by `::`. */
  readonly provider?: string;
  readonly inputs?: Props;
  readonly outputs?: Props;
  readonly protect?: boolean;
  readonly retainOnDelete?: boolean;
  readonly dependencies?: readonly string[] | null;
  readonly propertyDependencies?: Readonly<Record<string, readonly string[] | null>> | null;
  readonly additionalSecretOutputs?: readonly string[] | null;
  readonly deletedWith?: string;
}

/** @throws UsageError where there is no such file, or it is no JSON */
export function readState(path: string): unknown {
  if (!existsSync(path)) throw new UsageError(`There is no file ${path}.`);
  return parsedState(readFileSync(path, "utf8"));
}

/** @throws UsageError where it is no JSON */
export function parsedState(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError("The state is not JSON: give what `pulumi stack export` writes.");
  }
}

/** @throws UsageError where it is no exported state */
export function stateResources(state: unknown): readonly StateResource[] {
  const deployment = isDict(state) ? state["deployment"] : undefined;
  if (!isDict(deployment)) throw new UsageError("This is no state: give what `pulumi stack export` writes.");
  const { resources } = deployment;
  return Array.isArray(resources) ? (resources as StateResource[]) : [];
}

/** The project and the stack that a state is of. */
export function placeOf(state: unknown): { project: string; stack: string } {
  const [first] = stateResources(state);
  if (!first) throw new UsageError("The state holds no resource: there is nothing to judge.");
  const [stack = "", project = ""] = first.urn.split("::");
  return { project, stack: stack.replace(/^urn:pulumi:/, "") };
}

/** The logical name, a URN's last part. */
export const nameIn = (urn: string): string => urn.split("::").at(-1) ?? urn;
