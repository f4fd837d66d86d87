import type { AddonName, ExternalDnsSettings, ExtraNeeds } from "../../components/contracts/addon";
import type { EdgeHost, EdgeSettings, SiteArgs, ZoneArgs } from "../../components/contracts/edge";
import type { EdgeConfig } from "../config/edge";
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
  /** Zones whose records external-dns writes. @default none */
  readonly externalDns?: Omit<ExternalDnsSettings, "target">;
}

/**
 * Names, CDN, firewall and static sites of a stack.
 * @param name the stack's `<app>-<stack>`
 */
export function planEdge(config: StackConfig, name: string, traits?: EdgeTraits): EdgePlan {
  const { dns, cdn, firewall, quotas, externalDns } = config.edge;
  const zones = Object.entries(dns?.zones ?? {}).map(([name, { adopt, dnssec }]) => ({
    ...{ name, ...(adopt && { adopt }), ...(dnssec && { dnssec }) },
  }));
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
    ...(externalDns && { externalDns: planExternalDns(externalDns, names) }),
  };
}

/** A pair's names lead to its primary while that is well, and is not told to keep them away. */
function routingOf({ edge, standby }: StackConfig): Pick<EdgePlan, "routing"> {
  if (standby === undefined) return edge.dns?.routing ? { routing: edge.dns.routing } : {};
  const { role, now } = standby;
  const away = role === "primary" && now !== "serving";
  return { routing: { policy: "failover", role, ...(away && { away }) } };
}

const planExternalDns = (
  { provider, zones, secret }: NonNullable<EdgeConfig["externalDns"]>,
  managed: readonly string[],
): Omit<ExternalDnsSettings, "target"> => ({
  provider,
  zones: Object.entries(zones).map(([name, id]) => ({ name, id })),
  except: managed.filter((name) => zoneOf(name, Object.keys(zones)) !== undefined),
  ...(secret !== undefined && { secret }),
});

/** Add-ons that the edge needs beside the gateway. */
export const edgeAddons = ({ edge }: Partial<Pick<StackConfig, "edge">>): readonly AddonName[] =>
  edge?.externalDns ? ["external-dns"] : [];

/** Public names that the gateway answers to; several workloads may share one by their paths. */
export const entryHosts = (config: StackConfig): string[] => [
  ...new Set([
    ...workloadsOfKind(config, "web").flatMap(([, { hosts }]) => hosts),
    ...(config.previews ? [`*.${config.previews.domain}`] : []),
  ]),
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

/** What add-ons of the edge need beside what they need in every stack: their logins are fetched from the secret manager. */
export function edgeNeeds(needs: ExtraNeeds, { edge }: Pick<StackConfig, "edge">): ExtraNeeds {
  const fetching: AddonName[] = [
    ...(edge.quotas === undefined ? [] : (["envoy-gateway"] as const)),
    ...(edge.externalDns?.secret === undefined ? [] : (["external-dns"] as const)),
  ];
  const fetched = fetching.map((name) => [name, [...(needs[name] ?? []), "external-secrets"]] as const);
  return { ...needs, ...Object.fromEntries(fetched) };
}
