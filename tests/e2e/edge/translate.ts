/** Kubernetes objects → Envoy's configuration, by Envoy Gateway's own translator; written as files that Envoy reads. */
import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { run } from "../tools/run";
import { toolPath } from "../tools/tools";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Dict = { [key: string]: Json };

/** Any object that the gateway reads. */
export type GatewayObject = { readonly apiVersion: string; readonly kind: string } & Readonly<Record<string, unknown>>;

/** What the translator reads; others are for other controllers. */
const READ = new Set([
  ...["GatewayClass", "Gateway", "HTTPRoute", "ReferenceGrant", "EnvoyProxy", "ClientTrafficPolicy"],
  ...["BackendTrafficPolicy", "SecurityPolicy", "HTTPRouteFilter", "Service", "Secret", "Namespace"],
]);

export interface Translation {
  /** What was not accepted, in the translator's own words; `Kind name: message`. */
  readonly refused: readonly string[];
  /** What was translated, as a file. */
  readonly input: string;
  /** The bootstrap file of each Envoy. */
  readonly bootstraps: readonly string[];
}

/** Where one Envoy listens. */
export interface Listening {
  /** Port of a pod of the gateway → port here. */
  readonly listeners: Readonly<Record<number, number>>;
  /** Port here of its own statistics. */
  readonly admin: number;
}

export interface TranslateOptions {
  readonly folder: string;
  readonly objects: readonly GatewayObject[];
  /** `<address>:<port>` of a Service in the cluster → port here that stands for its pods. */
  readonly backends: Readonly<Record<string, number>>;
  /** As many Envoys as the gateway has pods. */
  readonly envoys: readonly Listening[];
  /** Port here of what counts requests for all of them. @default nothing does */
  readonly counter?: number;
}

/** Translates the objects and writes what Envoy needs into the folder. @throws Error with the translator's own words */
export async function translate(options: TranslateOptions): Promise<Translation> {
  const { folder, objects } = options;
  const input = join(folder, "objects.yaml");
  const read = objects.filter(({ kind }) => READ.has(kind)).map(labelless);
  writeFileSync(input, read.map((each) => stringify(each, { aliasDuplicateObjects: false })).join("---\n"));
  const args = ["x", "translate", "--from", "gateway-api", "--to", "gateway-api,xds", "--type", "all", "-o", "json"];
  const output = JSON.parse(await run(toolPath("egctl"), [...args, "-f", input])) as Dict;
  return { refused: refusals(output), input, bootstraps: write(output, options) };
}

/** The translator's reader of files drops namespaces' labels, so that no route is let in by them: here all are. */
const labelless = (object: GatewayObject): GatewayObject =>
  object.kind === "Gateway"
    ? JSON.parse(JSON.stringify(object).replace(/\{"from":"Selector","selector":\{[^}]*\}\}\}/g, '{"from":"All"}'))
    : object;

/** Conditions that are not as they should be, of all objects with a status. */
function refusals(output: Dict): string[] {
  const found: string[] = [];
  const look = (kind: string, name: string, value: Json): void => {
    if (Array.isArray(value)) for (const each of value) look(kind, name, each);
    else if (value !== null && typeof value === "object") {
      const { type, status, message } = value;
      if (typeof type === "string" && status === "False" && type !== "Conflicted" && type !== "Overridden")
        found.push(`${kind} ${name}: ${type}: ${String(message)}`);
      for (const each of Object.values(value)) look(kind, name, each);
    }
  };
  for (const [kind, list] of Object.entries(output)) {
    if (kind === "xds" || !Array.isArray(list)) continue;
    for (const each of list as Dict[]) {
      look(kind, String((each["metadata"] as Dict)["name"]), each["status"] ?? null);
    }
  }
  return found;
}

/** Field that says where to ask → kind of the file that is read instead, and the field beside it that says for what. */
const FILES: Readonly<Record<string, readonly [kind: string, beside: string]>> = {
  configSource: ["rds", "routeConfigName"],
  edsConfig: ["eds", "serviceName"],
  sdsConfig: ["sds", "name"],
};

const fileOf = (kind: string, name: Json | undefined): string => `${kind}-${String(name).replace(/[^\w.-]/g, "_")}`;

function write(output: Dict, { folder, objects, backends, envoys, counter }: TranslateOptions): string[] {
  const [gateway] = Object.values(output["xds"] as Dict) as Dict[];
  const dumps = gateway!["configs"] as Dict[];
  const dump = (type: string): Dict => dumps.find((each) => String(each["@type"]).endsWith(`.${type}`)) ?? {};
  const inside = (type: string, list: string, ...path: string[]): Dict[] =>
    ((dump(type)[list] ?? []) as Dict[]).map((each) => path.reduce<Dict>((value, key) => value[key] as Dict, each));
  const file = (name: string): string => join(folder, `${name}.json`);
  // Moved into its place at once: so Envoy sees that it has changed, and never half of it.
  const keep = (name: string, resources: Dict[]): void => {
    writeFileSync(`${file(name)}.new`, JSON.stringify({ resources: resources.map((each) => local(each, file)) }));
    renameSync(`${file(name)}.new`, file(name));
  };

  keep("cds", [
    ...inside("ClustersConfigDump", "dynamicActiveClusters", "cluster"),
    ...(counter === undefined ? [] : [counterCluster(counter)]),
  ]);
  // Of these Envoy takes one from a file.
  for (const each of inside("RoutesConfigDump", "dynamicRouteConfigs", "routeConfig"))
    keep(fileOf("rds", each["name"]), [each]);
  for (const each of inside("EndpointsConfigDump", "dynamicEndpointConfigs", "endpointConfig"))
    keep(fileOf("eds", each["clusterName"]), [moved(each, backends) as Dict]);
  for (const each of certificates(objects)) keep(fileOf("sds", each["name"]), [each]);

  const served = inside("ListenersConfigDump", "dynamicListeners", "activeState", "listener");
  const from = (name: string) => ({ pathConfigSource: { path: file(name) }, resourceApiVersion: "V3" });
  return envoys.map(({ listeners, admin }, index) => {
    keep(
      `lds-${index}`,
      served.flatMap((listener) => {
        const address = (listener["address"] as Dict)["socketAddress"] as Dict;
        const port = listeners[Number(address["portValue"])];
        if (port === undefined) return [];
        return [{ ...listener, address: { socketAddress: { address: "127.0.0.1", portValue: port } } }];
      }),
    );
    const bootstrap = {
      node: { id: `slipway-${index}`, cluster: "slipway" },
      admin: { address: { socketAddress: { address: "127.0.0.1", portValue: admin } } },
      dynamicResources: { ldsConfig: from(`lds-${index}`), cdsConfig: from("cds") },
    };
    writeFileSync(file(`bootstrap-${index}`), JSON.stringify(bootstrap));
    return file(`bootstrap-${index}`);
  });
}

/**
 * Where Envoy asks the service that counts. The translator leaves it out, since the certificate that Envoy Gateway makes for
 * it in the cluster is not here: so it is asked without TLS.
 */
function counterCluster(port: number): Dict {
  const name = "ratelimit_cluster";
  const endpoint = { address: { socketAddress: { address: "127.0.0.1", portValue: port } } };
  return {
    "@type": "type.googleapis.com/envoy.config.cluster.v3.Cluster",
    ...{ name, type: "STATIC", connectTimeout: "10s" },
    typedExtensionProtocolOptions: {
      "envoy.extensions.upstreams.http.v3.HttpProtocolOptions": {
        "@type": "type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions",
        explicitHttpConfig: { http2ProtocolOptions: {} },
      },
    },
    loadAssignment: { clusterName: name, endpoints: [{ lbEndpoints: [{ endpoint }] }] },
  };
}

/** The translator leaves out what is secret; Envoy Gateway hands certificates over by these names. */
const certificates = (objects: readonly GatewayObject[]): Dict[] =>
  objects
    .filter(({ kind, type }) => kind === "Secret" && type === "kubernetes.io/tls")
    .map((secret) => {
      const { name, namespace } = secret["metadata"] as { name: string; namespace: string };
      const data = secret["data"] as Record<string, string>;
      return {
        "@type": "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret",
        name: `${namespace}/${name}`,
        tlsCertificate: {
          certificateChain: { inlineBytes: data["tls.crt"]! },
          privateKey: { inlineBytes: data["tls.key"]! },
        },
      };
    });

/** Asks files where it would ask a server, and writes no log of requests. */
function local(value: Json, file: (name: string) => string): Json {
  if (Array.isArray(value)) return value.map((each) => local(each, file));
  if (value === null || typeof value !== "object") return value;
  // The service that counts has 20 ms, and whoever it does not answer in time is let through: too little for a crowded machine.
  const patient = value["rateLimitService"] === undefined ? {} : { timeout: "10s" };
  return Object.fromEntries(
    Object.entries({ ...value, ...patient }).flatMap(([key, inner]): [string, Json][] => {
      if (key === "accessLog") return [];
      const asks = FILES[key];
      if (asks === undefined || !(inner as Dict)["ads"]) return [[key, local(inner, file)]];
      const [kind, beside] = asks;
      return [[key, { pathConfigSource: { path: file(fileOf(kind, value[beside])) }, resourceApiVersion: "V3" }]];
    }),
  );
}

/** Services' addresses → what stands for them here. */
function moved(value: Json, backends: TranslateOptions["backends"]): Json {
  if (Array.isArray(value)) return value.map((each) => moved(each, backends));
  if (value === null || typeof value !== "object") return value;
  const { address, portValue } = value;
  if (typeof address === "string" && portValue !== undefined) {
    const port = backends[`${address}:${String(portValue)}`];
    if (port === undefined) throw new Error(`nothing stands for ${address}:${String(portValue)}`);
    return { address: "127.0.0.1", portValue: port };
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, moved(inner, backends)]));
}
