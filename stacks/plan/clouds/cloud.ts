import type { CloudName, OptionsByCloud } from "../../../components/clouds/registry";
import type { AddonName, ExtraNeeds, NodeSettings } from "../../../components/contracts/addon";
import type { Capabilities } from "../../../components/contracts/cloud";
import type { ClusterArgs } from "../../../components/contracts/cluster";
import type { Scope } from "../../../components/contracts/common";
import type { FirewallRules } from "../../../components/contracts/edge";
import type { AdoptedNetwork, NetworkArgs, PodsIn } from "../../../components/contracts/network";
import type { MongodbHandle, MongodbService, SslMode, StoreSpec } from "../../../components/contracts/stores";
import type { Problem } from "../../config/errors";
import type { ConfigOf, StackConfig } from "../../config/schema";
import type { CloudFigures, ClusterCapacity } from "../capacity/figures";
import type { Sleep } from "../sleep";

export type NetworkPlan<C extends CloudName = CloudName> =
  | { readonly make: NetworkArgs & OptionsByCloud[C]["network"] }
  | { readonly adopt: AdoptedNetwork };

export type ClusterPlan<C extends CloudName = CloudName> = Omit<ClusterArgs, "network"> & OptionsByCloud[C]["cluster"];

/** Rules between the fields of one cloud's own sections; each reads only what passed its schema. */
export type CloudCheck<Config> = (config: Partial<Config>) => Problem[];

/** What is decided about the cluster of a stack, whatever the cloud. */
export interface ClusterTraits extends Omit<NodeSettings, "image"> {
  /** Who brings workloads' nodes, in the cloud's own word. */
  readonly compute: string;
  /** Where config says whether nodes may be spare capacity; none where it cannot. */
  readonly capacityPath: string;
  /** Whether nothing lets workloads have more cores than `maxCpu`. */
  readonly bounded: boolean;
}

/** Which add-ons a cloud's stacks get, beside those of every stack. */
export interface CloudAddons {
  /** The cluster brings these itself. */
  readonly brought: readonly AddonName[];
  /** Compute → what brings nodes there. */
  readonly forCompute: Readonly<Record<string, readonly AddonName[]>>;
  /** What the public entry needs, beside the gateway and certificates. */
  readonly forHosts: readonly AddonName[];
  /** What fetches the cloud's own metrics of stores and of the bill. */
  readonly forCloudMetrics: readonly AddonName[];
  /** What add-ons need here, beyond what they need everywhere. */
  readonly needs: ExtraNeeds;
}

/** Facts of the stores that the cloud makes. */
export interface StoreTraits {
  readonly ports: Readonly<Record<"postgres" | "redis", number>>;
  /** What clients of its MongoDBs need beside address and authorities. @default it makes none */
  readonly mongodb?: (service: MongodbService) => Pick<MongodbHandle, "port" | "lastPort" | "srv" | "options">;
  /** What clients of its databases check; their handles then say who signs. @default "require" everywhere */
  readonly postgresTls?: (region: string) => SslMode;
  /** Port of a PostgreSQL's pool, where it is not that of the server. @default the server's */
  readonly poolPort?: number;
  /** Pods of a PostgreSQL's pool, where Slipway runs pools itself. @default they are services of the cloud, or an operator's */
  readonly ownPools?: (app: string, store: string) => PodsIn;
  /** Its caches present certificates of an authority of their own, which clients must be given. */
  readonly redisOwnAuthority: boolean;
  /** Its buckets are in storage accounts, which clients must be told. @default false */
  readonly bucketsInAccounts?: boolean;
  /** Where a store is that runs in the cluster; undefined for one that does not. @default none does */
  readonly inCluster?: (app: string, store: StoreSpec) => StoreInCluster | undefined;
  /** Entry of each secret that holds its value. @default a secret is its value */
  readonly secretProperty?: string;
}

/** What handles of a store in the cluster say beyond those of a managed one. */
export interface StoreInCluster {
  readonly pods: PodsIn;
  readonly caSecret: string;
  /** Those of a PostgreSQL's pool, where it has one. */
  readonly poolPods: PodsIn;
}

/** How a cloud's CDN and firewall differ from another's. */
export interface EdgeTraits {
  /** The CDN calls the entry by a name of the entry's own. @default by the names that were asked for */
  readonly ownOriginName?: true;
  /** `*` stands in patterns of paths at their end alone, after a `/`. @default anywhere */
  readonly plainPatterns?: true;
  /** Rule sets that the firewall has where config names none. */
  readonly defaultRules: readonly FirewallRules[];
  /** Rule sets that come together. @default each comes alone */
  readonly rulesTogether?: readonly FirewallRules[];
}

/** What people do with the cloud's own tools. */
export interface CloudSteps {
  /** Puts the text of a file `<name>.txt` into a secret of the stack. */
  readonly putSecret: (scope: Scope, name: string) => string;
  /** Puts the folder `dist` into the bucket of a static site, and has its CDN forget the pages before. */
  readonly publish: (scope: Scope, site: string) => string;
  /** Record that points a host to the public entry. */
  readonly record: "A" | "CNAME";
}

/**
 * What planning knows of one cloud. Pure, like all of planning.
 * `Config` is the config of a stack on it.
 */
export interface CloudPlanner<C extends CloudName = CloudName, Config = StackConfig> {
  readonly capabilities: Capabilities;
  readonly checks: readonly CloudCheck<Config>[];
  readonly addons: CloudAddons;
  readonly stores: StoreTraits;
  /** @default there is neither CDN nor firewall */
  readonly edge?: EdgeTraits;
  readonly steps: CloudSteps;
  readonly figures: CloudFigures;
  /** Kinds of trigger that read something of this cloud alone. */
  readonly triggers: readonly string[];
  /** Add-ons that the cloud's own sections ask for, beside those of every stack. @default none */
  addonsFor?(config: Partial<Config>): readonly AddonName[];
  /** Where pods reach the API server. @default in the network's own range, at port 443 */
  kubernetesApi?(config: Config): { readonly cidrs: readonly string[]; readonly port: number };
  /** What the cloud's own sections are while the stack stands by. @default as they are */
  asleep?(config: Config, sleep: Sleep): Config;
  network(config: Config): NetworkPlan<C>;
  cluster(config: Config): ClusterPlan<C>;
  traits(cluster: Config extends { cluster: infer Cluster } ? Cluster : never): ClusterTraits;
  capacity(config: Config): ClusterCapacity;
}

/** The planner of one cloud, over the config of its own stacks. */
export type PlannerOf<C extends CloudName> = CloudPlanner<C, ConfigOf<C>>;
