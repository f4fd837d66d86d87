import type { KubeObject } from "../../cluster/objects";
import { type Finding, short } from "../finding";
import { type Scene, warningsOf } from "../scene";

/** Words of the API server that refuses a pod → what they mean. */
const REFUSALS: readonly (readonly [RegExp, (found: RegExpExecArray) => Omit<Finding, "object" | "seen">])[] = [
  [
    /exceeded quota: ([^,]+), requested: (.+?), used: (.+?), limited: (.+?)$/,
    ([, quota, requested, used, limited]) => ({
      problem: `The namespace's quota ${quota} is used up: a new pod asks for ${requested}, ${used} is in use, and the limit is ${limited}.`,
      mend: "Ask for less (resources, scaling.max of the workloads here), or raise slipway:quota and run pulumi up.",
      runbook: "quota-nearly-used",
    }),
  ],
  [
    /violates PodSecurity "([^"]+)": (.+)$/,
    ([, level, what = ""]) => ({
      problem: `The namespace lets in pods of the level ${level} alone, and this one does not keep to it: ${short(what, 200)}.`,
      mend: "Set what it names in the pod's securityContext, and build the image so that it runs without root.",
      runbook: "pod-security-denied",
    }),
  ],
  [
    /ValidatingAdmissionPolicy '([^']+)'.*?denied request: (.+)$/,
    ([, policy, what = ""]) => ({
      problem: `The rule ${policy} of the namespace refuses it: ${short(what, 200)}.`,
      mend: "Mend what the rule names; docs/reference/policies.md says why it is there.",
      runbook: "admission-denied",
    }),
  ],
  [
    /failed calling webhook "([^"]+)".*?: (.+)$/,
    ([, webhook, what = ""]) => ({
      problem: `The webhook ${webhook} has to agree to each pod, and it does not answer (${short(what, 120)}).`,
      mend: "Make the add-on behind it well again: ask why its pods are not ready, in its own namespace.",
      runbook: "image-verification-down",
    }),
  ],
  [
    /admission webhook "([^"]+)" denied the request: (.+)$/s,
    ([, webhook, what = ""]) => ({
      problem: `The webhook ${webhook} refuses it: ${short(what, 200)}.`,
      mend: "Mend what it names: an image that must be signed, or a setting that is not allowed.",
      runbook: "image-refused",
    }),
  ],
  [
    /error looking up service account [^:]*: serviceaccount "([^"]+)" not found/,
    ([, account]) => ({
      problem: `Its service account ${account} is not there: somebody has deleted it.`,
      mend: "Run pulumi up --refresh, which makes it again.",
    }),
  ],
  [
    /(?:minimum|maximum) (\S+) usage per (\S+) is ([^,.]+)/,
    ([, what, per, limit]) => ({
      problem: `A LimitRange of the namespace allows ${limit} of ${what} for each ${per}, and this asks for another amount.`,
      mend: "Change resources of the workload to what the range allows.",
    }),
  ],
];

/** Pods that are not even made: the API server refuses them, and says so to what wants to make them. */
export function refused(scene: Scene, kind: string, { metadata: { name } }: KubeObject): readonly Finding[] {
  const [latest] = warningsOf(scene, kind, name).filter(({ reason }) => reason === "FailedCreate");
  if (!latest?.message) return [];
  const object = `${kind} ${name}`;
  const seen = short(latest.message);
  for (const [words, meaning] of REFUSALS) {
    const found = words.exec(latest.message);
    if (found) return [{ object, ...meaning(found), seen }];
  }
  return [{ object, problem: "Kubernetes refuses to make its pods.", seen, mend: "Mend what the message names." }];
}
