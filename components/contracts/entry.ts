import type { Input } from "@pulumi/pulumi";

/** Where the internet comes in: a load balancer that Slipway owns, so that destroying it leaves nothing behind. */
export interface EntryHandle {
  /** DNS name or address that the hosts of the stack point to. */
  readonly address: Input<string>;
  /** Port of the gateway's pods → the cloud's id of what sends traffic to it (a target group's ARN on AWS). */
  readonly targets: readonly { readonly port: number; readonly id: Input<string> }[];
  /** How the gateway's own Service is reached from outside. @default not at all: `targets` lead to its pods */
  readonly service?: EntryService;
}

/** A Service of type LoadBalancer, bound to an address that Slipway owns: deleting it frees nothing but the way. */
export interface EntryService {
  readonly annotations: Readonly<Record<string, Input<string>>>;
  /** Address that it takes. @default the one that the cluster gives it */
  readonly address?: Input<string>;
  /** Ranges that it takes requests from. @default anybody's */
  readonly sourceRanges?: readonly string[];
}
