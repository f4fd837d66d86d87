import type { ExtraNeeds } from "../../components/contracts/addon";
import type { EdgeHost, EdgeSettings, SiteArgs, ZoneArgs } from "../../components/contracts/edge";
import type { StackConfig } from "../config/schema";
import { workloadsOfKind } from "../config/workloads/kinds";
import type { EdgeTraits } from "./clouds/cloud";

/** What is before the stack's entry, as decided before anything is made. */
export interface EdgePlan extends EdgeSettings {
  readonly zones: readonly ZoneArgs[];
  /** Whether there is anything to make beside the zones. */
  readonly wanted: boolean;
  /** A CDN stands before the entry, which then lets in nobody else. */
  readonly cdnBeforeEntry: boolean;
  /** Redis of the stack that all pods of the gateway count requests in. @default each counts for itself */
  readonly quotas?: string;
}

/**
 * Names, CDN, firewall and static sites of a stack.
 * @param name the stack's `<app>-<stack>`
 */
export function planEdge(config: StackConfig, name: string, traits?: EdgeTraits): EdgePlan {
  const { dns, cdn, firewall, quotas } = config.edge;
  const zones = Object.entries(dns?.zones ?? {}).map(([name, { adopt }]) => ({ name, ...(adopt && { adopt }) }));
  const names = zones.map(({ name }) => name);
  const served = entryHosts(config);
  const sites = planSites(config);
  const hosts = [...served, ...sites.flatMap((site) => site.hosts)].map((host): EdgeHost => withZone(host, names));
  const origin = traits?.ownOriginName && cdn && served[0] !== undefined && zoneOf(served[0], names);
  return {
    zones,
    hosts,
    ...(origin && { origin: { name: `origin-${name}.${origin}`, zone: origin } }),
    sites,
    ...routingOf(config),
    ...(cdn && { cdn }),
    ...(firewall && { firewall: { ...firewall, rules: firewall.rules ?? traits?.defaultRules ?? [] } }),
    wanted: cdn !== undefined || hosts.some(({ zone }) => zone !== undefined),
    cdnBeforeEntry: cdn !== undefined && served.length > 0,
    ...(quotas && { quotas: quotas.store }),
  };
}

/** A pair's names lead to its primary while that is well, and is not told to keep them away. */
function routingOf({ edge, standby }: StackConfig): Pick<EdgePlan, "routing"> {
  if (standby === undefined) return edge.dns?.routing ? { routing: edge.dns.routing } : {};
  const { role, now } = standby;
  const away = role === "primary" && now !== "serving";
  return { routing: { policy: "failover", role, ...(away && { away }) } };
}

/** Public names that the gateway answers to; several workloads may share one by their paths. */
export const entryHosts = (config: StackConfig): string[] => [
  ...new Set(workloadsOfKind(config, "web").flatMap(([, { hosts }]) => hosts)),
];

/** Buckets that the CDN reads from. */
export const bucketsAtEdge = (config: StackConfig): ReadonlySet<string> =>
  new Set([
    ...Object.keys(config.edge.cdn?.buckets ?? {}),
    ...workloadsOfKind(config, "static").map(([, { store }]) => store),
  ]);

const planSites = (config: StackConfig): SiteArgs[] =>
  workloadsOfKind(config, "static").map(([name, { hosts, store, cache, index, notFound }]) => ({
    ...{ name, hosts, bucket: store, cache, index },
    ...(notFound !== undefined && { notFound }),
  }));

/** The longest zone that a name lies in. */
export function zoneOf(host: string, zones: readonly string[]): string | undefined {
  return zones
    .filter((zone) => host === zone || host.endsWith(`.${zone}`))
    .sort((one, other) => other.length - one.length)[0];
}

function withZone(name: string, zones: readonly string[]): EdgeHost {
  const zone = zoneOf(name, zones);
  return zone === undefined ? { name } : { name, zone };
}

/** What the gateway needs beside what it needs in every stack: its login to the Redis is fetched from the secret manager. */
export const gatewayNeeds = (needs: ExtraNeeds, { edge }: Pick<StackConfig, "edge">): ExtraNeeds =>
  edge.quotas === undefined
    ? needs
    : { ...needs, "envoy-gateway": [...(needs["envoy-gateway"] ?? []), "external-secrets"] };
