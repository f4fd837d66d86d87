import { at, isDict, isUnknown } from "./read";
import type { Resource, Stack } from "./rule";
import { HELM_RELEASE } from "./types";

/** Whether something holds; "maybe" while what decides is unknown. */
export type Answer = "yes" | "no" | "maybe";

/** Whether two objects are in one namespace. Only manifests and raw objects have one; an unknown one may be any. */
export function sameNamespace(one: Resource, other: Resource): Answer {
  const [a, b] = [namespaceOf(one), namespaceOf(other)];
  return isUnknown(a) || isUnknown(b) ? "maybe" : a === b ? "yes" : "no";
}

/** The namespace that an object, or a release, is in. */
export const namespaceOf = ({ type, props }: Resource): unknown =>
  type === HELM_RELEASE ? (at(props, "namespace") ?? "default") : (at(props, "metadata.namespace") ?? "default");

/** The name that the cluster knows an object by. */
export const nameOf = ({ props }: Resource): unknown => at(props, "metadata.name");

/** The labels that a workload gives its pods. */
export const podLabelsOf = ({ props }: Resource): unknown => at(props, "spec.template.metadata.labels");

/** Whether a label selector (`matchLabels`, `matchExpressions`) selects an object with these labels. */
export function selects(selector: unknown, labels: unknown): Answer {
  if (isUnknown(selector) || isUnknown(labels)) return "maybe";
  if (!isDict(selector)) return "no";
  const expressions = selector["matchExpressions"];
  const answers = [
    ...(isUnknown(selector["matchLabels"]) || isUnknown(expressions) ? ["maybe" as const] : []),
    matches(selector["matchLabels"], labels),
    ...(Array.isArray(expressions) ? expressions.map((expression: unknown) => meets(expression, labels)) : []),
  ];
  return every(answers);
}

/** Whether labels hold every pair of a plain map, as a Service's selector asks. */
export function matches(wanted: unknown, labels: unknown): Answer {
  if (isUnknown(wanted) || isUnknown(labels)) return "maybe";
  const given = isDict(labels) ? labels : {};
  return every(
    Object.entries(isDict(wanted) ? wanted : {}).map(([key, value]) =>
      isUnknown(value) || isUnknown(given[key]) ? "maybe" : given[key] === value ? "yes" : "no",
    ),
  );
}

function meets(expression: unknown, labels: unknown): Answer {
  if (!isDict(expression) || isUnknown(expression["values"])) return "maybe";
  const { key, operator, values } = expression;
  const given = isDict(labels) ? labels[String(key)] : undefined;
  if (isUnknown(given) || isUnknown(operator)) return "maybe";
  const listed = Array.isArray(values) && values.includes(given);
  const holds: Readonly<Record<string, boolean>> = {
    In: listed,
    NotIn: !listed,
    Exists: given !== undefined,
    DoesNotExist: given === undefined,
  };
  return (holds[String(operator)] ?? true) ? "yes" : "no";
}

const every = (answers: readonly Answer[]): Answer =>
  answers.includes("no") ? "no" : answers.includes("maybe") ? "maybe" : "yes";

/** Whether the namespace of an object has a release in it that nobody has rendered: it may hold what a rule misses. */
export const hasUnseenRelease = (stack: Stack, object: Resource): boolean =>
  stack.ofType(HELM_RELEASE).some((release) => !release.manifests && sameNamespace(release, object) !== "no");
