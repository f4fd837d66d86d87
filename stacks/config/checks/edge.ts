import { zoneOf } from "../../plan/edge";
import type { Problem } from "../errors";
import type { StackConfig } from "../schema";
import { workloadsOfKind } from "../workloads/kinds";
import { absent, type Check, fetchesSecrets, missing } from "./check";
import { edgeCloudChecks } from "./edge-clouds";
import { zoneChecks } from "./edge-zones";

type Hosted = readonly [path: string, hosts: readonly string[]];

const hosted = (config: Partial<StackConfig>): Hosted[] => [
  ...workloadsOfKind(config, "web").map(([name, { hosts }]): Hosted => [`workloads.${name}.hosts`, hosts]),
  ...workloadsOfKind(config, "static").map(([name, { hosts }]): Hosted => [`workloads.${name}.hosts`, hosts]),
];

/** Certificates of a CDN are proved by records in the zones, and its names must lead to it. */
const hostsInZones: Check = ({ config }) => {
  const { dns, cdn } = config.edge ?? {};
  if (cdn === undefined) return [];
  const zones = Object.keys(dns?.zones ?? {});
  return hosted(config).flatMap(([path, hosts]) =>
    hosts.flatMap((host, index): Problem[] =>
      zoneOf(host, zones)
        ? []
        : [
            {
              path: `${path}[${index}]`,
              given: host,
              allowed: `with a CDN, a name in a zone of edge.dns${zones.length > 0 ? `: ${zones.join(", ")}` : "; there is none"}`,
              mend: `add its zone: edge: { dns: { zones: { ${host.split(".").slice(-2).join(".")}: {} } } }`,
            },
          ],
    ),
  );
};

const cdnNeeded: Check = ({ config }) => {
  const { cdn, firewall } = config.edge ?? {};
  if (cdn !== undefined) return [];
  return [
    ...(firewall ? [absent("edge.cdn", "a CDN, since the firewall stands at it: write cdn: {}")] : []),
    ...workloadsOfKind(config, "static")
      .slice(0, 1)
      .map(([name]) => absent("edge.cdn", `a CDN, since workloads.${name} is a static site: write cdn: {}`)),
  ];
};

/** A CDN is one for all regions, and its names can lead to no other. */
const routingApart: Check = ({ config }) => {
  const { cdn, dns } = config.edge ?? {};
  if (cdn === undefined || dns?.routing === undefined) return [];
  return [
    {
      path: "edge.dns.routing",
      given: dns.routing.policy,
      allowed: "nothing, with a CDN: two distributions cannot have one name",
      mend: "remove it, or the CDN",
    },
  ];
};

const bucketsKnown: Check = ({ config, names }) => {
  const asked: [path: string, store: string][] = [
    ...Object.keys(config.edge?.cdn?.buckets ?? {}).map((store): [string, string] => [
      `edge.cdn.buckets.${store}`,
      store,
    ]),
    ...workloadsOfKind(config, "static").map(([name, { store }]): [string, string] => [
      `workloads.${name}.store`,
      store,
    ]),
  ];
  return asked.flatMap(([path, store]): Problem[] => {
    if (!names.stores.includes(store)) return [missing(path, store, names.stores, "store", "stores")];
    const kind = config.stores?.[store]?.kind;
    if (kind === undefined || kind === "bucket") return [];
    return [{ path, given: `${store}, a ${kind}`, allowed: "a bucket of this stack", mend: "name a bucket" }];
  });
};

const oneListOfCountries: Check = ({ config }) => {
  const { allowCountries = [], blockCountries = [] } = config.edge?.cdn ?? {};
  if (allowCountries.length === 0 || blockCountries.length === 0) return [];
  return [
    {
      path: "edge.cdn.blockCountries",
      given: blockCountries.join(", "),
      allowed: "one of allowCountries and blockCountries",
      mend: "remove one: what is not allowed is blocked already",
    },
  ];
};

/** A name leads to one place. */
const hostsOnce: Check = ({ config }) => {
  const seen = new Map<string, string>();
  const problems: Problem[] = [];
  for (const [path, hosts] of hosted(config)) {
    for (const [index, host] of hosts.entries()) {
      const first = seen.get(host);
      if (first !== undefined && config.edge?.cdn !== undefined && path !== first && isSite(config, path, first)) {
        problems.push({
          path: `${path}[${index}]`,
          given: host,
          allowed: `a name of its own: ${first} has this one`,
          mend: "give the site another name",
        });
      }
      seen.set(host, path);
    }
  }
  return problems;
};

const isSite = (config: Partial<StackConfig>, ...paths: readonly string[]): boolean =>
  workloadsOfKind(config, "static").some(([name]) => paths.includes(`workloads.${name}.hosts`));

/** What the gateway does, and what it does not do together. */
const ingressFits: Check = ({ config }) =>
  workloadsOfKind(config, "web").flatMap(([name, { hosts, ingress, resilience }]): Problem[] => {
    if (ingress === undefined) return [];
    const path = `workloads.${name}.ingress`;
    const { basicAuth, maxBodyMb, protocol, paths, rewrite } = ingress;
    const problem = (key: string, given: string, allowed: string, mend: string): Problem => ({
      ...{ path: `${path}${key}`, given, allowed, mend },
    });
    const streams = resilience?.webSockets
      ? "resilience.webSockets"
      : protocol === "grpc"
        ? "protocol: grpc"
        : undefined;
    const fetched = fetchesSecrets(config);
    const known = config.secrets ?? [];
    return [
      ...(hosts.length === 0
        ? [
            problem(
              "",
              "it, without hosts",
              "a workload with hosts: the gateway does this",
              "remove it, or write hosts",
            ),
          ]
        : []),
      ...(maxBodyMb !== undefined && streams
        ? [
            problem(
              ".maxBodyMb",
              `it, with ${streams}`,
              "requests that end: streams cannot be taken whole",
              "remove one",
            ),
          ]
        : []),
      ...(rewrite !== undefined && (paths.length > 1 || paths[0] === "/")
        ? [
            problem(
              ".rewrite",
              rewrite,
              "one path other than /, which it stands for",
              "write paths: [/its-path], or remove it",
            ),
          ]
        : []),
      ...(basicAuth !== undefined && !known.includes(basicAuth)
        ? [missing(`${path}.basicAuth`, basicAuth, known, "secret", "secrets")]
        : []),
      ...(basicAuth !== undefined && !fetched
        ? [
            problem(
              ".basicAuth",
              `a secret by secretSource ${config.secretSource?.kind}`,
              "one that External Secrets fetches: secretManager, vault or store",
              "remove it, or choose another secretSource",
            ),
          ]
        : []),
    ];
  });

/** A class says how often, and there is room for so many: Envoy Gateway takes 16 rules, and a class by address is two. */
const MOST_CLASSES = 8;

const limitsFit: Check = ({ config }) =>
  workloadsOfKind(config, "web").flatMap(([name, { ingress }]): Problem[] => {
    const path = `workloads.${name}.ingress.limits`;
    const limits = Object.entries(ingress?.limits ?? {});
    const quotas = config.edge?.quotas;
    return [
      ...limits.flatMap(([each, { perSecond, perMinute, perHour, shared }]): Problem[] => [
        ...(perSecond === undefined && perMinute === undefined && perHour === undefined
          ? [absent(`${path}.${each}`, "how often: perSecond, perMinute or perHour")]
          : []),
        ...((perHour !== undefined || shared) && quotas === undefined
          ? [absent("edge.quotas", `a store to count in, since ${path}.${each} is counted by all pods of the gateway`)]
          : []),
      ]),
      ...(limits.length > MOST_CLASSES
        ? [
            {
              path,
              given: `${limits.length} classes`,
              allowed: `at most ${MOST_CLASSES}`,
              mend: "put some together",
            },
          ]
        : []),
    ];
  });

const quotasCounted: Check = ({ config, names, planner }) => {
  const store = config.edge?.quotas?.store;
  if (store === undefined) return [];
  const path = "edge.quotas.store";
  if (!names.stores.includes(store)) return [missing(path, store, names.stores, "store", "stores")];
  const kind = config.stores?.[store]?.kind;
  if (kind !== undefined && kind !== "redis")
    return [{ path, given: `${store}, a ${kind}`, allowed: "a redis of this stack", mend: "name one of kind redis" }];
  if (!planner.stores.redisOwnAuthority) return [];
  return [
    {
      path,
      given: `${store}, whose certificates are signed by an authority of its own`,
      allowed: "a redis with a public certificate: Envoy Gateway trusts no other",
      mend: "remove edge.quotas; limits by the second and the minute need none",
    },
  ];
};

/** Zones, CDN, firewall, static sites, and what the gateway does. */
export const edgeChecks: readonly Check[] = [
  ...edgeCloudChecks,
  hostsInZones,
  cdnNeeded,
  routingApart,
  bucketsKnown,
  oneListOfCountries,
  hostsOnce,
  ingressFits,
  limitsFit,
  quotasCounted,
  ...zoneChecks,
];
