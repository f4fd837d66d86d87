import { conditionOf, type KubeObject } from "../../cluster/objects";
import { type Finding, short } from "../finding";
import { type Scene, type Thing, warningsOf } from "../scene";

type Meaning = Omit<Finding, "object">;

/** What an object that keeps pods, or brings something, says of itself. */
export function ofItself(scene: Scene, { kind, object }: Thing): readonly Finding[] {
  const found = meaningOf(scene, kind, object);
  return found ? [{ object: `${kind} ${object.metadata.name}`, ...found }] : [];
}

function meaningOf(scene: Scene, kind: Thing["kind"], object: KubeObject): Meaning | undefined {
  switch (kind) {
    case "Rollout":
      return rollout(object) ?? asleep(object);
    case "Deployment":
    case "StatefulSet":
      return asleep(object);
    case "PersistentVolumeClaim":
      return claim(scene, object);
    case "ExternalSecret":
    case "Certificate":
      return brings(kind, object);
    case "CronJob":
      return suspended(object);
    case "Job":
      return job(object);
    default:
      return undefined;
  }
}

function rollout({ metadata: { name }, status = {} }: KubeObject): Meaning | undefined {
  const { phase, message, abort, pauseConditions } = status as {
    readonly phase?: string;
    readonly message?: string;
    readonly abort?: boolean;
    readonly pauseConditions?: readonly object[];
  };
  const seen = message && { seen: short(message) };
  if (abort || phase === "Degraded") {
    const gate = /metric "([^"]+)" assessed/i.exec(message ?? "")?.[1];
    return {
      problem: `Its new version was refused${gate ? ` by the gate ${gate}` : ""}: all traffic is on the old one.`,
      ...seen,
      mend: `Deploy a version without the fault, or take the config back: \`npm run ops -- rollback ${name}\`.`,
      runbook: "rollout-refused",
    };
  }
  if (phase !== "Paused" || (pauseConditions ?? []).length === 0) return undefined;
  return {
    problem: "Its new version waits at a step.",
    ...seen,
    mend: `See whether a person is waited for, then promote or abort: \`npm run ops -- traffic ${name}\`.`,
    runbook: "rollout-waits",
  };
}

const asleep = ({ spec }: KubeObject): Meaning | undefined =>
  spec?.["replicas"] === 0
    ? {
        problem: "It is scaled to nothing: no pod is wanted.",
        mend: "If an autoscaler sleeps it (scaling.min: 0), work wakes it up; else run pulumi up --refresh.",
      }
    : undefined;

const suspended = ({ spec }: KubeObject): Meaning | undefined =>
  spec?.["suspend"] === true
    ? {
        problem: "It is suspended: it runs at no time by itself.",
        mend: "A rollback of migrations is meant to be so. Anything else: kubectl patch it with spec.suspend false.",
      }
    : undefined;

function claim(scene: Scene, { metadata: { name }, spec, status }: KubeObject): Meaning | undefined {
  if (status?.["phase"] !== "Pending") return undefined;
  const wanted = spec?.["storageClassName"];
  const [said] = warningsOf(scene, "PersistentVolumeClaim", name);
  const seen = said?.message && { seen: short(said.message) };
  const runbook = "volume-claim-pending";
  const classes = scene.storageClasses.map(({ metadata }) => metadata.name);
  if (typeof wanted === "string" && wanted !== "" && !classes.includes(wanted)) {
    const mend = `There are ${classes.join(", ") || "none"}: correct the class.`;
    return { problem: `It wants a disk of the class ${wanted}, which is not there.`, ...seen, mend, runbook };
  }
  const uses = scene.pods.filter(({ spec: pod }) =>
    pod?.volumes?.some(({ persistentVolumeClaim: own }) => own?.claimName === name),
  );
  if (!seen && !uses.some(({ spec: pod }) => pod?.nodeName)) {
    const mend = "See why that pod is not scheduled, or whether any uses it.";
    return { problem: "It waits for a pod: its disk is made where the first one runs.", mend, runbook };
  }
  const mend =
    "See that the disk driver's pods are well and may make disks, and that the account's limit is not reached.";
  return { problem: "Its disk is not made.", ...seen, mend, runbook };
}

function brings(kind: "ExternalSecret" | "Certificate", object: KubeObject): Meaning | undefined {
  const ready = conditionOf(object, "Ready");
  if (ready?.status === "True") return undefined;
  const seen = ready?.message && { seen: short(ready.message) };
  return kind === "ExternalSecret"
    ? {
        problem: "Its secret could not be fetched from the cloud.",
        ...seen,
        mend: "Set its value (the stack's output next has the command), and see that External Secrets may read it.",
        runbook: "external-secret-not-synced",
      }
    : {
        problem: "Its certificate is not issued.",
        ...seen,
        mend: "See that the name's DNS record points to the stack's address, and that port 80 is reached for the challenge.",
        runbook: "certificate-not-ready",
      };
}

function job(object: KubeObject): Meaning | undefined {
  const failed = conditionOf(object, "Failed");
  if (failed?.status !== "True") return undefined;
  const seen = failed.message && { seen: short(failed.message) };
  return failed.reason === "DeadlineExceeded"
    ? {
        problem: "It took longer than it may, and was stopped.",
        ...seen,
        mend: "Raise its timeoutSeconds if the work has grown, else see what it waited for.",
        runbook: "job-hanging",
      }
    : {
        problem: "It has failed, and is not tried again.",
        ...seen,
        mend: "Mend what its last pod says, and start it again.",
        runbook: "job-failed",
      };
}
