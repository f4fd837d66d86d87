import { dictsAt, isUnknown } from "../read";
import type { Resource, Stack, StackRule } from "../rule";
import { nameOf, namespaceOf } from "../selectors";
import { HELM_RELEASE, SCALED } from "../types";
import { webWorkloads } from "../web";

const RULES = "kubernetes:monitoring.coreos.com/v1:PrometheusRule";

/** Metrics that say how pods fare; with no name in them, they are asked of every workload. */
const OF_EVERY_POD = /kube_(deployment|statefulset|pod)_|envoy_(cluster|http)_|http_requests?_|gen_ai_|container_/;

/** Expressions of every alert that the stack brings. */
const alertsOf = (stack: Stack): readonly string[] =>
  stack.ofType(RULES).flatMap(({ props }) =>
    dictsAt(props, "spec.groups").flatMap((group) =>
      dictsAt(group, "rules")
        .filter((rule) => "alert" in rule)
        .map(({ expr }) => String(expr)),
    ),
  );

/** A selector of names, such as `{namespace="shop"}`, limits an alert to what it names. */
function watches(expression: string, workload: Resource): boolean {
  if (isUnknown(expression)) return true;
  if (!OF_EVERY_POD.test(expression)) return expression.includes(String(nameOf(workload)));
  const named = [...expression.matchAll(/\b(namespace|deployment|statefulset)\s*=~?\s*"([^"]*)"/g)];
  return named.every(([, , value = ""]) =>
    [nameOf(workload), namespaceOf(workload)].some((name) => new RegExp(`^(?:${value})$`).test(String(name))),
  );
}

export const webWorkloadAlerts: StackRule = {
  name: "web-workload-alerts",
  pack: "reliability",
  description: "Every web workload is watched by an alert.",
  severity: "medium",
  frameworks: ["SOC 2 CC7.2"],
  why: "Otherwise its users are the first to know that it is down.",
  mend: "Add a PrometheusRule with an alert on its pods or on its requests.",
  link: "https://prometheus.io/docs/practices/alerting/",
  types: SCALED,
  level: "mandatory",
  levels: { dev: "disabled", staging: "advisory" },
  onUnknown: {
    behaviour: "passes",
    text: "Where another stack owns the platform, or a release of this one was not rendered, alerts may be there: it passes.",
  },
  checkStack: (stack) => {
    const alerts = alertsOf(stack);
    // Alerts may be in a release that nobody has rendered, or come with the platform that another stack owns.
    if (stack.ofType(HELM_RELEASE).some(({ manifests }) => !manifests)) return [];
    if (alerts.length === 0 && !stack.resources.some(({ type }) => /:(eks|container|containerservice)[/:]/.test(type)))
      return [];
    return webWorkloads(stack)
      .filter((workload) => !alerts.some((expression) => watches(expression, workload)))
      .map((resource) => ({ resource, message: "no alert watches it" }));
  },
};
