import { backupMetrics } from "../../components/monitoring/backup-metrics";
import type { Ask } from "../kubernetes";
import type { Backup, Certificate, Firing, Release, WorkloadStatus } from "./page";

/** What the cluster says of itself, each by one question to the API server. */

interface Meta {
  readonly name: string;
  readonly namespace: string;
  readonly labels?: Readonly<Record<string, string>>;
}

interface Listed<T> {
  readonly items?: readonly (T & { readonly metadata: Meta })[];
}

const list = async <T>(ask: Ask, path: string, accept?: string) =>
  ((await ask(path, accept)) as Listed<T> | undefined)?.items ?? [];

/** Helm keeps a Secret for each revision; its labels tell all that is wanted, and its content is not asked for. */
export async function releases(ask: Ask): Promise<readonly Release[]> {
  const metadataOnly = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";
  const newest = new Map<string, Release>();
  for (const { metadata } of await list<object>(ask, "/api/v1/secrets?labelSelector=owner%3Dhelm", metadataOnly)) {
    const { name = "", status = "unknown", version = "0" } = metadata.labels ?? {};
    const key = `${metadata.namespace}/${name}`;
    const revision = Number(version);
    if ((newest.get(key)?.revision ?? -1) < revision) {
      newest.set(key, { namespace: metadata.namespace, name, status, revision });
    }
  }
  return [...newest.entries()].sort(([a], [b]) => a.localeCompare(b)).map(([, release]) => release);
}

interface Scaled {
  readonly spec?: { readonly replicas?: number };
  readonly status?: {
    readonly readyReplicas?: number;
    readonly numberReady?: number;
    readonly desiredNumberScheduled?: number;
  };
}

const kinds = [
  ["Deployment", "/apis/apps/v1/deployments"],
  ["StatefulSet", "/apis/apps/v1/statefulsets"],
  ["DaemonSet", "/apis/apps/v1/daemonsets"],
  ["Rollout", "/apis/argoproj.io/v1alpha1/rollouts"],
] as const;

/** Everything that keeps pods. */
export async function workloads(ask: Ask): Promise<readonly WorkloadStatus[]> {
  const each = await Promise.all(
    kinds.map(async ([kind, path]) =>
      (await list<Scaled>(ask, path)).map(({ metadata: { name, namespace }, spec, status }) => ({
        ...{ namespace, kind, name },
        ready: status?.readyReplicas ?? status?.numberReady ?? 0,
        desired: status?.desiredNumberScheduled ?? spec?.replicas ?? (kind === "DaemonSet" ? 0 : 1),
      })),
    ),
  );
  return each.flat().sort((a, b) => `${a.namespace}/${a.name}`.localeCompare(`${b.namespace}/${b.name}`));
}

const service = (name: string, port: number): string => `/api/v1/namespaces/monitoring/services/${name}:${port}/proxy`;

interface Alert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
}

/** What Alertmanager would tell somebody now. The dead man's switch always fires, and is left out. */
export async function alerts(ask: Ask): Promise<readonly Firing[]> {
  const path = `${service("kube-prometheus-stack-alertmanager", 9093)}/api/v2/alerts?active=true&silenced=false&inhibited=false`;
  const found = (await ask(path)) as readonly Alert[] | undefined;
  if (found === undefined) throw new Error("Alertmanager is not there");
  return found
    .filter(({ labels }) => labels["severity"] !== "none" && labels["alertname"] !== "InfoInhibitor")
    .map(({ labels, annotations, startsAt }) => ({
      name: labels["alertname"] ?? "",
      severity: labels["severity"] ?? "",
      summary: annotations["summary"] ?? "",
      since: startsAt,
      from: "cluster" as const,
    }));
}

interface Answer {
  readonly data?: {
    readonly result?: readonly {
      readonly metric: Readonly<Record<string, string>>;
      readonly value: readonly [number, string];
    }[];
  };
}

const HOUR = 3600;

/** When each backup last went well, as Prometheus knows it. */
export async function backups(ask: Ask, now: Date): Promise<readonly Backup[]> {
  const query = encodeURIComponent(`max by (store, tier) (${backupMetrics.lastSuccess})`);
  const path = `${service("kube-prometheus-stack-prometheus", 9090)}/api/v1/query?query=${query}`;
  const answer = (await ask(path)) as Answer | undefined;
  if (answer === undefined) throw new Error("Prometheus is not there");
  return (answer.data?.result ?? []).map(({ metric, value }) => ({
    store: metric["store"] ?? "",
    tier: metric["tier"] ?? "",
    ageHours: Math.floor((now.getTime() / 1000 - Number(value[1])) / HOUR),
  }));
}

interface Issued {
  readonly status?: {
    readonly notAfter?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}

const DAY = 24 * HOUR * 1000;

/** cert-manager's certificates; none where it is not there. */
export async function certificates(ask: Ask, now: Date): Promise<readonly Certificate[]> {
  return (await list<Issued>(ask, "/apis/cert-manager.io/v1/certificates")).map(({ metadata, status }) => ({
    namespace: metadata.namespace,
    name: metadata.name,
    ...(status?.notAfter && { days: Math.floor((Date.parse(status.notAfter) - now.getTime()) / DAY) }),
    ready: (status?.conditions ?? []).some((each) => each.type === "Ready" && each.status === "True"),
  }));
}
