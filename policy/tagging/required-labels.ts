import { at, isDict, isMissing, isUnknown } from "../read";
import type { Resource, ResourceRule, RuleContext } from "../rule";
import { NAMESPACE, SERVICE, WORKLOADS } from "../types";

function missing({ props }: Resource, { requiredLabels }: RuleContext): readonly string[] {
  const labels = at(props, "metadata.labels");
  if (isUnknown(labels)) return [];
  return requiredLabels.filter((key) => isMissing(isDict(labels) ? labels[key] : undefined));
}

/** What may be a label's value, by Kubernetes' rules. */
const VALUE = /^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;

/** What is known for a label without asking anybody. */
function valueFor(label: string, { name, props }: Resource, { project }: RuleContext): string | undefined {
  const given = at(props, "metadata.name");
  const values = new Map([
    ["app.kubernetes.io/name", typeof given === "string" && !isUnknown(given) ? given : name],
    ["app.kubernetes.io/part-of", project],
    ["app.kubernetes.io/managed-by", "slipway"],
  ]);
  const value = values.get(label);
  return value !== undefined && VALUE.test(value) ? value : undefined;
}

export const requiredLabels: ResourceRule = {
  name: "required-labels",
  pack: "tagging",
  description: "Namespaces, services and workloads carry Kubernetes' recommended labels.",
  severity: "low",
  frameworks: [],
  why: "Dashboards, network policies and cost reports find their objects by these labels.",
  mend: "Set metadata.labels; a repair adds what follows from the object's and the project's names.",
  link: "https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/",
  types: [NAMESPACE, SERVICE, ...WORKLOADS],
  level: "remediate",
  onUnknown: {
    behaviour: "judges-the-rest",
    text: "Labels that are unknown as a whole pass; an unknown value counts as given.",
  },
  check: (resource, context) => {
    const keys = missing(resource, context);
    return keys.length > 0 ? [`it lacks the ${keys.length === 1 ? "label" : "labels"} ${keys.join(", ")}`] : [];
  },
  inPlace: "Labels of an object's own metadata change in place; selectors and pod templates are left as they are.",
  remediate: (resource, context) => {
    const labels = Object.fromEntries(
      missing(resource, context).flatMap((key) => {
        const value = valueFor(key, resource, context);
        return value === undefined ? [] : [[key, value] as const];
      }),
    );
    return Object.keys(labels).length > 0 ? { metadata: { labels } } : undefined;
  },
};
