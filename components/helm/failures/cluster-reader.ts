import { execFile } from "node:child_process";
import * as http from "node:http";
import * as https from "node:https";
import { promisify } from "node:util";

/** Reads from an API server. */
export interface ClusterReader {
  /** @throws Error when it cannot be reached within {@link PATIENCE}, refuses, or answers with something else than JSON */
  get<T>(path: string): Promise<Answer<T>>;
}

export interface Answer<T> {
  readonly body: T;
  /** The server's time. */
  readonly now: Date;
}

/** The part of a kubeconfig that is read. */
interface Kubeconfig {
  readonly "current-context": string;
  readonly contexts: readonly {
    readonly name: string;
    readonly context: { readonly cluster: string; readonly user: string };
  }[];
  readonly clusters: readonly {
    readonly name: string;
    readonly cluster: { readonly server: string; readonly "certificate-authority-data"?: string };
  }[];
  readonly users: readonly { readonly name: string; readonly user: User }[];
}

interface User {
  readonly token?: string;
  readonly exec?: {
    readonly apiVersion: string;
    readonly command: string;
    readonly args?: readonly string[];
    readonly env?: readonly { readonly name: string; readonly value: string }[];
  };
}

/** Milliseconds that a login and an answer may take, each. */
const PATIENCE = 10_000;

/**
 * Logs in as the kubeconfig says: by the command that hands out a token (`aws eks get-token`), or by a token in it.
 *
 * @param kubeconfig in JSON, as Slipway's clouds give it
 * @throws Error when the kubeconfig is something else
 */
export function clusterReader(kubeconfig: string): ClusterReader {
  const { contexts, clusters, users, ...config } = JSON.parse(kubeconfig) as Kubeconfig;
  const context = named(contexts, config["current-context"]).context;
  const { cluster } = named(clusters, context.cluster);
  const { user } = named(users, context.user);
  const authority = cluster["certificate-authority-data"];
  const ca = authority === undefined ? undefined : Buffer.from(authority, "base64").toString();
  let token: Promise<string> | undefined;
  return {
    get: async <T>(path: string): Promise<Answer<T>> => {
      // A token lives for a quarter of an hour; a release waits no longer than that.
      token ??= login(user);
      return answer<T>(new URL(path, cluster.server), await token, ca);
    },
  };
}

async function login({ token, exec }: User): Promise<string> {
  if (token !== undefined) return token;
  if (!exec) throw new Error("the kubeconfig has neither a token nor a command that gives one");
  const info = { apiVersion: exec.apiVersion, kind: "ExecCredential", spec: { interactive: false } };
  const given = Object.fromEntries((exec.env ?? []).map(({ name, value }) => [name, value]));
  const env = { ...process.env, KUBERNETES_EXEC_INFO: JSON.stringify(info), ...given };
  const { stdout } = await promisify(execFile)(exec.command, [...(exec.args ?? [])], { env, timeout: PATIENCE });
  return (JSON.parse(stdout) as { status: { token: string } }).status.token;
}

function answer<T>(url: URL, token: string, ca: string | undefined): Promise<Answer<T>> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, accept: "application/json" };
    const { request } = url.protocol === "http:" ? http : https;
    const asked = request(url, { headers, ca, signal: AbortSignal.timeout(PATIENCE) }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("error", reject);
      response.on("end", () => {
        try {
          if (response.statusCode !== 200) throw new Error(`${url.pathname}: ${response.statusCode}`);
          resolve({ body: JSON.parse(text) as T, now: new Date(response.headers.date ?? Date.now()) });
        } catch (error) {
          reject(error as Error);
        }
      });
    });
    asked.on("error", reject);
    asked.end();
  });
}

function named<T extends { readonly name: string }>(list: readonly T[], name: string): T {
  const found = list.find((each) => each.name === name);
  if (!found) throw new Error(`the kubeconfig names ${name}, but has none`);
  return found;
}
