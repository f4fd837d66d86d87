/**
 * A Kubernetes cluster on loopback: real etcd, kube-apiserver, kube-controller-manager and kube-scheduler as host
 * processes, and KWOK's nodes, whose pods become ready, fail or complete as `stages.yaml` says. No container runs.
 */
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toolPath } from "../tools/tools";
import { KubeApi, type KubeObject } from "./api";
import { freePorts, type HostProcess, startProcess, waitFor } from "./process";

/** Someone who may call the API server, by a token. */
export interface ClusterUser {
  readonly name: string;
  /** @default a random one */
  readonly token?: string;
  /** @default none; RBAC decides what the user may do */
  readonly groups?: readonly string[];
}

/** A node that KWOK plays. */
export interface FakeNode {
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** @default 8 CPUs, 32 Gi of memory, 100 Gi of disk, 110 pods */
  readonly capacity?: Readonly<Record<"cpu" | "memory" | "ephemeral-storage" | "pods", string>>;
  readonly taints?: readonly { readonly key: string; readonly value?: string; readonly effect: string }[];
}

/** Choices for {@link startCluster}. */
export interface ClusterOptions {
  /** @default three nodes, one in each of the zones a, b and c */
  readonly nodes?: readonly FakeNode[];
  /** Users besides the administrator. @default none */
  readonly users?: readonly ClusterUser[];
  /** Where the API server listens on loopback. @default a free port */
  readonly port?: number;
}

/** A running cluster. */
export interface Cluster {
  /** `https://127.0.0.1:<port>` */
  readonly server: string;
  /** The certificate authority of the API server, in PEM. */
  readonly ca: string;
  /** The administrator's token (group system:masters). */
  readonly token: string;
  /** Path of the administrator's kubeconfig. */
  readonly kubeconfig: string;
  /** Calls as the administrator. */
  readonly api: KubeApi;
  /** The folder with the logs, one file for each process. It goes when the cluster is stopped. */
  readonly folder: string;
  addNode(node: FakeNode): Promise<void>;
  /** A kubeconfig's text for another user's token. */
  kubeconfigFor(token: string): string;
  /** Ends every process and removes the folder. */
  stop(): Promise<void>;
}

const zone = (letter: string): FakeNode => ({
  name: `node-${letter}`,
  labels: { "topology.kubernetes.io/region": "eu-west-1", "topology.kubernetes.io/zone": `eu-west-1${letter}` },
});

/**
 * Starts a cluster and waits until its nodes are ready and pods can be made in the default namespace.
 *
 * @throws Error naming the tool to install, or the process that ended with the end of its log.
 */
export async function startCluster(options: ClusterOptions = {}): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), "slipway-cluster-"));
  const processes: HostProcess[] = [];
  const stop = async () => {
    for (const process of processes.splice(0).reverse()) await process.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const cluster = await startProcesses(folder, processes, options);
    const nodes = options.nodes ?? ["a", "b", "c"].map(zone);
    await Promise.all(nodes.map((node) => cluster.addNode(node)));
    await waitUntilReady(cluster.api, nodes.length, processes);
    return { ...cluster, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startProcesses(
  folder: string,
  processes: HostProcess[],
  options: ClusterOptions,
): Promise<Omit<Cluster, "stop">> {
  const [etcdPort, peerPort, kwokPort, apiPort] = (await freePorts(4)) as [number, number, number, number];
  const port = options.port ?? apiPort;
  const server = `https://127.0.0.1:${port}`;
  const path = (name: string) => join(folder, name);
  const start = (name: string, args: readonly string[]) => {
    const process = startProcess(name, toolPath(name), args, path(`${name}.log`));
    processes.push(process);
  };
  const components = ["kube-controller-manager", "kube-scheduler"];
  const token = newToken();
  const users: readonly ClusterUser[] = [
    { name: "admin", token, groups: ["system:masters"] },
    ...components.map((name) => ({ name: `system:${name}` })),
    ...(options.users ?? []),
  ];
  const tokens = new Map(users.map((user) => [user.name, user.token ?? newToken()]));
  const userLine = ({ name, groups = [] }: ClusterUser) =>
    `${tokens.get(name)},${name},${name},"${groups.join(",")}"\n`;
  writeFileSync(path("tokens.csv"), users.map(userLine).join(""), { mode: 0o600 });
  writeServiceAccountKeys(folder);

  start("etcd", etcdFlags(path("etcd"), etcdPort, peerPort));
  start("kube-apiserver", apiServerFlags(folder, port, etcdPort));
  // Without --tls-cert-file the server signs its own certificate, and puts the authority into the same file.
  const certificate = path("certificates/apiserver.crt");
  const ca = await waitFor(
    "the API server's certificate",
    60,
    async () => readFileSync(certificate, "utf8"),
    processes,
  );
  const api = new KubeApi({ server, ca, token });
  await waitFor("the API server", 60, async () => (await api.text("/readyz")) || undefined, processes);

  const kubeconfigFor = (userToken: string) => kubeconfigText(server, ca, userToken);
  for (const name of components) {
    writeFileSync(path(`${name}.kubeconfig`), kubeconfigFor(tokens.get(`system:${name}`)!), { mode: 0o600 });
  }
  const kubeconfig = path("kubeconfig");
  writeFileSync(kubeconfig, kubeconfigFor(token), { mode: 0o600 });

  start("kube-controller-manager", controllerManagerFlags(folder, certificate));
  start("kube-scheduler", [
    `--kubeconfig=${path("kube-scheduler.kubeconfig")}`,
    "--secure-port=0",
    "--leader-elect=false",
  ]);
  start("kwok", [
    `--kubeconfig=${kubeconfig}`,
    `--config=${join(__dirname, "stages.yaml")}`,
    "--manage-all-nodes=true",
    "--node-lease-duration-seconds=40",
    "--cidr=10.244.0.0/16",
    `--server-address=127.0.0.1:${kwokPort}`,
  ]);
  const addNode = async (node: FakeNode) => {
    await api.create("/api/v1/nodes", nodeObject(node));
  };
  return { server, ca, token, kubeconfig, api, folder, addNode, kubeconfigFor };
}

async function waitUntilReady(api: KubeApi, nodes: number, processes: readonly HostProcess[]): Promise<void> {
  const isReady = (node: KubeObject) => {
    const status = node["status"] as { conditions?: { type: string; status: string }[] } | undefined;
    return status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True") === true;
  };
  const allReady = async () => (await api.list("/api/v1/nodes")).filter(isReady).length === nodes || undefined;
  await waitFor(`${nodes} ready nodes`, 60, allReady, processes);
  const account = "/api/v1/namespaces/default/serviceaccounts/default";
  await waitFor("the default service account", 60, () => api.find(account), processes);
}

function etcdFlags(data: string, port: number, peerPort: number): string[] {
  const client = `http://127.0.0.1:${port}`;
  const peer = `http://127.0.0.1:${peerPort}`;
  return [
    `--data-dir=${data}`,
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=default=${peer}`,
    // The data need not survive the machine.
    "--unsafe-no-fsync=true",
    "--log-level=warn",
  ];
}

function apiServerFlags(folder: string, port: number, etcdPort: number): string[] {
  return [
    "--bind-address=127.0.0.1",
    `--secure-port=${port}`,
    `--etcd-servers=http://127.0.0.1:${etcdPort}`,
    `--cert-dir=${join(folder, "certificates")}`,
    `--token-auth-file=${join(folder, "tokens.csv")}`,
    "--authorization-mode=RBAC",
    "--anonymous-auth=false",
    "--enable-admission-plugins=PodSecurity",
    "--allow-privileged=true",
    "--service-cluster-ip-range=10.96.0.0/16",
    // Callers are few and near: nothing has to queue, and packing what is sent costs more than sending it.
    "--enable-priority-and-fairness=false",
    "--feature-gates=APIResponseCompression=false",
    "--service-account-issuer=https://kubernetes.default.svc",
    `--service-account-key-file=${join(folder, "service-account.pub")}`,
    `--service-account-signing-key-file=${join(folder, "service-account.key")}`,
  ];
}

function controllerManagerFlags(folder: string, certificateAuthority: string): string[] {
  const kubeconfig = join(folder, "kube-controller-manager.kubeconfig");
  return [
    `--kubeconfig=${kubeconfig}`,
    "--secure-port=0",
    "--leader-elect=false",
    "--use-service-account-credentials=true",
    `--service-account-private-key-file=${join(folder, "service-account.key")}`,
    `--root-ca-file=${certificateAuthority}`,
    // A test deletes and makes many objects at once.
    "--kube-api-qps=200",
    "--kube-api-burst=400",
  ];
}

function writeServiceAccountKeys(folder: string): void {
  mkdirSync(join(folder, "certificates"), { recursive: true });
  const { publicKey, privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
  });
  writeFileSync(join(folder, "service-account.pub"), publicKey);
  writeFileSync(join(folder, "service-account.key"), privateKey, { mode: 0o600 });
}

function newToken(): string {
  return randomBytes(16).toString("hex");
}

function kubeconfigText(server: string, ca: string, token: string): string {
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      { name: "slipway", cluster: { server, "certificate-authority-data": Buffer.from(ca).toString("base64") } },
    ],
    users: [{ name: "user", user: { token } }],
    contexts: [{ name: "slipway", context: { cluster: "slipway", user: "user" } }],
    "current-context": "slipway",
  });
}

function nodeObject(node: FakeNode): object {
  const capacity = node.capacity ?? { cpu: "8", memory: "32Gi", "ephemeral-storage": "100Gi", pods: "110" };
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name: node.name,
      labels: {
        "kubernetes.io/hostname": node.name,
        "kubernetes.io/os": "linux",
        "kubernetes.io/arch": "amd64",
        ...node.labels,
      },
    },
    spec: { taints: node.taints ?? [] },
    status: { capacity, allocatable: capacity },
  };
}
