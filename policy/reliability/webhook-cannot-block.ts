import { at, type Dict, dictsAt, isDict, isMissing, stringsAt } from "../read";
import type { ResourceRule } from "../rule";

/** What a cluster cannot start or mend itself without. */
const VITAL: readonly string[] = [
  "pods",
  "nodes",
  "*",
  "*/*",
  "pods/*",
  "leases",
  "services",
  "deployments",
  "daemonsets",
];

const selectsSome = (selector: unknown): boolean =>
  selector !== undefined && selector !== null && !(isDict(selector) && Object.keys(selector).length === 0);

const isVital = (webhook: Dict): boolean =>
  dictsAt(webhook, "rules").some((rule) => stringsAt(rule, "resources").some((each) => VITAL.includes(each)));

export const webhookCannotBlock: ResourceRule = {
  name: "webhook-cannot-block",
  pack: "reliability",
  description: "An admission webhook that is down does not stop the cluster.",
  severity: "high",
  frameworks: ["SOC 2 A1.2"],
  why: "With failurePolicy Fail over every pod, nothing starts while the webhook's own pods are gone, themselves included.",
  mend: "Set failurePolicy: Ignore, or leave kube-system and the webhook's own namespace out by namespaceSelector; timeoutSeconds 10 or less.",
  link: "https://kubernetes.io/docs/concepts/cluster-administration/admission-webhooks-good-practices/",
  types: [
    "kubernetes:admissionregistration.k8s.io/v1:ValidatingWebhookConfiguration",
    "kubernetes:admissionregistration.k8s.io/v1:MutatingWebhookConfiguration",
  ],
  level: "mandatory",
  levels: { dev: "advisory" },
  onUnknown: { behaviour: "judges-the-rest", text: "Unknown webhooks, rules, selectors and times pass." },
  check: ({ props }) =>
    dictsAt(props, "webhooks").flatMap((webhook) => {
      const name = `webhook "${String(webhook["name"])}"`;
      const policy = at(webhook, "failurePolicy");
      const fails = isMissing(policy) || policy === "Fail";
      const everywhere =
        !selectsSome(webhook["namespaceSelector"]) &&
        !selectsSome(webhook["objectSelector"]) &&
        isMissing(webhook["matchConditions"]);
      const seconds = at(webhook, "timeoutSeconds");
      return [
        ...(fails && everywhere && isVital(webhook) ? [`${name} can stop every pod of the cluster`] : []),
        ...(typeof seconds === "number" && seconds > 15 ? [`${name} makes every request wait up to ${seconds} s`] : []),
      ];
    }),
};
