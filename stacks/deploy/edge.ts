import { type Input, output, RunError } from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random";
import type { CloudName, OptionsByCloud } from "../../components/clouds/registry";
import type { AddonSettings, DnsChallenge, ExternalDnsSettings, QuotaStore } from "../../components/contracts/addon";
import type { Cloud } from "../../components/contracts/cloud";
import type { EdgeHandle } from "../../components/contracts/edge";
import type { EntryHandle } from "../../components/contracts/entry";
import type { BucketHandle } from "../../components/contracts/stores";
import { ready } from "../../components/shared/ordering";
import type { StackPlan } from "../plan/plan";
import type { Foundation } from "./foundation";
import type { Layer } from "./layer";

/** Characters of the key that the CDN shows the gateway. */
const KEY_LENGTH = 40;

/** What is before the entry, and the key by which the gateway knows the CDN. */
export function deployEdge<C extends CloudName>(
  plan: StackPlan<C>,
  cloud: Cloud<OptionsByCloud[C]>,
  { zones, stores }: Foundation,
  { entry, parent }: { readonly entry?: EntryHandle; readonly parent: Layer },
): EdgeHandle | undefined {
  const { edge } = plan;
  if (!edge.wanted) return undefined;
  if (!cloud.edge) throw new RunError(`slipway:edge: ${cloud.name} has nothing for it here: take it out`);
  let key: RandomPassword | undefined;
  const originKey = (): Input<string> => {
    key ??= new RandomPassword(`${plan.scope.name}-origin-key`, { length: KEY_LENGTH, special: false }, { parent });
    return key.result;
  };
  const buckets = Object.fromEntries(
    Object.entries(stores).filter((store): store is [string, BucketHandle] => store[1].kind === "bucket"),
  );
  const { hosts, origin, routing, cdn, firewall, sites } = edge;
  return cloud.edge(
    { ...{ hosts, origin, routing, cdn, firewall, sites, zones, entry, buckets, originKey } },
    { parent, dependsOn: ready(...Object.values(buckets)) },
  );
}

/** How the gateway knows the CDN before it; nothing where none is. */
export function originSettings(
  { edge: { origin } }: StackPlan,
  edge: EdgeHandle | undefined,
): Pick<AddonSettings, "originKey" | "origin"> {
  if (edge?.proof === undefined) return {};
  const { key, ...traits } = edge.proof;
  return { originKey: key, origin: { ...traits, ...(origin && { name: origin.name }) } };
}

/** Zones in which certificates' names are proved by records: a CDN lets nobody ask the gateway itself. */
export function dnsChallenges<C extends CloudName>(
  plan: StackPlan<C>,
  cloud: Cloud<OptionsByCloud[C]>,
  { zones }: Foundation,
): readonly DnsChallenge[] {
  const used = new Set(plan.edge.hosts.map(({ zone }) => zone));
  return Object.values(zones)
    .filter(({ name }) => used.has(name))
    .flatMap((zone) => {
      const solver = cloud.dnsChallenge?.(zone);
      return solver ? [{ zone: zone.name, id: zone.id, solver }] : [];
    });
}

/** The Redis that the gateway counts requests in; config has refused any other store. */
export function quotaStore({ edge }: StackPlan, { stores }: Foundation): QuotaStore | undefined {
  const store = edge.quotas === undefined ? undefined : stores[edge.quotas];
  if (store?.kind !== "redis") return undefined;
  const { host, port, secretId } = store;
  return { address: output(host).apply((name) => `${name}:${port}`), port, secretId };
}

/** What external-dns writes, and the entry's address, where the gateway's own Service has none. */
export function externalDnsSettings(
  { edge: { externalDns } }: StackPlan,
  entry: EntryHandle | undefined,
): ExternalDnsSettings | undefined {
  if (externalDns === undefined) return undefined;
  const leads = entry !== undefined && entry.service === undefined;
  return { ...externalDns, ...(leads && { target: entry.address }) };
}
