import { withoutLogins } from "./mask";

/** A warning of the cluster's, as far as it is read. */
export interface ClusterEvent {
  readonly reason?: string;
  readonly message?: string;
  readonly involvedObject: { readonly kind?: string; readonly name?: string; readonly fieldPath?: string };
  readonly lastTimestamp?: string | null;
  readonly eventTime?: string | null;
  readonly series?: { readonly lastObservedTime?: string } | null;
}

interface Ended {
  readonly exitCode: number;
  readonly message?: string;
}

interface Container {
  readonly name: string;
  readonly state?: { readonly terminated?: Ended };
  readonly lastState?: { readonly terminated?: Ended };
}

/** A pod, as far as it is read. */
export interface Pod {
  readonly metadata: {
    readonly name: string;
    readonly creationTimestamp?: string;
    readonly ownerReferences?: readonly { readonly kind: string; readonly name: string }[];
  };
  readonly status?: {
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
    readonly initContainerStatuses?: readonly Container[];
    readonly containerStatuses?: readonly Container[];
  };
}

/** What a failure is about. */
export interface About {
  /** What is there now. */
  readonly pods: readonly Pod[];
  readonly release: string;
  /** All releases that are known, to tell its objects from theirs. */
  readonly releases: readonly string[];
  /** What is older is another run's. */
  readonly since: Date;
}

export interface ReasonsArgs extends About {
  readonly events: readonly ClusterEvent[];
}

/** Lines at most; a release of a hundred pods fails in few ways. */
const MOST = 6;

/** What says most comes first; what is not in it comes last. */
const telling = ["FailedCreate", "BackOff", "Failed", "BackoffLimitExceeded", "DeadlineExceeded", "FailedMount"];

/** These warn while everything is well: metrics that are not there yet, budgets whose pods start. */
const idle = new Set(["HorizontalPodAutoscaler", "PodDisruptionBudget"]);

/**
 * Why a release failed, by the warnings about its objects: object, container, reason. A reason is said once; what a pod
 * that is ready by now said as it started is none.
 */
export function reasonsOf({ events, pods, release, releases, since }: ReasonsArgs): readonly string[] {
  const isReady = new Set(pods.filter(ready).map(({ metadata }) => metadata.name));
  const own = events.filter(({ involvedObject: { kind = "", name = "" }, ...event }) => {
    if (idle.has(kind) || isReady.has(name) || !(timeOf(event) >= Math.floor(since.getTime() / 1000) * 1000))
      return false;
    return ownerOf(name, [...releases, release]) === release;
  });
  const found = new Map<string, { readonly line: string; readonly rank: number; readonly objects: Set<string> }>();
  for (const event of own) {
    const { name = "", kind = "" } = event.involvedObject;
    const what = phrase(event);
    const rank = telling.indexOf(event.reason ?? "");
    // Pods of one set differ in their last part only.
    const key = `${kind} ${kind === "Pod" ? name.replace(/-[^-]+$/, "") : name} ${what}`;
    const known = found.get(key);
    if (known) known.objects.add(name);
    else found.set(key, { line: `${name}: ${what}`, rank: rank < 0 ? telling.length : rank, objects: new Set([name]) });
  }
  const sorted = [...found.values()].sort((a, b) => a.rank - b.rank);
  const lines = sorted.slice(0, MOST).map(({ line, objects }) => {
    const others = objects.size - 1;
    return others === 0 ? line : `${line} (and ${others} more like it)`;
  });
  return sorted.length > MOST ? [...lines, `and ${sorted.length - MOST} more warnings`] : lines;
}

/** Objects are called after their release; where two fit (`web`, `web-admin`), the longer name is meant. */
export function ownerOf(object: string, releases: readonly string[]): string | undefined {
  return releases
    .filter((name) => `-${object}-`.includes(`-${name}-`))
    .reduce<string | undefined>(
      (best, name) => (best !== undefined && best.length >= name.length ? best : name),
      undefined,
    );
}

/** The event in words that say what is wrong, without anything that a container wrote: that may hold a secret. */
function phrase({ reason = "Warning", message = "", involvedObject }: ClusterEvent): string {
  const container = containerOf(involvedObject.fieldPath, message);
  const who = container === undefined ? "its container" : `container ${container}`;
  if (reason === "BackOff")
    return `${who} is in ${/pulling image/.test(message) ? "ImagePullBackOff" : "CrashLoopBackOff"}`;
  if (reason === "Failed" && /^Error: \w+$/.test(message)) return `${who} is in ${message.slice("Error: ".length)}`;
  if (reason === "Unhealthy") return `${container === undefined ? "" : `${who}: `}${probe(message)}`;
  if (/^Failed(Post|Pre)\w+Hook$/.test(reason))
    return `${who} failed in its ${/Post/.test(reason) ? "start" : "stop"} hook`;
  const said = withoutLogins(message.replace(/\s+/g, " ").trim());
  return `${container === undefined ? "" : `${who}: `}${reason === "Failed" ? "" : `${reason}: `}${said}`;
}

/** Of a probe only its kind and what it met: what a command answered is the container's own text. */
function probe(message: string): string {
  const kind = /^(Readiness|Liveness|Startup)/.exec(message)?.[1]?.toLowerCase() ?? "a";
  const code = /statuscode: (\d{3})/.exec(message)?.[1];
  const met = /connection refused|no such host|no route to host|i\/o timeout|deadline exceeded|timed out/i.exec(
    message,
  )?.[0];
  const how = code === undefined ? met : `HTTP ${code}`;
  return `${kind} probe fails${how === undefined ? "" : `: ${how}`}`;
}

/** The kubelet names the container in the field path, and often in the message. */
function containerOf(fieldPath: string | undefined, message: string): string | undefined {
  return (
    /^spec\.(?:initC|c|ephemeralC)ontainers\{(.+)\}$/.exec(fieldPath ?? "")?.[1] ??
    /failed container (\S+) in pod/.exec(message)?.[1]
  );
}

function timeOf({ series, lastTimestamp, eventTime }: Omit<ClusterEvent, "involvedObject">): number {
  return Date.parse(series?.lastObservedTime ?? lastTimestamp ?? eventTime ?? "");
}

function ready({ status }: Pod): boolean {
  return status?.conditions?.some((condition) => condition.type === "Ready" && condition.status === "True") === true;
}
