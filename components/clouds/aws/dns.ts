import * as aws from "@pulumi/aws";
import type { Input, Output } from "@pulumi/pulumi";
import type { Scope } from "../../contracts/common";
import type { EdgeHost, RoutingArgs, ZoneArgs, ZoneHandle } from "../../contracts/edge";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { hostPart } from "../../shared/naming";
import { named } from "../../shared/tags";
import { AwsZoneSigning } from "./dnssec";

/** A public zone of Route 53. */
export class AwsZone extends BaseComponent implements ZoneHandle {
  readonly name: string;
  readonly id: Output<string>;
  readonly nameServers: Output<string[]>;
  readonly dsRecord?: Output<string>;

  constructor(name: string, args: ZoneArgs & { readonly scope: Scope }, opts?: ComponentOpts) {
    super("slipway:aws:Zone", name, opts);
    const { scope } = args;
    const zone = new aws.route53.Zone(
      name,
      { name: args.name, comment: `Public names of ${scope.name}`, tags: named(scope.tags, name) },
      // A zone that is made anew has other name servers: its names are gone until the registrar knows them.
      this.child({ protect: scope.protect }),
    );
    this.name = args.name;
    this.id = zone.zoneId;
    this.nameServers = zone.nameServers;
    if (args.dnssec) {
      const signing = { scope, zone: args.name, zoneId: zone.zoneId };
      this.dsRecord = new AwsZoneSigning(`${name}-dnssec`, signing, { parent: this }).dsRecord;
    }
    this.registerOutputs({ id: this.id, nameServers: this.nameServers });
  }
}

/** Where hosts are served: a name that Route 53 knows the zone of. */
export interface AliasTarget {
  readonly name: Input<string>;
  readonly zoneId: Input<string>;
  /** A target that is not well is taken out; CloudFront has no such judgement. */
  readonly evaluateHealth: boolean;
  /** @default A and AAAA */
  readonly ipv4Only?: boolean;
}

export interface AwsRecordsArgs {
  readonly scope: Scope;
  /** Those that lie in a zone. */
  readonly hosts: readonly EdgeHost[];
  readonly zones: Readonly<Record<string, ZoneHandle>>;
  readonly target: AliasTarget;
  /** @default the names are this stack's alone */
  readonly routing?: RoutingArgs;
}

/** Seconds between two looks of a health checker, and how many must fail: Route 53's slower, cheaper pace. */
const HEALTH = { requestInterval: 30, failureThreshold: 3 } as const;

/** The records of public names. */
export class AwsRecords extends BaseComponent {
  constructor(name: string, args: AwsRecordsArgs, opts?: ComponentOpts) {
    super("slipway:aws:Records", name, opts);
    const { hosts, zones, target, routing } = args;
    const check = routing && this.health(name, args.scope, target, routing);
    for (const host of hosts) {
      const zone = host.zone === undefined ? undefined : zones[host.zone];
      if (zone === undefined) continue;
      for (const type of target.ipv4Only ? ["A"] : ["A", "AAAA"]) {
        new aws.route53.Record(
          `${name}-${hostPart(host.name)}-${type.toLowerCase()}`,
          {
            zoneId: zone.id,
            name: host.name,
            type,
            aliases: [{ name: target.name, zoneId: target.zoneId, evaluateTargetHealth: target.evaluateHealth }],
            ...(routing && { ...routed(routing, args.scope), healthCheckId: check!.id }),
          },
          this.child(),
        );
      }
    }
    this.registerOutputs({});
  }

  /** Asks the load balancer itself: the name would lead to whichever stack is up. */
  private health(name: string, scope: Scope, target: AliasTarget, routing: RoutingArgs): aws.route53.HealthCheck {
    const away = routing.policy === "failover" && routing.away === true;
    return new aws.route53.HealthCheck(
      `${name}-health`,
      {
        ...{ type: "TCP", fqdn: target.name, port: 443, ...HEALTH, tags: named(scope.tags, `${name}-health`) },
        // What answers then counts as ill: names stay away until somebody says otherwise.
        ...(away && { invertHealthcheck: true }),
      },
      this.child(),
    );
  }
}

/** What tells this stack's records from those of the others that share their names. */
function routed(routing: RoutingArgs, { name, region }: Scope): Partial<aws.route53.RecordArgs> {
  const setIdentifier = name;
  switch (routing.policy) {
    case "failover":
      return { setIdentifier, failoverRoutingPolicies: [{ type: routing.role.toUpperCase() }] };
    case "weighted":
      return { setIdentifier, weightedRoutingPolicies: [{ weight: routing.weight }] };
    case "latency":
      return { setIdentifier, latencyRoutingPolicies: [{ region }] };
  }
}
