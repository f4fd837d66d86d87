import { conditionOf, isReady, type KubeObject, type Pod } from "../cluster/objects";
import { versionText } from "../stack/images";
import type { Diagnosis, Finding, Link } from "./finding";
import { refused } from "./rules/admission";
import { around } from "./rules/around";
import { containers } from "./rules/containers";
import { ofItself } from "./rules/objects";
import { ofPod } from "./rules/pods";
import { danglingReferences } from "./rules/references";
import { unscheduled } from "./rules/scheduling";
import { ownedBy, type Scene, type Thing } from "./scene";

/** Follows an object down to its pods and says what is wrong on the way. */
export function diagnose(scene: Scene): Diagnosis {
  const { subject, namespace } = scene;
  const all = below(scene, subject);
  const chain = linkOf(scene, subject);
  const podFindings = all
    .filter(({ kind }) => kind === "Pod")
    .flatMap(({ object }) => podFinding(scene, object as Pod));
  const findings = merged([
    ...podFindings,
    ...all.flatMap(({ kind, object }) => (kind === "Pod" ? [] : refused(scene, kind, object))),
    ...all.flatMap((thing) => ofItself(scene, thing)),
    ...claimsOf(scene, all),
    ...around(scene),
  ]);
  return {
    object: `${subject.kind} ${subject.object.metadata.name}`,
    namespace,
    well: isWell(chain),
    chain,
    findings,
  };
}

const isWell = ({ well, below: links }: Link): boolean => well && links.every(isWell);

function podFinding(scene: Scene, pod: Pod): readonly Finding[] {
  if (pod.status?.phase === "Succeeded" || (isReady(pod) && !pod.metadata.deletionTimestamp)) return [];
  const direct = [...unscheduled(scene, pod), ...containers(scene, pod), ...ofPod(scene, pod)];
  return direct.length > 0 || !pod.spec?.nodeName ? direct : danglingReferences(scene, pod);
}

/** Claims of the pods that wait. */
function claimsOf(scene: Scene, all: readonly Thing[]): readonly Finding[] {
  const names = new Set(
    all
      .filter(({ kind }) => kind === "Pod")
      .flatMap(({ object }) =>
        ((object as Pod).spec?.volumes ?? []).flatMap(({ persistentVolumeClaim: own }) => own?.claimName ?? []),
      ),
  );
  return scene.claims
    .filter(({ metadata }) => names.has(metadata.name))
    .flatMap((object) => ofItself(scene, { kind: "PersistentVolumeClaim", object }));
}

/** An object and what it owns; of the sets and jobs of old versions only those that still want pods, or the newest. */
function below(scene: Scene, thing: Thing): readonly Thing[] {
  return [thing, ...current(thing, ownedBy(scene, thing.object)).flatMap((each) => below(scene, each))];
}

function current({ kind }: Thing, owned: readonly Thing[]): readonly Thing[] {
  if (kind !== "Deployment" && kind !== "Rollout" && kind !== "CronJob") return owned;
  const age = ({ object }: Thing) => Date.parse(object.metadata.creationTimestamp ?? "") || 0;
  const revision = ({ object }: Thing) =>
    Number(
      object.metadata.annotations?.["deployment.kubernetes.io/revision"] ??
        object.metadata.annotations?.["rollout.argoproj.io/revision"] ??
        0,
    );
  const newest = [...owned].sort((a, b) => revision(b) - revision(a) || age(b) - age(a));
  return newest.filter((each, index) => index === 0 || Number(each.object.spec?.["replicas"] ?? 0) > 0);
}

function linkOf(scene: Scene, thing: Thing): Link {
  const { kind, object } = thing;
  const links = current(thing, ownedBy(scene, object)).map((each) => linkOf(scene, each));
  const { state, well } = stateOf(thing);
  return { kind, name: object.metadata.name, state, well, below: links };
}

function stateOf({ kind, object }: Thing): { readonly state: string; readonly well: boolean } {
  if (kind === "Pod") return podState(object as Pod);
  const { spec = {}, status = {} } = object;
  if (kind === "Job") {
    const failed = conditionOf(object, "Failed")?.status === "True";
    const done = conditionOf(object, "Complete")?.status === "True";
    return { state: failed ? "failed" : done ? "done" : "runs", well: !failed };
  }
  if (kind === "CronJob")
    return { state: spec["suspend"] ? "suspended" : `at ${String(spec["schedule"])}`, well: !spec["suspend"] };
  if (kind === "PersistentVolumeClaim")
    return { state: String(status["phase"] ?? "unknown"), well: status["phase"] === "Bound" };
  if (kind === "ExternalSecret" || kind === "Certificate") {
    const ready = conditionOf(object, "Ready")?.status === "True";
    return { state: ready ? "ready" : "not ready", well: ready };
  }
  const refusedVersion = kind === "Rollout" && (status["abort"] === true || status["phase"] === "Degraded");
  const desired = Number(status["desiredNumberScheduled"] ?? spec["replicas"] ?? 1);
  const ready = Number(status["readyReplicas"] ?? status["numberReady"] ?? 0);
  const image = imageOf(object);
  const version = kind === "ReplicaSet" && image ? `, ${versionText(image)}` : "";
  const verdict = refusedVersion ? ", new version refused" : "";
  return { state: `${ready} of ${desired} ready${version}${verdict}`, well: ready >= desired && !refusedVersion };
}

const imageOf = ({ spec }: KubeObject): string | undefined =>
  (spec?.["template"] as { spec?: { containers?: readonly { image?: string }[] } } | undefined)?.spec?.containers?.[0]
    ?.image;

function podState(pod: Pod): { readonly state: string; readonly well: boolean } {
  const { phase = "Unknown", reason, initContainerStatuses = [], containerStatuses = [] } = pod.status ?? {};
  if (pod.metadata.deletionTimestamp) return { state: "is ending", well: true };
  if (phase === "Succeeded") return { state: "done", well: true };
  if (isReady(pod)) return { state: `ready on ${pod.spec?.nodeName ?? "?"}`, well: true };
  const waiting = [...initContainerStatuses, ...containerStatuses]
    .map(({ state }) => state?.waiting?.reason)
    .find((each) => each && each !== "PodInitializing");
  if (!pod.spec?.nodeName) return { state: "on no node", well: false };
  return { state: waiting ?? reason ?? (phase === "Running" ? "runs, not ready" : phase.toLowerCase()), well: false };
}

/** The same of several pods is said once. */
function merged(findings: readonly Finding[]): readonly Finding[] {
  const groups = new Map<string, { readonly first: Finding; count: number }>();
  for (const finding of findings) {
    const known = groups.get(finding.problem);
    if (known) known.count += 1;
    else groups.set(finding.problem, { first: finding, count: 1 });
  }
  return [...groups.values()].map(({ first, count }) =>
    count === 1 ? first : { ...first, object: `${first.object} and ${count - 1} more` },
  );
}
