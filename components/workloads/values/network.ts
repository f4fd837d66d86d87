import type { Input } from "@pulumi/pulumi";
import type { Inputs } from "../../contracts/common";

export interface ServiceAccountValues {
  /** Such as `eks.amazonaws.com/role-arn` where IRSA is used. @default none */
  readonly annotations?: Readonly<Record<string, Input<string>>>;
}

export interface RouteValues {
  readonly hosts: readonly string[];
  /** Prefix of the paths. @default "/" */
  readonly path?: string;
  /** Several of them, instead of `path`. */
  readonly paths?: readonly string[];
  /** What stands instead of the prefix for the workload. @default it stays */
  readonly rewrite?: string;
  /** HTTP/2 without TLS, as gRPC speaks. @default HTTP/1.1 */
  readonly protocol?: "h2c";
  /** Headers that every answer gets, over what the workload says. @default none */
  readonly headers?: Readonly<Record<string, string>>;
  /** The Gateway that serves the hosts, and its listener (`sectionName`). */
  readonly parentRef: { readonly name: string; readonly namespace: string; readonly sectionName?: string };
  /** Namespace of the pods that carry the Gateway's traffic: they may reach the port. */
  readonly gatewayNamespace: string;
}

export interface NetworkValues {
  /** Ways out. @default none */
  readonly openings?: readonly Opening[];
  /** web: pods that may reach the port without the gateway. @default none */
  readonly callers?: readonly PodPeer[];
  /** HTTPS (port 443) to public IPv4 addresses; not to private, carrier-grade NAT and link-local ones. @default false */
  readonly egressInternet?: boolean;
}

/** A way out: to `cidrs`, none wider than /8 (IPv6: /16), to `pods`, or to any `public` address. */
export interface Opening {
  /** What is at the other end; a comment in the policy. */
  readonly name: string;
  readonly cidrs?: Inputs<string>;
  readonly pods?: PodPeer;
  /** Any public IPv4 address: a NetworkPolicy knows no names. */
  readonly public?: true;
  /** Port of the address or of the pod; not a Service's, since policies see traffic after the Service has sent it on. */
  readonly port: number;
  /** Every port from `port` to this one. @default `port` alone */
  readonly endPort?: number;
  /** @default "TCP" */
  readonly protocol?: "TCP" | "UDP";
}

/** Pods by their labels, at least one. */
export interface PodPeer {
  /** @default the workload's own */
  readonly namespace?: string;
  readonly labels: Readonly<Record<string, string>>;
}
