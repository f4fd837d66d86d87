import type { Input } from "@pulumi/pulumi";

/** Where the internet comes in: a load balancer that Slipway owns, so that destroying it leaves nothing behind. */
export interface EntryHandle {
  /** DNS name that the hosts of the stack point to. */
  readonly address: Input<string>;
  /** Port of the gateway's pods → the cloud's id of what sends traffic to it (a target group's ARN on AWS). */
  readonly targets: readonly { readonly port: number; readonly id: Input<string> }[];
}
