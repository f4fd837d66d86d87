/** A stack's gateway as it would be in the cluster: its own objects and its workloads', in a real Envoy. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { envoyGateway } from "../../../components/addons/envoy-gateway";
import { gateway, listenerName } from "../../../components/addons/gateway";
import { managedLabel } from "../../../components/shared/labels";
import { planStack } from "../../../stacks/plan/plan";
import { parse, template, type Values } from "../../charts/helm";
import { contextOf } from "../../components/addons/context";
import { type Raw, root, stackConfig } from "../../support/configs";
import { freePorts, type HostProcess, startProcess, waitFor } from "../cluster/process";
import { toolPath } from "../tools/tools";
import type { Backend } from "./backends";
import { type GatewayObject, translate } from "./translate";

export interface GatewayOptions {
  readonly folder: string;
  /** The stack's config, beside what every stack says. */
  readonly config: Raw;
  /** Workload → what stands for its pods, and for those of a new version. */
  readonly backends: Readonly<Record<string, { readonly stable: Backend; readonly preview?: Backend }>>;
  /** Key that the CDN shows. @default no CDN */
  readonly originKey?: string;
  /** Share of the requests that a workload's new version gets, in percent, as Argo Rollouts sets it. @default 0 */
  readonly weights?: Readonly<Record<string, number>>;
  /** Workload → its users, as htpasswd. @default nobody is asked */
  readonly users?: Readonly<Record<string, string>>;
  /** Its pods, all with the same configuration. @default 1 */
  readonly pods?: number;
  /** Port of the service that counts requests for all of them. @default none is there */
  readonly counter?: number;
}

/** One Envoy. */
export interface GatewayPod {
  readonly http: number;
  readonly https: number;
}

/** The first of its pods, and all of them. */
export interface RunningGateway extends GatewayPod {
  readonly pods: readonly GatewayPod[];
  /** What was translated, as a file. */
  readonly objects: string;
  readonly refused: readonly string[];
  /** The certificate that signed itself, which clients trust. */
  readonly ca: Buffer;
  /** Shares of new versions from now on, as Argo Rollouts sets them. */
  weigh(weights: Readonly<Record<string, number>>): Promise<void>;
  /** A figure of Envoy's own. */
  stat(name: string): Promise<number>;
  stop(): Promise<void>;
}

const NAMESPACE = "shop";

/** Plans the stack, renders its charts, translates all of it, and starts Envoy. */
export async function startGateway(options: GatewayOptions): Promise<RunningGateway> {
  const { folder, backends, originKey } = options;
  const plan = planStack(stackConfig(options.config), "prod");
  const count = options.pods ?? 1;
  const ports = await freePorts(3 * count);
  const pods = Array.from({ length: count }, (_, index) => {
    const [http, https, admin] = ports.slice(3 * index) as [number, number, number];
    return { http, https, admin };
  });
  const certificate = selfSigned(folder, plan.hosts);
  const addresses: Record<string, number> = {};
  let last = 10;
  const addressed = (service: GatewayObject & { metadata: { name: string } }): GatewayObject => {
    const { name } = service.metadata;
    const clusterIP = `10.96.0.${++last}`;
    const preview = name.endsWith("-preview");
    const backend = backends[name.replace(/-preview$/, "")];
    const port = (preview ? backend?.preview : backend?.stable)?.port;
    if (port !== undefined) addresses[`${clusterIP}:80`] = port;
    return { ...service, spec: { ...(service["spec"] as object), clusterIP } };
  };
  const workloads = plan.workloads.flatMap(({ values, basicAuth }) => {
    const access = basicAuth ? { access: { ...values.access, basicAuth: { secret: basicAuth } } } : {};
    const store = basicAuth ? { secretStoreRef: { name: "slipway" } } : {};
    const rendered = template(join(root, "charts/workload"), { ...values, ...access, ...store } as unknown as Values);
    return parse(rendered).map((each) => {
      if (each.kind === "Service") return addressed(each);
      return each;
    });
  });
  const context = contextOf("prod", {
    ...{ hosts: plan.hosts, acmeEmail: "ops@example.com" },
    ...(originKey !== undefined && { originKey }),
  });
  const objects: GatewayObject[] = [
    namespace(gateway.namespace),
    namespace(NAMESPACE),
    ...(envoyGateway.objects!(context) as unknown as GatewayObject[]),
    ...plan.hosts.map((host) => secret(`${listenerName(host)}-tls`, gateway.namespace, certificate.entries)),
    ...(originKey === undefined ? [] : [secret(gateway.originKeySecret, gateway.namespace, { cdn: originKey })]),
    ...Object.entries(options.users ?? {}).map(([name, text]) =>
      secret(`${name}-basic-auth`, NAMESPACE, { ".htpasswd": text }),
    ),
    ...workloads,
  ];
  const envoys = pods.map(({ http, https, admin }) => ({ listeners: { 10080: http, 10443: https }, admin }));
  const { counter } = options;
  const apply = (weights: Readonly<Record<string, number>> = {}) =>
    translate({
      ...{ folder, backends: addresses, envoys, counter },
      objects: objects.map((each) => {
        const { name } = each["metadata"] as { name: string };
        return each.kind === "HTTPRoute" && weights[name] !== undefined ? weighted(each, weights[name]) : each;
      }),
    });
  const { refused, input, bootstraps } = await apply(options.weights);
  const statistics = (path: string, pod = pods[0]!) =>
    fetch(`http://127.0.0.1:${pod.admin}${path}`).then((answer) => answer.text());
  const running = await Promise.all(
    bootstraps.map(async (bootstrap, index) => {
      const args = ["-c", bootstrap, "--use-dynamic-base-id", "--log-level", "error", "--concurrency", "2"];
      const log = join(folder, `envoy-${index}.log`);
      const envoy = startProcess("envoy", toolPath("envoy"), args, log);
      await ready(envoy, () => statistics("/ready", pods[index]), log);
      return envoy;
    }),
  );
  const { http, https } = pods[0]!;
  return {
    ...{ http, https, pods, refused, objects: input, ca: certificate.ca },
    weigh: async (weights) => {
      await apply(weights);
    },
    stat: async (name) => Number(/: (\d+)/.exec(await statistics(`/stats?filter=^${name}$`))?.[1] ?? 0),
    stop: async () => {
      await Promise.all(running.map((envoy) => envoy.stop()));
    },
  };
}

async function ready(envoy: HostProcess, asked: () => Promise<string>, log: string): Promise<void> {
  try {
    await waitFor("Envoy", 20, async () => ((await asked()).startsWith("LIVE") ? true : undefined), [envoy]);
  } catch (error) {
    throw new Error(`${String(error)}\n${readFileSync(log, "utf8").slice(-4000)}`);
  }
}

const namespace = (name: string): GatewayObject => ({
  ...{ apiVersion: "v1", kind: "Namespace" },
  metadata: { name, labels: managedLabel },
});

const secret = (name: string, namespaceOf: string, entries: Readonly<Record<string, string>>): GatewayObject => ({
  ...{ apiVersion: "v1", kind: "Secret", type: "tls.crt" in entries ? "kubernetes.io/tls" : "Opaque" },
  metadata: { name, namespace: namespaceOf },
  data: Object.fromEntries(Object.entries(entries).map(([key, text]) => [key, Buffer.from(text).toString("base64")])),
});

/** What Argo Rollouts does with a route while a new version is watched. */
function weighted(route: GatewayObject, percent: number): GatewayObject {
  const spec = route["spec"] as { rules: { backendRefs: object[] }[] };
  const rules = spec.rules.map((rule) => ({
    ...rule,
    backendRefs: rule.backendRefs.map((ref, index) =>
      rule.backendRefs.length === 1 ? ref : { ...ref, weight: index === 0 ? 100 - percent : percent },
    ),
  }));
  return { ...route, spec: { ...spec, rules } };
}

/** A certificate for all hosts that signs itself. */
function selfSigned(folder: string, hosts: readonly string[]) {
  const [key, crt] = [join(folder, "tls.key"), join(folder, "tls.crt")];
  const names = hosts.map((host) => `DNS:${host}`).join(",");
  const made = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1"];
  execFileSync(
    "openssl",
    [...made, "-subj", "/CN=slipway", "-addext", `subjectAltName=${names}`, "-keyout", key, "-out", crt],
    { stdio: "pipe" },
  );
  const ca = readFileSync(crt);
  return { ca, entries: { "tls.crt": ca.toString(), "tls.key": readFileSync(key, "utf8") } };
}
