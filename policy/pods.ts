import { at, type Dict, dictsAt, isDict, isUnknown } from "./read";
import type { Resource } from "./rule";
import { HELM_RELEASE, WORKLOADS } from "./types";

/** Kinds that run pods, and the releases whose values may weaken them. */
export const POD_TYPES: readonly string[] = [...WORKLOADS, HELM_RELEASE];

export interface Container {
  /** How it is named in a finding: `container "api"`. */
  readonly label: string;
  readonly spec: Dict;
}

export interface Pod {
  readonly spec: Dict;
  readonly metadata: unknown;
  /** Containers, init containers and ephemeral ones that are known. */
  readonly containers: readonly Container[];
  readonly windows: boolean;
  /** In a user namespace (`hostUsers: false`), where root is nobody on the node: Pod Security asks for less there. */
  readonly ownUsers: boolean;
  readonly ownUsersUnknown: boolean;
  /** Of the object that makes the pod. */
  readonly namespace: unknown;
}

const GROUPS = [
  ["containers", "container"],
  ["initContainers", "init container"],
  ["ephemeralContainers", "ephemeral container"],
] as const;

const TEMPLATE_PATHS: Readonly<Record<string, string>> = {
  "kubernetes:core/v1:Pod": "",
  "kubernetes:core/v1:PodTemplate": "template",
  "kubernetes:batch/v1:CronJob": "spec.jobTemplate.spec.template",
};

/** The pod that a raw object runs; undefined for a release, or while the pod is unknown. */
export function podOf({ type, props }: Resource): Pod | undefined {
  const path = TEMPLATE_PATHS[type] ?? "spec.template";
  const template = path === "" ? props : at(props, path);
  const spec = at(template, "spec");
  if (!isDict(spec)) return undefined;
  const containers = GROUPS.flatMap(([group, label]) =>
    dictsAt(spec, group).map((container) => ({ label: `${label} "${String(container["name"])}"`, spec: container })),
  );
  return {
    spec,
    metadata: at(template, "metadata"),
    containers,
    windows: at(spec, "os.name") === "windows",
    ownUsers: spec["hostUsers"] === false,
    ownUsersUnknown: isUnknown(spec["hostUsers"]),
    namespace: at(props, "metadata.namespace"),
  };
}

/** An object somewhere in the values of a release, with its dotted path. */
export interface Node {
  readonly path: string;
  readonly value: Dict;
  /** The key that it lies under. */
  readonly key: string;
}

/** What a release's values hold. */
interface Nodes {
  readonly all: readonly Node[];
  /** Every key that one of them has. */
  readonly keys: ReadonlySet<string>;
}

/** Every object in a release's values, without what is unknown or switched off (`enabled: false` is not rendered). */
export const valueNodes = (release: Resource): readonly Node[] => nodesIn(release).all;

/** Found once for each release: many rules ask. */
function nodesIn({ props }: Resource): Nodes {
  const known = nodesOf.get(props);
  if (known) return known;
  const found = walkValues(props);
  nodesOf.set(props, found);
  return found;
}

const nodesOf = new WeakMap<object, Nodes>();

function walkValues(props: Resource["props"]): Nodes {
  const all: Node[] = [];
  const keys = new Set<string>();
  const stack: Node[] = [];
  const push = (key: string, path: string, value: unknown): void => {
    if (isDict(value)) stack.push({ key, path, value });
    else if (Array.isArray(value)) for (const [index, item] of value.entries()) push(key, `${path}[${index}]`, item);
  };
  push("values", "values", props["values"]);
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (node.value["enabled"] === false) continue;
    all.push(node);
    for (const key of Object.keys(node.value)) {
      keys.add(key);
      const value = node.value[key];
      if (typeof value === "object") push(key, `${node.path}.${key}`, value);
    }
  }
  return { all, keys };
}

/** How one control reads pods, containers and the values of charts. */
export interface PodCheck {
  /** Findings in the pod as a whole. */
  readonly pod?: (pod: Pod) => readonly string[];
  /** Findings in one container; `pod` gives what it inherits. */
  readonly container?: (container: Container, pod: Pod) => readonly string[];
  /**
   * Findings in one object of a release's values. A chart's defaults are not seen here, so that only what weakens
   * explicitly is found.
   */
  readonly values?: ValuesCheck;
}

/** Values that hold none of the keys are not gone through: there are dozens of such checks, and most say nothing of it. */
export interface ValuesCheck {
  /** An object without any of them has no finding. */
  readonly keys: readonly string[];
  readonly find: (node: Node) => readonly string[];
}

/** One control, over raw workloads and releases alike. */
export const podCheck =
  ({ pod, container, values }: PodCheck) =>
  (resource: Resource): readonly string[] => {
    // What has been rendered is judged as it will be; the values then say nothing more.
    if (resource.type === HELM_RELEASE) return values && !resource.manifests ? inValues(resource, values) : [];
    const found = podOf(resource);
    if (!found) return [];
    return [...(pod?.(found) ?? []), ...(container ? found.containers.flatMap((each) => container(each, found)) : [])];
  };

function inValues(release: Resource, { keys, find }: ValuesCheck): readonly string[] {
  const nodes = nodesIn(release);
  return keys.some((key) => nodes.keys.has(key)) ? nodes.all.flatMap(find) : [];
}

/**
 * A security setting of a container: its own, else the pod's. Unknown when the deciding one is.
 */
export function securityOf(container: Container, pod: Pod, path: string): unknown {
  const own = at(container.spec, `securityContext.${path}`);
  return own === undefined || own === null ? at(pod.spec, `securityContext.${path}`) : own;
}

/** One finding for each of the keys that an object of the values sets to one of the weakening values. */
export const weakening = (keys: readonly string[], ...weak: readonly unknown[]): ValuesCheck => ({
  keys,
  find: ({ path, value }) =>
    keys
      .filter((key) => !isUnknown(value[key]) && weak.includes(value[key]))
      .map((key) => `${path}.${key} is ${JSON.stringify(value[key])}`),
});

/**
 * A check of security contexts that the pod and each of its containers may have; the label says whose it is.
 * @param more findings in the pod that no security context shows
 */
export const bothLevels = (
  check: (label: string, context: unknown, pod: Pod) => readonly string[],
  more: (pod: Pod) => readonly string[] = () => [],
): Pick<PodCheck, "pod" | "container"> => ({
  pod: (pod) => [...check("the pod", at(pod.spec, "securityContext"), pod), ...more(pod)],
  container: ({ label, spec }, pod) => check(label, at(spec, "securityContext"), pod),
});
