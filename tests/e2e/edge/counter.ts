/** What counts requests for all pods of the gateway: Envoy's own service with a Redis, as Envoy Gateway would run it. */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { freePorts, type HostProcess, startProcess, waitFor } from "../cluster/process";
import { run } from "../tools/run";
import { toolPath } from "../tools/tools";

export interface Container {
  readonly env: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: object }[];
  readonly volumeMounts: readonly { readonly name: string }[];
  readonly securityContext: Readonly<Record<string, unknown>>;
}

/** The pod of the service. */
export interface CounterPod {
  readonly containers: readonly [Container];
  readonly volumes: readonly { readonly name: string }[];
}

/** The pod that Envoy Gateway makes of its configuration, by its own code. */
export async function counterPod(folder: string, config: object): Promise<CounterPod> {
  const file = join(folder, "envoy-gateway.yaml");
  writeFileSync(file, stringify({ apiVersion: "gateway.envoyproxy.io/v1alpha1", kind: "EnvoyGateway", ...config }));
  return JSON.parse(await run(toolPath("gateway-quotas"), ["deployment", file])).spec.template.spec;
}

/** A Redis that is spoken to by TLS alone, with a password. */
export async function startTlsRedis(folder: string, password: string) {
  const [port] = (await freePorts(1)) as [number];
  const [key, certificate] = [join(folder, "redis.key"), join(folder, "redis.crt")];
  const made = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1"];
  const named = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
  execFileSync("openssl", [...made, ...named, "-keyout", key, "-out", certificate], { stdio: "pipe" });
  const tls = ["--tls-port", `${port}`, "--tls-cert-file", certificate, "--tls-key-file", key];
  const running = startProcess(
    "redis-server",
    toolPath("redis-server"),
    ["--port", "0", "--bind", "127.0.0.1", "::1", "--requirepass", password, "--save", "", "--dir", folder].concat([
      ...tls,
      "--tls-auth-clients",
      "no",
    ]),
    join(folder, "redis.log"),
  );
  const client = ["-h", "localhost", "-p", `${port}`, "--tls", "--cacert", certificate, "-a", password];
  const ask = (...command: string[]): string =>
    execFileSync("redis-cli", [...client, "--no-auth-warning", ...command], { encoding: "utf8", stdio: "pipe" }).trim();
  await waitFor("Redis", 30, async () => (ask("PING") === "PONG" ? true : undefined), [running]);
  return { url: `localhost:${port}`, certificate, ask, stop: () => running.stop() };
}

export interface CounterOptions {
  readonly folder: string;
  readonly port: number;
  /** What the gateway is made of, as a file. */
  readonly objects: string;
  /** As Envoy Gateway would run it. */
  readonly pod: CounterPod;
  readonly redis: { readonly url: string; readonly certificate: string; readonly password: string };
}

/**
 * Starts it with the variables of its pod. Other than there it reads its limits from files rather than from Envoy Gateway,
 * and is asked without TLS.
 */
export async function startCounter({ folder, port, objects, pod, redis }: CounterOptions): Promise<HostProcess> {
  const limits: Record<string, string> = JSON.parse(await run(toolPath("gateway-quotas"), ["limits", objects]));
  const config = join(folder, "ratelimit", "config");
  mkdirSync(config, { recursive: true });
  for (const [index, text] of Object.values(limits).entries()) writeFileSync(join(config, `${index}.yaml`), text);
  const [http, debug] = (await freePorts(2)) as [number, number];
  const [container] = pod.containers;
  const env = Object.fromEntries(container.env.map(({ name, value }) => [name, value ?? ""]));
  const here = {
    ...{ RUNTIME_ROOT: folder, RUNTIME_SUBDIRECTORY: "ratelimit", CONFIG_TYPE: "FILE", RUNTIME_WATCH_ROOT: "false" },
    ...{ HOST: "127.0.0.1", PORT: `${http}`, GRPC_HOST: "127.0.0.1", GRPC_PORT: `${port}` },
    ...{ DEBUG_HOST: "127.0.0.1", DEBUG_PORT: `${debug}`, GRPC_SERVER_USE_TLS: "false", USE_PROMETHEUS: "false" },
    CONFIG_GRPC_XDS_SERVER_USE_TLS: "false",
    ...{ REDIS_URL: redis.url, REDIS_AUTH: redis.password, SSL_CERT_FILE: redis.certificate },
  };
  const variables = Object.entries({ ...env, ...here }).map(([name, value]) => `${name}=${value}`);
  const log = join(folder, "ratelimit.log");
  const running = startProcess("ratelimit", "env", [...variables, toolPath("ratelimit")], log);
  const healthy = async () => ((await fetch(`http://127.0.0.1:${http}/healthcheck`)).ok ? true : undefined);
  await waitFor("what counts requests", 30, healthy, [running]);
  return running;
}
