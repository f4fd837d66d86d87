import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import * as http from "node:http";
import * as https from "node:https";
import { parse } from "yaml";
import { UsageError } from "../rehearsal/stack-files";

/** Asks the API server: the JSON at a path, or nothing where there is none (404). */
export type Ask = (path: string, accept?: string) => Promise<unknown>;

interface Named<T> {
  readonly name: string;
  readonly [kind: string]: string | T;
}

interface ClusterEntry {
  readonly server: string;
  readonly "certificate-authority-data"?: string;
  readonly "certificate-authority"?: string;
}

interface UserEntry {
  readonly token?: string;
  readonly "client-certificate-data"?: string;
  readonly "client-key-data"?: string;
  readonly exec?: {
    readonly command: string;
    readonly args?: readonly string[];
    readonly env?: readonly { readonly name: string; readonly value: string }[] | null;
  };
}

/** The API server: read by {@link Ask}, and changed. */
export interface Cluster {
  readonly ask: Ask;
  /** Changes something, and gives what it is now. @throws ApiError where the API server refuses it */
  readonly send: (method: "POST" | "PATCH" | "PUT" | "DELETE", path: string, body?: object) => Promise<unknown>;
  /**
   * Each line of a plain answer as it comes, such as a pod's log; ends with the answer, or when `stop` says so.
   * @throws ApiError where the API server refuses it
   */
  readonly lines: (path: string, onLine: (line: string) => void, stop?: AbortSignal) => Promise<void>;
}

/** The API server has answered, and said no. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  constructor(
    path: string,
    readonly status: number,
    readonly said: string,
  ) {
    super(`${path}: ${status} ${said}`);
  }
}

/** Milliseconds that one answer may take. */
const PATIENCE = 15_000;

/** Where the commands that kubeconfigs log in by come from. */
const INSTALL: Readonly<Record<string, string>> = {
  aws: "https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html",
  "gke-gcloud-auth-plugin": "https://cloud.google.com/kubernetes-engine/docs/how-to/cluster-access-for-kubectl",
};

/** A client that reads alone. @throws UsageError as {@link connectCluster} */
export async function connect(kubeconfig: string, env: NodeJS.ProcessEnv): Promise<Ask> {
  return (await connectCluster(kubeconfig, env)).ask;
}

/**
 * A client of the API server, from a kubeconfig: by token, by certificate, or by the command that it names.
 * @throws UsageError where the kubeconfig lacks what is needed, or its command fails
 */
export async function connectCluster(kubeconfig: string, env: NodeJS.ProcessEnv): Promise<Cluster> {
  const config = parse(kubeconfig) as Record<string, unknown> | null;
  const of = <T>(list: string, kind: string, name: unknown): T => {
    const found = ((config?.[list] ?? []) as Named<T>[]).find((entry) => entry.name === name)?.[kind];
    if (found === undefined) throw new UsageError(`The kubeconfig has no ${kind} called ${String(name)}.`);
    return found as T;
  };
  const context = of<{ cluster: string; user: string }>("contexts", "context", config?.["current-context"]);
  const cluster = of<ClusterEntry>("clusters", "cluster", context.cluster);
  const user = of<UserEntry>("users", "user", context.user);
  const token = user.token ?? (user.exec && (await tokenOf(user.exec, env)));
  const decode = (text: string | undefined) => (text === undefined ? undefined : Buffer.from(text, "base64"));
  const caFile = cluster["certificate-authority"];
  const tls = {
    ca: caFile ? readFileSync(caFile) : decode(cluster["certificate-authority-data"]),
    cert: decode(user["client-certificate-data"]),
    key: decode(user["client-key-data"]),
  };
  /** The answer once its head is there. */
  const open = (method: string, path: string, headers: Record<string, string>, body = "", signal?: AbortSignal) =>
    new Promise<http.IncomingMessage>((resolve, reject) => {
      const url = new URL(path, cluster.server);
      const { request } = url.protocol === "http:" ? http : https;
      const all = { ...headers, ...(token && { authorization: `Bearer ${token}` }) };
      // What goes on, such as a log that is followed, may be silent for long.
      const timeout = signal ? undefined : PATIENCE;
      const asked = request(url, { ...tls, method, headers: all, timeout, signal }, resolve);
      asked.on("timeout", () => asked.destroy(new Error(`${path}: no answer in ${PATIENCE / 1000} s`)));
      asked.on("error", (error) => reject(new Error(`${cluster.server}: ${error.message}`)));
      asked.end(body);
    });
  const ask: Ask = async (path, accept = "application/json") => {
    const answer = await open("GET", path, { accept });
    const body = await textOf(answer);
    if (answer.statusCode === 404) return undefined;
    if (answer.statusCode !== 200) throw new ApiError(path, answer.statusCode ?? 0, messageOf(body));
    return json(path, body);
  };
  return {
    ask,
    send: async (method, path, body) => {
      const type = method === "PATCH" ? "application/merge-patch+json" : "application/json";
      const headers = { accept: "application/json", "content-type": type };
      const answer = await open(method, path, headers, body && JSON.stringify(body));
      const text = await textOf(answer);
      const status = answer.statusCode ?? 0;
      if (status < 200 || status > 299) throw new ApiError(path, status, messageOf(text));
      return json(path, text);
    },
    lines: async (path, onLine, stop) => {
      const answer = await open("GET", path, { accept: "*/*" }, "", stop);
      if (answer.statusCode !== 200) throw new ApiError(path, answer.statusCode ?? 0, messageOf(await textOf(answer)));
      let rest = "";
      answer.setEncoding("utf8");
      try {
        for await (const part of answer) {
          const lines = (rest + String(part)).split("\n");
          rest = lines.pop() ?? "";
          lines.forEach(onLine);
        }
      } catch (error) {
        if (!stop?.aborted) throw error;
      }
      if (rest !== "") onLine(rest);
    },
  };
}

function json(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${path}: the answer is no JSON`);
  }
}

async function textOf(answer: http.IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of answer) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}

function messageOf(body: string): string {
  try {
    return String((JSON.parse(body) as { message?: string }).message ?? "");
  } catch {
    return body.slice(0, 200);
  }
}

/** The credential that a command such as `aws eks get-token` prints. */
function tokenOf({ command, args = [], env: own }: NonNullable<UserEntry["exec"]>, env: NodeJS.ProcessEnv) {
  const added = Object.fromEntries((own ?? []).map(({ name, value }) => [name, value]));
  return new Promise<string>((resolve, reject) => {
    const child = spawn(command, [...args], { env: { ...env, ...added }, stdio: ["ignore", "pipe", "pipe"] });
    let [out, err] = ["", ""];
    child.stdout.on("data", (part) => (out += part));
    child.stderr.on("data", (part) => (err += part));
    child.on("error", (error: NodeJS.ErrnoException) => {
      const where = INSTALL[command] ? ` Install it: ${INSTALL[command]}` : "";
      const why = error.code === "ENOENT" ? `it is not on the PATH.${where}` : error.message;
      reject(new UsageError(`The kubeconfig logs in to the cluster by the command ${command}: ${why}`));
    });
    child.on("close", (code) => {
      if (code !== 0) return reject(new UsageError(`${command} ${args.join(" ")}: ${err.trim()}`));
      const { status } = JSON.parse(out) as { status?: { token?: string } };
      if (status?.token) resolve(status.token);
      else reject(new UsageError(`${command}, which the kubeconfig names, gives no token`));
    });
  });
}
