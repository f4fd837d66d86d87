import type { Input } from "@pulumi/pulumi";
import type { Inputs } from "./common";

/** The kinds of subnet every network has; `data` has no way out to the internet. */
export type SubnetKind = "public" | "private" | "data";

/** One subnet as the planner laid it out. */
export interface SubnetPlan {
  readonly kind: SubnetKind;
  /** Zone letter, counted from the region's first zone: `a`, `b`, `c`; empty where a subnet spans the region. */
  readonly zone: string;
  readonly cidr: string;
}

/** Ways out: none, one for all zones, one in each, or one that serves a whole region. */
export type Nat = "none" | "single" | "perZone" | "regional";

/** What every cloud needs to make a network. */
export interface NetworkArgs {
  readonly cidr: string;
  readonly subnets: readonly SubnetPlan[];
  readonly nat: Nat;
  /** Days that flow logs are kept. */
  readonly flowLogDays: number;
}

/** A network that is there already; Slipway makes nothing in it. */
export interface AdoptedNetwork {
  readonly id: string;
  readonly cidr: string;
  readonly publicSubnetIds: readonly string[];
  readonly privateSubnetIds: readonly string[];
  readonly dataSubnetIds: readonly string[];
  /** Address ranges of the data subnets, for the openings of network policies. */
  readonly dataCidrs: readonly string[];
}

/** Pods by their namespace and labels: where network policies must know pods rather than addresses. */
export interface PodsIn {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A network, made or adopted: the same handle. */
export interface NetworkHandle {
  readonly id: Input<string>;
  readonly cidr: Input<string>;
  readonly publicSubnetIds: Inputs<string>;
  readonly privateSubnetIds: Inputs<string>;
  readonly dataSubnetIds: Inputs<string>;
  readonly dataCidrs: Inputs<string>;
}
