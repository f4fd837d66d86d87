import type { types } from "@pulumi/gcp";
import * as compute from "@pulumi/gcp/compute";
import type { Input, Output } from "@pulumi/pulumi";
import type { Scope } from "../../contracts/common";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { SCHEME } from "./edge-backends";
import { labelled } from "./labels";

/** How paths of some names lead to backends. */
export type PathMatcher = types.input.compute.URLMapPathMatcher;

/** What is answered for some names, and how. */
export interface BalancedHosts {
  /** Part of a name. */
  readonly name: string;
  readonly hosts: readonly string[];
  /** How paths lead to backends. */
  readonly paths: Omit<PathMatcher, "name">;
}

export interface GcpBalancerArgs {
  readonly scope: Scope;
  readonly hosts: readonly BalancedHosts[];
  /** The map of their certificates. */
  readonly certificates: Input<string>;
}

/**
 * A global external Application Load Balancer on one IPv4 and one IPv6 address, from every place that Google has: TLS 1.2 or
 * newer, HTTP/3, and plain HTTP is sent to HTTPS.
 */
export class GcpBalancer extends BaseComponent {
  readonly ipv4: Output<string>;
  readonly ipv6: Output<string>;
  /** Name of its URL map: logs and the command that empties the cache know it by that. */
  readonly urlMap: Output<string>;

  constructor(
    private readonly name: string,
    private readonly args: GcpBalancerArgs,
    opts?: ComponentOpts,
  ) {
    super("slipway:gcp:Balancer", name, opts);
    const map = this.map();
    const https = new compute.TargetHttpsProxy(
      name,
      {
        ...{ urlMap: map.id, certificateMap: args.certificates, sslPolicy: this.tls().id, quicOverride: "ENABLE" },
        // Requests of a repeated handshake could be played back.
        tlsEarlyData: "DISABLED",
      },
      this.child(),
    );
    const http = new compute.TargetHttpProxy(`${name}-http`, { urlMap: this.redirect().id }, this.child());
    const [ipv4, ipv6] = (["IPV4", "IPV6"] as const).map((version) => {
      const address = this.address(version);
      this.forward(`${name}-https-${version.toLowerCase()}`, "443", https.id, address);
      this.forward(`${name}-http-${version.toLowerCase()}`, "80", http.id, address);
      return address.address;
    });
    this.ipv4 = ipv4!;
    this.ipv6 = ipv6!;
    this.urlMap = map.name;
    this.registerOutputs({ ipv4: this.ipv4, ipv6: this.ipv6, urlMap: this.urlMap });
  }

  private map(): compute.URLMap {
    const { scope, hosts } = this.args;
    const [first] = hosts;
    return new compute.URLMap(
      this.name,
      {
        description: `Names of ${scope.name}`,
        // Names without a certificate end at the handshake: nobody comes this way.
        ...(first?.paths.defaultService !== undefined && { defaultService: first.paths.defaultService }),
        hostRules: hosts.map(({ name, hosts: own }) => ({ hosts: [...own], pathMatcher: name })),
        pathMatchers: hosts.map(({ name, paths }) => ({ ...paths, name })),
      },
      this.child(),
    );
  }

  private redirect(): compute.URLMap {
    return new compute.URLMap(
      `${this.name}-redirect`,
      {
        defaultUrlRedirect: {
          httpsRedirect: true,
          redirectResponseCode: "MOVED_PERMANENTLY_DEFAULT",
          stripQuery: false,
        },
      },
      this.child(),
    );
  }

  private tls(): compute.SSLPolicy {
    return new compute.SSLPolicy(this.name, { profile: "MODERN", minTlsVersion: "TLS_1_2" }, this.child());
  }

  private address(ipVersion: "IPV4" | "IPV6"): compute.GlobalAddress {
    const name = `${this.name}-${ipVersion.toLowerCase()}`;
    return new compute.GlobalAddress(
      name,
      { ipVersion, addressType: "EXTERNAL", labels: labelled(this.args.scope.tags, name) },
      this.child(),
    );
  }

  private forward(name: string, portRange: string, target: Input<string>, address: compute.GlobalAddress): void {
    new compute.GlobalForwardingRule(
      name,
      {
        ...{ target, portRange, ipAddress: address.address, ipProtocol: "TCP", loadBalancingScheme: SCHEME },
        labels: labelled(this.args.scope.tags, name),
      },
      this.child(),
    );
  }
}
