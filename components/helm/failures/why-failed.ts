import { type ClusterReader, clusterReader } from "./cluster-reader";
import { endsOf } from "./last-lines";
import { Mask } from "./mask";
import { type ClusterEvent, type Pod, reasonsOf } from "./reasons";

export interface WhyFailedArgs {
  readonly kubeconfig: string;
  readonly namespace: string;
  /** The release that this is about. */
  readonly release: string;
  /** Every release that is known, to tell its objects from theirs. */
  readonly releases: readonly string[];
}

interface Listed<T> {
  readonly items?: readonly T[];
}

/**
 * Why a release failed, a line for each reason, the most telling first; none where the cluster has nothing to say.
 *
 * @throws Error when the cluster cannot be asked
 */
export async function whyFailed(args: WhyFailedArgs): Promise<readonly string[]> {
  const { kubeconfig, namespace, release, releases } = args;
  const cluster = clusterReader(kubeconfig);
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}`;
  const [events, pods] = await Promise.all([
    cluster.get<Listed<ClusterEvent>>(`${path}/events?fieldSelector=type%3DWarning&limit=2000`),
    cluster.get<Listed<Pod>>(`${path}/pods`),
  ]);
  // By the server's clock, and not before this program began: another `up` may have failed a minute ago.
  const since = new Date(events.now.getTime() - process.uptime() * 1000);
  const about = { release, releases, since, pods: pods.body.items ?? [] };
  const ends = endsOf(about);
  const mask = ends.some(({ lines }) => lines.length > 0) ? await maskOf(cluster, path) : undefined;
  const jobs = ends.map(({ how, lines }) => {
    const shown = mask ? lines.map((line) => `\n      ${mask.over(line)}`).join("") : "";
    return shown === "" ? how : `${how}; its last lines:${shown}`;
  });
  return [...jobs, ...reasonsOf({ ...about, events: events.body.items ?? [] })];
}

/** Takes out all that the namespace's secrets hold; none where they may not be read, and then no line is repeated. */
async function maskOf(cluster: ClusterReader, path: string): Promise<Mask | undefined> {
  try {
    // Helm keeps its releases in secrets too: large ones, in which no secret is.
    const selector = encodeURIComponent("type!=helm.sh/release.v1");
    const { body } = await cluster.get<Listed<{ data?: Record<string, string> }>>(
      `${path}/secrets?fieldSelector=${selector}`,
    );
    return new Mask((body.items ?? []).flatMap(({ data = {} }) => Object.values(data)));
  } catch {
    return undefined;
  }
}
