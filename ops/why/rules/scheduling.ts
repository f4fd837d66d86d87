import { conditionOf, type KubeObject, type Pod } from "../../cluster/objects";
import { type Finding, short } from "../finding";
import { type Scene, warningsOf } from "../scene";

type Reason = readonly [what: string, mend: string];

const nodes = (count: number): string => (count === 1 ? "1 node" : `${count} nodes`);

/** Reasons of the scheduler (k8s.io/kubernetes/pkg/scheduler) → what they mean for whoever wrote the config. */
const REASONS: readonly (readonly [RegExp, (count: number, found: RegExpExecArray) => Reason])[] = [
  [
    /Insufficient (\S+)/,
    (count, [, what]) => [
      `${nodes(count)} without enough ${what}`,
      "Ask for less (resources of the workload), or allow more nodes (slipway:cluster).",
    ],
  ],
  [
    /untolerated taint\(?s?\)? ?\{?([^}:]*)/,
    (count, [, taint = ""]) => [
      `${nodes(count)} kept for others${taint.trim() ? ` (taint ${taint.trim()})` : ""}`,
      "See which nodes are for workloads: kubectl get nodes.",
    ],
  ],
  [
    /didn't match Pod's node affinity\/selector/,
    (count) => [
      `${nodes(count)} of another sort than it asks for`,
      "Correct its nodeSelector or architecture, or bring such nodes.",
    ],
  ],
  [
    /didn't match pod anti-affinity rules/,
    (count) => [`${nodes(count)} with a pod of it already`, "Have as many nodes as pods, or fewer pods."],
  ],
  [
    /didn't match pod topology spread constraints/,
    (count) => [
      `${nodes(count)} in a zone that has its share of the pods`,
      "Bring a node in the zone with the fewest.",
    ],
  ],
  [
    /volume node affinity conflict/,
    (count) => [`${nodes(count)} in another zone than its disk`, "Bring a node in the disk's zone."],
  ],
  [
    /unbound immediate PersistentVolumeClaims|persistentvolumeclaim "[^"]+" not found/,
    () => ["its disk is not there yet", "See the claim: `npm run ops -- why pvc/<name>`."],
  ],
  [
    /Too many pods/,
    (count) => [`${nodes(count)} with as many pods as they take`, "Bring another node, or larger ones."],
  ],
  [
    /were unschedulable/,
    (count) => [`${nodes(count)} closed to new pods`, "kubectl uncordon <node>, once what it was closed for is done."],
  ],
];

/** Pods that no node takes. */
export function unscheduled(scene: Scene, pod: Pod): readonly Finding[] {
  const scheduled = conditionOf(pod, "PodScheduled");
  if (pod.spec?.nodeName || scheduled?.status !== "False") return [];
  const [event] = warningsOf(scene, "Pod", pod.metadata.name).filter(({ reason }) => reason === "FailedScheduling");
  const message = scheduled.message ?? event?.message ?? "";
  const reasons = reasonsIn(message);
  const tooLarge = /Insufficient/.test(message) ? largerThanAny(pod, scene.nodes) : [];
  const problem =
    scene.nodes.length === 0
      ? "There is no node yet that could take it."
      : `No node takes it: ${reasons.map(([what]) => what).join("; ") || short(message, 160)}.${
          tooLarge.length > 0 ? ` It asks for more ${tooLarge.join(" and ")} than any node here has at all.` : ""
        }`;
  const mends = [...new Set(reasons.map(([, mend]) => mend))];
  return [
    {
      object: `Pod ${pod.metadata.name}`,
      problem,
      ...(message && { seen: short(message) }),
      mend: [
        ...(mends.length > 0 ? mends : ["See the nodes: kubectl get nodes."]),
        ...(tooLarge.length > 0 ? [] : ["Where nodes come by themselves a new one takes a minute or two."]),
      ].join(" "),
      runbook: "pods-unschedulable",
    },
  ];
}

function reasonsIn(message: string): readonly Reason[] {
  const [, parts = message] = /nodes are available: (.*?)(?:\. preemption:|\. no new claims|$)/.exec(message) ?? [];
  return parts.split(/, (?=\d+ )/).flatMap((part) => {
    const count = Number(/^(\d+)/.exec(part)?.[1] ?? 0);
    for (const [words, meaning] of REASONS) {
      const found = words.exec(part);
      if (found) return [meaning(count, found)];
    }
    return [];
  });
}

/** What a pod asks for more of than the largest node has. */
function largerThanAny(pod: Pod, all: readonly KubeObject[]): readonly string[] {
  return ["cpu", "memory"].filter((what) => {
    const asked = (pod.spec?.containers ?? []).reduce(
      (total, { resources }) => total + amountOf(resources?.requests?.[what]),
      0,
    );
    const given = all.map(({ status }) => amountOf((status?.["allocatable"] as Record<string, string>)?.[what]));
    return given.length > 0 && asked > Math.max(...given);
  });
}

const SUFFIXES: Readonly<Record<string, number>> = {
  ...{ m: 1e-3, "": 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12 },
  ...{ Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 },
};

/** A quantity of Kubernetes as a number of cores or bytes. */
function amountOf(text = "0"): number {
  const [, figure = "0", suffix = ""] = /^([\d.]+)([a-zA-Z]*)$/.exec(text) ?? [];
  return Number(figure) * (SUFFIXES[suffix] ?? 1);
}
