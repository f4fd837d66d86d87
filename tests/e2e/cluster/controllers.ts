/**
 * Third-party controllers as host processes, in the place of their pods, which run nothing. Each has the rights of the
 * service account that its chart made, and no more.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { toolPath } from "../tools/tools";
import type { Cluster } from "./cluster";
import { freePorts, type HostProcess, startProcess } from "./process";

/** Those that can be built; each is a tool of the same name. */
export type ControllerName = "prometheus-operator" | "rollouts-controller";

/** Where the Deployment is that the process stands in for. */
export interface Place {
  readonly namespace: string;
  readonly deployment: string;
}

/** The Deployment, as far as it is read here. */
interface PodSpec {
  readonly serviceAccountName: string;
  readonly containers: readonly { readonly args?: readonly string[] }[];
}

/** The arguments of each, made from those of its chart: what listens does so on loopback ports of its own. */
const commandLines: Readonly<Record<ControllerName, (args: readonly string[], ports: readonly number[]) => string[]>> =
  {
    "prometheus-operator": (args, [port]) => [
      ...args.filter((arg) => !arg.startsWith("--web.")),
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    "rollouts-controller": (args, [health, metrics]) => [
      ...args.filter((arg) => !/^--(leader-elect|healthzPort|metrics)/i.test(arg)),
      ...["--leader-elect=false", `--healthzPort=${health}`, `--metricsPort=${metrics}`],
    ],
  };

/**
 * Starts a controller for the Deployment at `place`, which must be there with its service account.
 *
 * @returns the process; its log is `<cluster folder>/<name>.log`
 * @throws KubeError with status 404 where the Deployment is not there; Error naming the command that installs the tool
 */
export async function startController(cluster: Cluster, name: ControllerName, place: Place): Promise<HostProcess> {
  const { namespace, deployment } = place;
  const found = await cluster.api.get(`/apis/apps/v1/namespaces/${namespace}/deployments/${deployment}`);
  const { serviceAccountName, containers } = (found["spec"] as { template: { spec: PodSpec } }).template.spec;
  const kubeconfig = join(cluster.folder, `${name}.kubeconfig`);
  const token = await tokenOf(cluster, namespace, serviceAccountName);
  writeFileSync(kubeconfig, cluster.kubeconfigFor(token), { mode: 0o600 });
  const args = commandLines[name](containers[0]?.args ?? [], await freePorts(2));
  const env = [`KUBECONFIG=${kubeconfig}`, `POD_NAMESPACE=${namespace}`];
  // Some write beside where they are started.
  return startProcess(
    name,
    "env",
    ["-C", cluster.folder, ...env, toolPath(name), ...args],
    join(cluster.folder, `${name}.log`),
  );
}

async function tokenOf(cluster: Cluster, namespace: string, serviceAccount: string): Promise<string> {
  const { status } = await cluster.api.create(
    `/api/v1/namespaces/${namespace}/serviceaccounts/${serviceAccount}/token`,
    { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: { expirationSeconds: 3600 } },
  );
  return (status as { token: string }).token;
}
