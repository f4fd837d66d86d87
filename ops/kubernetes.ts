import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { request } from "node:https";
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

/** Milliseconds that one answer may take. */
const PATIENCE = 15_000;

/**
 * A client of the API server that reads alone, from a kubeconfig: by token, by certificate, or by the command that it names.
 * @throws UsageError where the kubeconfig lacks what is needed, or its command fails
 */
export async function connect(kubeconfig: string, env: NodeJS.ProcessEnv): Promise<Ask> {
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
  const options = {
    ca: caFile ? readFileSync(caFile) : decode(cluster["certificate-authority-data"]),
    cert: decode(user["client-certificate-data"]),
    key: decode(user["client-key-data"]),
  };
  return (path, accept = "application/json") =>
    new Promise((resolve, reject) => {
      const headers = { accept, ...(token && { authorization: `Bearer ${token}` }) };
      const asked = request(new URL(path, cluster.server), { ...options, headers, timeout: PATIENCE }, (answer) => {
        const parts: Buffer[] = [];
        answer.on("data", (part: Buffer) => parts.push(part));
        answer.on("end", () => {
          const body = Buffer.concat(parts).toString("utf8");
          if (answer.statusCode === 404) return resolve(undefined);
          if (answer.statusCode !== 200) return reject(new Error(`${path}: ${answer.statusCode} ${messageOf(body)}`));
          try {
            resolve(JSON.parse(body));
          } catch {
            reject(new Error(`${path}: the answer is no JSON`));
          }
        });
      });
      asked.on("timeout", () => asked.destroy(new Error(`${path}: no answer in ${PATIENCE / 1000} s`)));
      asked.on("error", (error) => reject(new Error(`${cluster.server}: ${error.message}`)));
      asked.end();
    });
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
    child.on("error", (error) => reject(new UsageError(`${command}, which the kubeconfig names: ${error.message}`)));
    child.on("close", (code) => {
      if (code !== 0) return reject(new UsageError(`${command} ${args.join(" ")}: ${err.trim()}`));
      const { status } = JSON.parse(out) as { status?: { token?: string } };
      if (status?.token) resolve(status.token);
      else reject(new UsageError(`${command}, which the kubeconfig names, gives no token`));
    });
  });
}
