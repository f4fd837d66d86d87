import { Mask } from "../../components/helm/failures/mask";
import { type Clock, until } from "../clock";
import type { Ask, Cluster } from "../kubernetes";
import { type Condition, type KubeObject, list, type Meta, type Pod, pathOf } from "./objects";

export interface JobEnd {
  readonly job: string;
  readonly succeeded: boolean;
  /** Why it failed, and what its containers wrote last. */
  readonly lines: readonly string[];
}

/** Milliseconds between two looks at a job. */
const PATIENCE = 1000;

/** Makes a job and waits for its end. @param seconds after which it is given up on; it goes on by itself */
export async function runJob(
  cluster: Cluster,
  clock: Clock,
  namespace: string,
  job: KubeObject,
  seconds: number,
): Promise<JobEnd> {
  const { name } = job.metadata;
  await cluster.send("POST", pathOf("Job", namespace), job);
  const look = async (): Promise<JobEnd | undefined> => {
    const { status } = ((await cluster.ask(pathOf("Job", namespace, name))) ?? {}) as KubeObject;
    const failed = await failedContainers(cluster.ask, namespace, name);
    const end = ended(status?.conditions ?? []);
    if (end?.type === "Complete") return { job: name, succeeded: true, lines: [] };
    // A job that may not be tried again is over with its pod; its own condition comes a little later.
    if (end || (failed.length > 0 && (job.spec?.["backoffLimit"] ?? 0) === 0)) {
      return { job: name, succeeded: false, lines: [...(end?.message ? [end.message] : []), ...failed] };
    }
    return undefined;
  };
  const end = await until(clock, seconds * 1000, PATIENCE, look, (found) => found !== undefined);
  return end ?? { job: name, succeeded: false, lines: [`it has not ended after ${seconds} s, and goes on`] };
}

const ended = (conditions: readonly Condition[]): Condition | undefined =>
  conditions.find(({ type, status }) => status === "True" && (type === "Complete" || type === "Failed"));

/** The end of what failed containers wrote, as the kubelet keeps it; without what the namespace's secrets hold. */
async function failedContainers(ask: Ask, namespace: string, job: string): Promise<readonly string[]> {
  const selector = encodeURIComponent(`job-name=${job}`);
  const pods = await list<Pod>(ask, `${pathOf("Pod", namespace)}?labelSelector=${selector}`);
  const ends = pods.flatMap(({ status }) =>
    [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])].flatMap(({ name, state }) =>
      state?.terminated && state.terminated.exitCode !== 0 ? [{ name, ...state.terminated }] : [],
    ),
  );
  const mask = ends.some(({ message }) => message) ? await secretsMask(ask, namespace) : undefined;
  return ends.flatMap(({ name, exitCode, message = "" }) => {
    const wrote = mask ? message.trimEnd().split("\n").slice(-10).filter(Boolean) : [];
    return [`container ${name} ended with exit code ${exitCode}`, ...wrote.map((line) => `  ${mask?.over(line)}`)];
  });
}

/** Takes out all that the namespace's secrets hold; none where they may not be read, and then nothing is repeated. */
export async function secretsMask(ask: Ask, namespace: string): Promise<Mask | undefined> {
  try {
    // Helm keeps its releases in secrets too: large ones, in which no secret is.
    const selector = encodeURIComponent("type!=helm.sh/release.v1");
    const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/secrets?fieldSelector=${selector}`;
    const secrets = await list<{ metadata: Meta; data?: Readonly<Record<string, string>> }>(ask, path);
    return new Mask(secrets.flatMap(({ data = {} }) => Object.values(data)));
  } catch {
    return undefined;
  }
}
