import { type Clock, until } from "../clock";
import { type Kind, type KubeObject, list, pathOf } from "../cluster/objects";
import type { Context } from "../command";
import { type Cluster, connectCluster } from "../kubernetes";
import type { Side } from "./pair";

/** What keeps pods, and can be told to keep none. */
const SCALED = ["Rollout", "Deployment", "StatefulSet"] as const satisfies readonly Kind[];

/** Marks what was stopped, with the pods that it had: nobody else brings them back. */
const FROZEN = "slipway/frozen";

const PAUSED = "autoscaling.keda.sh/paused-replicas";

/** Seconds until the pods that are told to go are gone. */
const PATIENCE = 120;

/**
 * Stops whatever writes in a stack: its workloads get no pods, its schedules wait. An autoscaler leaves alone what has no
 * replicas; KEDA is told to.
 * @returns how many objects were stopped
 * @throws Error where the cluster does not answer
 */
export async function freeze(side: Side, { env, ...clock }: Pick<Context, "env"> & Clock): Promise<number> {
  const cluster = await clusterOf(side, env);
  if (cluster === undefined) return 0;
  const { namespace } = side.config;
  const running = (object: KubeObject) => frozen(object) === undefined && object.spec?.["replicas"] !== 0;
  const mark = (text: string) => ({ metadata: { annotations: { [FROZEN]: text } } });
  await each(cluster, scaledObjects(namespace), (object) =>
    frozen(object) === undefined ? { metadata: { annotations: { [FROZEN]: "paused", [PAUSED]: "0" } } } : undefined,
  );
  let stopped = 0;
  for (const kind of SCALED) {
    stopped += await each(cluster, pathOf(kind, namespace), (object) =>
      running(object) ? { ...mark(String(object.spec?.["replicas"] ?? 1)), spec: { replicas: 0 } } : undefined,
    );
  }
  stopped += await each(cluster, pathOf("CronJob", namespace), ({ spec }) =>
    spec?.["suspend"] === true ? undefined : { ...mark("due"), spec: { suspend: true } },
  );
  const pods = async () => (await list(cluster.ask, pathOf("Pod", namespace))).filter(isLive).length;
  if (stopped > 0) await until(clock, PATIENCE * 1000, 1000, pods, (live) => live === 0);
  return stopped;
}

/** Brings back what {@link freeze} has stopped, and nothing else. @throws Error where the cluster does not answer */
export async function thaw(side: Side, env: NodeJS.ProcessEnv): Promise<void> {
  const cluster = await clusterOf(side, env);
  if (cluster === undefined) return;
  const { namespace } = side.config;
  const unmarked = { metadata: { annotations: { [FROZEN]: null } } };
  for (const kind of SCALED) {
    await each(cluster, pathOf(kind, namespace), (object) => {
      const pods = frozen(object);
      return pods === undefined ? undefined : { ...unmarked, spec: { replicas: Math.max(1, Number(pods)) } };
    });
  }
  await each(cluster, pathOf("CronJob", namespace), (object) =>
    frozen(object) === undefined ? undefined : { ...unmarked, spec: { suspend: false } },
  );
  await each(cluster, scaledObjects(namespace), (object) =>
    frozen(object) === undefined ? undefined : { metadata: { annotations: { [FROZEN]: null, [PAUSED]: null } } },
  );
}

const frozen = ({ metadata }: KubeObject): string | undefined => metadata.annotations?.[FROZEN];

const scaledObjects = (namespace: string): string =>
  `/apis/keda.sh/v1alpha1/namespaces/${encodeURIComponent(namespace)}/scaledobjects`;

/** None where the stack has no workloads, or was never made. */
async function clusterOf({ config, engine }: Side, env: NodeJS.ProcessEnv): Promise<Cluster | undefined> {
  if (Object.keys(config.workloads).length === 0) return undefined;
  const { kubeconfig } = await (await engine()).outputs();
  if (kubeconfig === undefined) return undefined;
  return connectCluster(typeof kubeconfig === "string" ? kubeconfig : JSON.stringify(kubeconfig), env);
}

/** Changes each object of a list that is to be changed. @returns how many were */
async function each(
  { ask, send }: Cluster,
  path: string,
  change: (object: KubeObject) => object | undefined,
): Promise<number> {
  let changed = 0;
  for (const object of await list(ask, path)) {
    const body = change(object);
    if (body === undefined) continue;
    await send("PATCH", `${path}/${object.metadata.name}`, body);
    changed++;
  }
  return changed;
}

const isLive = ({ status }: KubeObject): boolean => !["Succeeded", "Failed"].includes(String(status?.["phase"]));
