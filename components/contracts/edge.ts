import type { Input } from "@pulumi/pulumi";
import type { Inputs } from "./common";
import type { EntryHandle } from "./entry";
import type { BucketHandle } from "./stores";

/** A public DNS zone. */
export interface ZoneArgs {
  /** Such as `example.com`. */
  readonly name: string;
  /** The cloud's id of one that is there already. @default one is made */
  readonly adopt?: string;
  /** It is signed (DNSSEC). @default false */
  readonly dnssec?: boolean;
}

export interface ZoneHandle {
  readonly name: string;
  /** The cloud's id. */
  readonly id: Input<string>;
  /** What the registrar, or the zone above, must name for it; none where it was there before. */
  readonly nameServers?: Inputs<string>;
  /** Where it is signed: the DS record that the registrar, or the zone above, must have. */
  readonly dsRecord?: Input<string>;
}

/** How records share their names with those of another stack. */
export type RoutingArgs =
  /** `away`: names do not lead here, however well it is. */
  | { readonly policy: "failover"; readonly role: "primary" | "secondary"; readonly away?: boolean }
  /** From 0 to 255, beside the weights of the others. */
  | { readonly policy: "weighted"; readonly weight: number }
  | { readonly policy: "latency" };

/** A public name. */
export interface EdgeHost {
  readonly name: string;
  /** The zone that it lies in. @default none of the stack's: people make its record */
  readonly zone?: string;
}

export interface CdnArgs {
  /** Patterns of paths whose answers are kept for a year; everything else is fetched each time. */
  readonly cache: readonly string[];
  /** Name of a bucket → pattern of the paths that are answered from it. */
  readonly buckets: Readonly<Record<string, string>>;
  /** Status → path of the page that is shown instead. */
  readonly errorPages: Readonly<Record<string, string>>;
  /** Countries by ISO 3166-1 alpha-2; at most one of the two lists has any. */
  readonly allowCountries: readonly string[];
  readonly blockCountries: readonly string[];
  readonly reach: "europeAndNorthAmerica" | "most" | "everywhere";
  /** Days that logs of requests are kept. */
  readonly logDays: number;
}

/** Rule sets that every cloud has under names of its own. */
export type FirewallRules = "reputation" | "anonymous" | "common" | "badInputs" | "sql" | "linux";

export interface FirewallArgs {
  /** `count`: findings are counted and logged, and served all the same. */
  readonly mode: "count" | "block";
  readonly rules: readonly FirewallRules[];
  /** Requests of one address in five minutes. */
  readonly perFiveMinutes: number;
  /** Ranges that no rule is applied to, and ranges that are always refused. */
  readonly allow: readonly string[];
  readonly block: readonly string[];
}

/** A static site: a bucket that answers at names of its own. */
export interface SiteArgs {
  readonly name: string;
  readonly hosts: readonly string[];
  /** Name of its bucket. */
  readonly bucket: string;
  /** Patterns of paths that never change, and are kept for a year. */
  readonly cache: readonly string[];
  /** Page of the root. */
  readonly index: string;
  /** Path of the page shown where there is none. @default `index`, with 200: the page routes by itself */
  readonly notFound?: string;
}

/** What config says of the edge. */
export interface EdgeSettings {
  readonly hosts: readonly EdgeHost[];
  /** The entry's own name, by which the CDN calls it. @default by the names that were asked for */
  readonly origin?: EdgeHost;
  readonly routing?: RoutingArgs;
  readonly cdn?: CdnArgs;
  readonly firewall?: FirewallArgs;
  readonly sites: readonly SiteArgs[];
}

/** The same with what is there to lead to. */
export interface EdgeArgs extends EdgeSettings {
  readonly zones: Readonly<Record<string, ZoneHandle>>;
  /** Where workloads' hosts are served; none where no workload has any. */
  readonly entry?: EntryHandle;
  readonly buckets: Readonly<Record<string, BucketHandle>>;
  /**
   * Makes what the CDN shows the gateway, which lets nobody else in. Needed with a CDN before an entry, but where the cloud
   * knows its CDN by something of its own.
   */
  readonly originKey?: () => Input<string>;
}

export interface EdgeHandle {
  /** What hosts outside the stack's zones must point to. @default the entry */
  readonly address?: Input<string>;
  /** How the gateway knows the CDN before it. @default none is before it */
  readonly proof?: OriginProof;
  /** Site → what its pages are put into, and what must then be told to forget the old ones. */
  readonly sites: Readonly<Record<string, { readonly bucket: Input<string>; readonly distribution: Input<string> }>>;
}

/** How requests of a CDN look to the gateway behind it. */
export interface OriginTraits {
  /** Header that holds what the CDN alone can show. */
  readonly header: string;
  /** Which address of `X-Forwarded-For` is the client's, from the right: those after it the CDN wrote of itself. */
  readonly clientAddress: number;
  /** The gateway's own name, where the CDN calls it by that. @default by the names that were asked for */
  readonly name?: string;
}

/** What the CDN shows the gateway; whoever does not is refused. */
export interface OriginProof extends Omit<OriginTraits, "name"> {
  /** Treat as secret. */
  readonly key: Input<string>;
}

/** Header by which the CDN shows the gateway who it is. */
export const ORIGIN_KEY_HEADER = "x-slipway-origin-key";
