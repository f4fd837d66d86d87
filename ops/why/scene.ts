import { UsageError } from "../../rehearsal/stack-files";
import { secretsMask } from "../cluster/jobs";
import {
  type Event,
  KEEPERS,
  KINDS,
  type Kind,
  type KubeObject,
  kindNamed,
  list,
  type Meta,
  type Pod,
  pathOf,
} from "../cluster/objects";
import { history, type Revision } from "../cluster/releases";
import type { Ask } from "../kubernetes";

/** An object with its kind, which a list leaves out. */
export interface Thing {
  readonly kind: Kind;
  readonly object: KubeObject;
}

/** What was asked about, and all that may say why it is as it is: read once, so that it fits together. */
export interface Scene {
  readonly namespace: string;
  readonly subject: Thing;
  /** ReplicaSets, Jobs and pods of the namespace, to be followed by their owners. */
  readonly things: readonly Thing[];
  readonly pods: readonly Pod[];
  /** Warnings, the newest first. */
  readonly warnings: readonly Event[];
  readonly revisions: readonly Revision[];
  readonly quotas: readonly KubeObject[];
  readonly claims: readonly KubeObject[];
  readonly autoscalers: readonly KubeObject[];
  readonly externalSecrets: readonly KubeObject[];
  readonly storageClasses: readonly KubeObject[];
  readonly nodes: readonly KubeObject[];
  /** Names alone: what they hold is nobody's business. */
  readonly secrets: ReadonlySet<string>;
  readonly configMaps: ReadonlySet<string>;
  /** Takes secrets out of what containers wrote. */
  readonly mask: (text: string) => string;
  readonly now: Date;
}

/** Where a bare name is looked for, in this order. */
const ORDER: readonly Kind[] = [
  ...KEEPERS,
  "CronJob",
  "Job",
  "Pod",
  "ReplicaSet",
  "PersistentVolumeClaim",
  "ExternalSecret",
  "Certificate",
];

/**
 * @param asked `web`, or with its kind: `pod/web-7d9f-x2k1`, `deploy/web`
 * @throws UsageError where there is no such thing, naming what is near it
 */
export async function sceneOf(ask: Ask, namespace: string, asked: string, now: Date): Promise<Scene> {
  const subject = await subjectOf(ask, namespace, asked);
  const at = `/api/v1/namespaces/${encodeURIComponent(namespace)}`;
  const namesOnly = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";
  const names = async (kind: string): Promise<ReadonlySet<string>> => {
    const { items = [] } = ((await ask(`${at}/${kind}`, namesOnly)) ?? {}) as { items?: readonly { metadata: Meta }[] };
    return new Set(items.map(({ metadata }) => metadata.name));
  };
  /** What may not be read, or is not there, leaves its part of the picture out. */
  const some = <T>(found: Promise<T>, none: T): Promise<T> => found.catch(() => none);
  const of = (kind: Kind) => some(list(ask, pathOf(kind, namespace)), []);
  const [
    pods,
    replicaSets,
    jobs,
    events,
    revisions,
    quotas,
    claims,
    autoscalers,
    externalSecrets,
    storageClasses,
    nodes,
    secrets,
    configMaps,
    mask,
  ] = await Promise.all([
    list<Pod>(ask, pathOf("Pod", namespace)),
    ...[of("ReplicaSet"), of("Job")],
    some(list<Event>(ask, `${at}/events?fieldSelector=type%3DWarning&limit=2000`), []),
    some(
      history(
        ask,
        namespace,
        subject.object.metadata.labels?.["app.kubernetes.io/instance"] ?? subject.object.metadata.name,
      ),
      [],
    ),
    some(list(ask, `${at}/resourcequotas`), []),
    ...[of("PersistentVolumeClaim"), of("HorizontalPodAutoscaler"), of("ExternalSecret")],
    some(list(ask, "/apis/storage.k8s.io/v1/storageclasses"), []),
    some(list(ask, "/api/v1/nodes"), []),
    ...[some(names("secrets"), new Set<string>()), some(names("configmaps"), new Set<string>())],
    secretsMask(ask, namespace),
  ] as const);
  const things: Thing[] = [
    ...replicaSets.map((object) => ({ kind: "ReplicaSet" as const, object })),
    ...jobs.map((object) => ({ kind: "Job" as const, object })),
    ...pods.map((object) => ({ kind: "Pod" as const, object: object as KubeObject })),
  ];
  return {
    ...{
      namespace,
      subject,
      things,
      pods,
      revisions,
      quotas,
      claims,
      autoscalers,
      externalSecrets,
      storageClasses,
      nodes,
      secrets,
      configMaps,
      now,
    },
    warnings: [...events].sort((a, b) => timeOf(b) - timeOf(a)),
    // Without the right to read the secrets nothing that a container wrote is repeated.
    mask: (text) => mask?.over(text) ?? "(not shown: the namespace's secrets may not be read, and it may hold one)",
  };
}

const timeOf = ({ lastTimestamp, eventTime, metadata }: Event): number =>
  Date.parse(lastTimestamp ?? eventTime ?? metadata.creationTimestamp ?? "") || 0;

async function subjectOf(ask: Ask, namespace: string, asked: string): Promise<Thing> {
  const [first = "", second] = asked.split("/");
  const kind = second === undefined ? undefined : kindNamed(first);
  if (second !== undefined && kind === undefined) {
    throw new UsageError(`"${first}" is no kind that why knows: ${Object.keys(KINDS).join(", ")}.`);
  }
  const name = second ?? first;
  for (const each of kind ? [kind] : ORDER) {
    const object = (await ask(pathOf(each, namespace, name))) as KubeObject | undefined;
    if (object) return { kind: each, object };
  }
  const near = (await Promise.all(KEEPERS.map((each) => list(ask, pathOf(each, namespace)).catch(() => [])))).flat();
  const known = near.map(({ metadata }) => metadata.name).sort();
  throw new UsageError(
    `There is no ${kind ?? "object"} called "${name}" in the namespace ${namespace}; what keeps pods there: ${known.join(", ") || "nothing"}.`,
  );
}

/** What an object owns, directly. */
export const ownedBy = ({ things }: Scene, { metadata }: KubeObject): readonly Thing[] =>
  things.filter(({ object }) => object.metadata.ownerReferences?.some(({ uid }) => uid === metadata.uid));

/** Warnings about an object, the newest first. */
export const warningsOf = ({ warnings }: Scene, kind: string, name: string): readonly Event[] =>
  warnings.filter(({ involvedObject }) => involvedObject.kind === kind && involvedObject.name === name);
