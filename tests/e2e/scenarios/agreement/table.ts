/** Where checkov, kube-score and Pod Security ask for the same as our rules, and why they differ where they do. */
import { CHECKOV_EXCEPTIONS, KUBE_SCORE_EXCEPTIONS } from "../../../charts/exceptions";
import type { JudgeName } from "./judges";

/** A check of another judge, and the rules of ours that ask for the same. */
export interface Row {
  readonly judge: JudgeName;
  readonly check: string;
  readonly rules: readonly string[];
}

/** What a judge finds and we do not. */
export interface TheirsAlone {
  readonly judge: JudgeName;
  readonly check: string;
  /** Its words, where the check has several findings and only one is meant. */
  readonly finding?: string;
  /** The manifests it holds for. @default all */
  readonly manifests?: readonly string[];
  readonly reason: string;
}

/** What we find and a judge does not. */
export interface OursAlone {
  readonly judge: JudgeName;
  readonly rules: readonly string[];
  /** The manifests it holds for; a good one is found fault with only where it is named. @default all bad ones */
  readonly manifests?: readonly string[];
  readonly reason: string;
}

const same =
  (judge: JudgeName) =>
  (check: string, ...rules: readonly string[]): Row => ({ judge, check, rules });
const checkov = same("checkov");
const score = same("kube-score");
const admission = same("Pod Security");

export const ROWS: readonly Row[] = [
  checkov("CKV_K8S_16", "no-privileged"),
  checkov("CKV_K8S_17", "no-host-namespaces"),
  checkov("CKV_K8S_18", "no-host-namespaces"),
  checkov("CKV_K8S_19", "no-host-namespaces"),
  checkov("CKV_K8S_20", "no-privilege-escalation"),
  checkov("CKV_K8S_21", "not-in-default-namespace"),
  checkov("CKV_K8S_22", "read-only-root"),
  checkov("CKV_K8S_23", "run-as-non-root"),
  checkov("CKV_K8S_25", "baseline-capabilities"),
  checkov("CKV_K8S_26", "no-host-ports"),
  checkov("CKV_K8S_27", "no-host-path"),
  checkov("CKV_K8S_28", "drop-capabilities"),
  checkov("CKV_K8S_31", "seccomp"),
  checkov("CKV_K8S_37", "drop-capabilities"),
  checkov("CKV_K8S_38", "service-account-token", "service-account"),
  checkov("CKV_K8S_39", "baseline-capabilities"),
  checkov("CKV_K8S_40", "run-as-user", "run-as-non-root"),
  checkov("CKV_K8S_9", "readiness-probe"),
  checkov("CKV_K8S_10", "container-resources"),
  checkov("CKV_K8S_12", "container-resources"),
  checkov("CKV_K8S_13", "container-resources"),
  checkov("CKV_K8S_14", "image-not-floating"),
  checkov("CKV_K8S_43", "image-digest", "image-not-floating"),
  // Each of these is a verb or a kind that a role for everything includes.
  ...["CKV_K8S_49", "CKV_K8S_157", "CKV_K8S_158"].map((check) => checkov(check, "k8s-role-no-wildcards")),
  ...[1, 2, 3, 4, 5].map((number) => checkov(`CKV2_K8S_${number}`, "k8s-role-no-wildcards")),

  score("container-security-context-privileged", "no-privileged"),
  score("container-security-context-user-group-id", "run-as-user", "run-as-non-root", "no-root-group"),
  score("container-security-context-readonlyrootfilesystem", "read-only-root"),
  score("container-seccomp-profile", "seccomp"),
  score("container-image-tag", "image-not-floating"),
  score("container-image-pull-policy", "image-pull-policy"),
  score("container-resources", "container-resources"),
  score("container-ephemeral-storage-request-and-limit", "container-resources"),
  score("pod-probes", "readiness-probe"),
  score("pod-probes-identical", "distinct-probes"),
  score("deployment-has-poddisruptionbudget", "web-workload-budget"),
  score("deployment-replicas", "enough-replicas"),
  score("service-type", "service-exposure"),

  admission("privileged", "no-privileged"),
  admission("host namespaces", "no-host-namespaces"),
  admission("hostPort", "no-host-ports"),
  admission("restricted volume types", "no-host-path", "restricted-volumes"),
  admission("allowPrivilegeEscalation != false", "no-privilege-escalation"),
  admission("unrestricted capabilities", "baseline-capabilities", "drop-capabilities"),
  admission("runAsNonRoot != true", "run-as-non-root"),
  admission("runAsUser=0", "run-as-user"),
  admission("seccompProfile", "seccomp"),
  admission("forbidden AppArmor profile", "apparmor-profile"),
];

/** The reason that the tests of the charts give for leaving a finding as it is. */
function reasonOf(check: string, finding?: string): string {
  const given = [...KUBE_SCORE_EXCEPTIONS, ...CHECKOV_EXCEPTIONS].find(
    (each) => each.check === check && (finding === undefined || each.finding === finding),
  );
  if (given === undefined) throw new Error(`tests/charts/exceptions.ts has no ${check}`);
  return given.reason;
}

const WORKERS = ["good/worker", "good/worker-fixed", "good/worker-large", "good/worker-sidecar", "good/worker-events"];
const SCHEDULERS = ["good/scheduler", "good/scheduler-internet", "good/scheduler-tmp"];
const MIGRATIONS = ["good/task-migration", "good/task-migration-once"];
const BAD_WORKERS = ["bad/docker-socket", "bad/host-network", "bad/root-allowed", "bad/tag-alone", "bad/token-unsaid"];
const BAD_SCHEDULERS = ["bad/host-pid", "bad/never-pulled", "bad/user-0"];

export const THEIRS_ALONE: readonly TheirsAlone[] = [
  { judge: "checkov", check: "CKV_K8S_11", reason: reasonOf("CKV_K8S_11") },
  {
    judge: "checkov",
    check: "CKV_K8S_15",
    manifests: ["bad/latest", "bad/tag-alone"],
    reason:
      "It asks for Always where an image has no digest. The finding of ours is the image itself: with a digest, both are settled.",
  },
  {
    judge: "checkov",
    check: "CKV_K8S_9",
    manifests: [...WORKERS, ...SCHEDULERS, ...BAD_WORKERS, ...BAD_SCHEDULERS],
    reason: reasonOf("CKV_K8S_9"),
  },
  { judge: "checkov", check: "CKV_K8S_8", manifests: ["good/worker-events"], reason: reasonOf("CKV_K8S_8") },
  {
    judge: "checkov",
    check: "CKV_K8S_35",
    manifests: ["good/web-full", "good/worker-events", ...MIGRATIONS, "bad/nfs", "bad/no-seccomp", "bad/writable-root"],
    reason: reasonOf("CKV_K8S_35"),
  },
  {
    judge: "kube-score",
    check: "container-resources",
    finding: "CPU limit is not set",
    reason: reasonOf("container-resources", "CPU limit is not set"),
  },
  { judge: "kube-score", check: "container-image-pull-policy", reason: reasonOf("container-image-pull-policy") },
  { judge: "kube-score", check: "pod-probes-identical", reason: reasonOf("pod-probes-identical") },
  {
    judge: "kube-score",
    check: "pod-probes",
    manifests: [...SCHEDULERS, ...BAD_SCHEDULERS],
    reason: reasonOf("pod-probes"),
  },
  {
    judge: "kube-score",
    check: "deployment-has-poddisruptionbudget",
    manifests: ["good/worker-events"],
    reason: reasonOf("deployment-has-poddisruptionbudget"),
  },
  {
    judge: "Pod Security",
    check: "hostPort",
    manifests: ["bad/host-network"],
    reason:
      "Before it judges, the API server makes every port of a pod in its node's network a host port; a manifest does not show them, and no-host-namespaces has found it.",
  },
];

const SINGLE =
  "Advice, not a verdict: a disk that one node holds allows no second pod. kube-score asks only of what a Service sends requests to, and the others ask nothing of numbers.";
const DISKS = ["good/worker-volume", "bad/group-0"];

export const OURS_ALONE: readonly OursAlone[] = [
  { judge: "checkov", rules: ["enough-replicas"], manifests: DISKS, reason: SINGLE },
  { judge: "kube-score", rules: ["enough-replicas"], manifests: DISKS, reason: SINGLE },
  { judge: "Pod Security", rules: ["enough-replicas"], manifests: DISKS, reason: SINGLE },
  {
    judge: "checkov",
    rules: ["no-host-path"],
    manifests: ["bad/host-path"],
    reason: "Of the node's folders it knows the container runtime's socket alone.",
  },
  {
    judge: "checkov",
    rules: ["no-root-group", "restricted-volumes", "apparmor-profile"],
    reason: "It has no check of groups, of volumes other than the runtime's socket, or of AppArmor.",
  },
  {
    judge: "checkov",
    rules: ["image-pull-policy"],
    reason:
      "It passes every policy where the image has a digest; with Never the pod does not start on a node that lacks it.",
  },
  {
    judge: "checkov",
    rules: ["distinct-probes", "web-workload-budget", "enough-replicas", "service-exposure"],
    reason:
      "It checks that there are probes and not what they ask; of budgets, numbers of pods and kinds of Services it checks nothing.",
  },
  {
    judge: "kube-score",
    rules: [
      "no-host-namespaces",
      "no-host-path",
      "restricted-volumes",
      "no-host-ports",
      "no-privilege-escalation",
      "baseline-capabilities",
      "drop-capabilities",
      "apparmor-profile",
    ],
    reason:
      "Of a pod's security it checks the privileged flag, the root file system, user, group and seccomp, and leaves the rest to others.",
  },
  {
    judge: "kube-score",
    rules: ["service-account-token", "service-account", "not-in-default-namespace", "k8s-role-no-wildcards"],
    reason: "It looks at no accounts, namespaces or roles.",
  },
  { judge: "kube-score", rules: ["image-digest"], reason: "A tag other than latest is enough for it." },
  {
    judge: "Pod Security",
    rules: ["no-root-group", "read-only-root", "service-account-token", "service-account"],
    reason: "The standards are silent on groups, the root file system and tokens: these rules go beyond restricted.",
  },
  {
    judge: "Pod Security",
    rules: [
      "image-not-floating",
      "image-digest",
      "image-pull-policy",
      "container-resources",
      "readiness-probe",
      "distinct-probes",
    ],
    reason: "It judges what a pod may do to its node, not how well it runs or where its images come from.",
  },
  {
    judge: "Pod Security",
    rules: [
      "not-in-default-namespace",
      "web-workload-budget",
      "enough-replicas",
      "service-exposure",
      "k8s-role-no-wildcards",
    ],
    reason: "It sees single pods: neither the objects round them nor the namespace that they were meant for.",
  },
];
