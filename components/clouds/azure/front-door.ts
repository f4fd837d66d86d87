import { AFDCustomDomain } from "@pulumi/azure-native/cdn/afdcustomDomain";
import { AFDEndpoint } from "@pulumi/azure-native/cdn/afdendpoint";
import { AFDOrigin } from "@pulumi/azure-native/cdn/afdorigin";
import { AFDOriginGroup } from "@pulumi/azure-native/cdn/afdoriginGroup";
import { Profile } from "@pulumi/azure-native/cdn/profile";
import { Route } from "@pulumi/azure-native/cdn/route";
import { Rule } from "@pulumi/azure-native/cdn/rule";
import { RuleSet } from "@pulumi/azure-native/cdn/ruleSet";
import { SecurityPolicy } from "@pulumi/azure-native/cdn/securityPolicy";
import { RecordSet } from "@pulumi/azure-native/dns/recordSet";
import type { Input, Output, Resource } from "@pulumi/pulumi";
import type { EdgeHost, ZoneHandle } from "../../contracts/edge";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { hostPart } from "../../shared/naming";
import { named } from "../../shared/tags";
import { relativeName, zoneParts } from "./dns";
import type { AzurePlace } from "./place";

/** The firewall's rule sets are of this tier alone, and a profile of the other is not changed into one without a break. */
export const FRONT_DOOR_SKU = "Premium_AzureFrontDoor";

/** Seconds that Front Door waits for the entry's answer. */
const ORIGIN_SECONDS = 60;

/** Seconds that a record of a proof may be kept. */
const PROOF_TTL = 300;

/** A year, as rules write it. */
const YEAR = "365.00:00:00";

/** What is worth compressing; Front Door compresses only what it keeps, the gateway all the rest. */
const TEXTS = [
  ...["text/html", "text/css", "text/plain", "text/xml", "text/javascript", "application/javascript"],
  ...["application/json", "application/xml", "application/wasm", "image/svg+xml", "font/ttf", "font/otf"],
];

export interface AzureFrontDoorArgs {
  readonly place: AzurePlace;
  /** Each lies in one of the zones. */
  readonly hosts: readonly EdgeHost[];
  readonly zones: Readonly<Record<string, ZoneHandle>>;
  /** The entry's own name: Front Door calls it, and checks its certificate by it. */
  readonly origin: EdgeHost;
  /** Patterns of paths whose answers are kept for a year. */
  readonly cache: readonly string[];
  /** Full id of its firewall. @default none */
  readonly firewall?: Input<string>;
}

/** Front Door before the entry: nothing is kept but assets; TLS 1.2 or newer on both sides; plain HTTP is sent to HTTPS. */
export class AzureFrontDoor extends BaseComponent {
  readonly id: Output<string>;
  /** Full id of what names lead to. */
  readonly endpoint: Output<string>;
  readonly address: Output<string>;
  /** What it writes into each request's `X-Azure-FDID`: no other Front Door can. */
  readonly frontDoorId: Output<string>;
  private readonly profile: Profile;

  constructor(
    private readonly name: string,
    private readonly args: AzureFrontDoorArgs,
    opts?: ComponentOpts,
  ) {
    super("slipway:azure:FrontDoor", name, opts);
    const { place } = args;
    const tags = named(place.scope.tags, name);
    this.profile = new Profile(
      name,
      {
        ...{ resourceGroupName: place.group, profileName: name, location: "Global", tags },
        ...{ sku: { name: FRONT_DOOR_SKU }, originResponseTimeoutSeconds: ORIGIN_SECONDS },
        // Query strings carry tokens and names.
        logScrubbing: {
          state: "Enabled",
          scrubbingRules: [
            { matchVariable: "QueryStringArgNames", selectorMatchOperator: "EqualsAny", state: "Enabled" },
          ],
        },
      },
      this.child(),
    );
    const endpoint = new AFDEndpoint(
      name,
      { ...this.within(), endpointName: name, location: "Global", enabledState: "Enabled", tags },
      this.child(),
    );
    const domains = args.hosts.map((host) => this.domain(host));
    this.route(endpoint, domains);
    if (args.firewall !== undefined) this.guard(args.firewall, domains);
    this.id = this.profile.id;
    this.endpoint = endpoint.id;
    this.address = endpoint.hostName;
    this.frontDoorId = this.profile.frontDoorId;
    this.registerOutputs({ id: this.id, address: this.address });
  }

  private within() {
    return { resourceGroupName: this.args.place.group, profileName: this.profile.name };
  }

  /** A name with a certificate that Front Door renews; a record in its zone says that it is ours. */
  private domain(host: EdgeHost): AFDCustomDomain {
    const part = `${this.name}-${hostPart(host.name)}`;
    const zone = this.args.zones[host.zone!]!;
    const domain = new AFDCustomDomain(
      part,
      {
        ...this.within(),
        ...{ customDomainName: hostPart(host.name), hostName: host.name, azureDnsZone: { id: zone.id } },
        tlsSettings: { certificateType: "ManagedCertificate", minimumTlsVersion: "TLS12" },
      },
      this.child(),
    );
    const relative = relativeName(host.name, zone.name);
    new RecordSet(
      `${part}-proof`,
      {
        ...zoneParts(zone),
        ...{ relativeRecordSetName: relative === "@" ? "_dnsauth" : `_dnsauth.${relative}`, recordType: "TXT" },
        ttl: PROOF_TTL,
        txtRecords: [{ value: [domain.validationProperties.validationToken] }],
      },
      this.child(),
    );
    return domain;
  }

  private route(endpoint: AFDEndpoint, domains: readonly AFDCustomDomain[]): void {
    const group = new AFDOriginGroup(
      this.name,
      {
        ...this.within(),
        originGroupName: "entry",
        loadBalancingSettings: {
          ...{ sampleSize: 4, successfulSamplesRequired: 2, additionalLatencyInMilliseconds: 0 },
        },
      },
      this.child(),
    );
    const origin = new AFDOrigin(
      this.name,
      {
        ...{ ...this.within(), originGroupName: group.name, originName: "entry", hostName: this.args.origin.name },
        // Without a header of its own it passes on the name that was asked for.
        ...{ httpsPort: 443, enforceCertificateNameCheck: true, enabledState: "Enabled", priority: 1, weight: 1000 },
      },
      this.child(),
    );
    const routed = (routeName: string, patternsToMatch: readonly string[], over: object, after: Resource[]) =>
      new Route(
        `${this.name}-${routeName}`,
        {
          ...{ ...this.within(), endpointName: endpoint.name, routeName, patternsToMatch: [...patternsToMatch] },
          ...{ originGroup: { id: group.id }, customDomains: domains.map(({ id }) => ({ id })) },
          ...{ supportedProtocols: ["Http", "Https"], httpsRedirect: "Enabled", forwardingProtocol: "HttpsOnly" },
          ...{ linkToDefaultDomain: "Disabled", enabledState: "Enabled" },
          ...over,
        },
        this.child({ dependsOn: after }),
      );
    routed("entry", ["/*"], {}, [origin]);
    const { cache } = this.args;
    if (cache.length === 0) return;
    const { set, rule } = this.keep();
    const compressionSettings = { isCompressionEnabled: true, contentTypesToCompress: TEXTS };
    routed(
      "assets",
      cache,
      {
        cacheConfiguration: { queryStringCachingBehavior: "UseQueryString", compressionSettings },
        ruleSets: [{ id: set.id }],
      },
      [origin, rule],
    );
  }

  /** What assets do not say of their age themselves: a year. */
  private keep(): { readonly set: RuleSet; readonly rule: Rule } {
    const set = new RuleSet(`${this.name}-assets`, { ...this.within(), ruleSetName: "assets" }, this.child());
    const rule = new Rule(
      `${this.name}-assets`,
      {
        ...{ ...this.within(), ruleSetName: set.name, ruleName: "year", order: 1 },
        conditions: [],
        actions: [
          {
            name: "RouteConfigurationOverride",
            parameters: {
              typeName: "DeliveryRuleRouteConfigurationOverrideActionParameters",
              cacheConfiguration: {
                ...{ cacheBehavior: "OverrideIfOriginMissing", cacheDuration: YEAR },
                ...{ queryStringCachingBehavior: "UseQueryString", isCompressionEnabled: "Enabled" },
              },
            },
          },
        ],
      },
      this.child(),
    );
    return { set, rule };
  }

  private guard(firewall: Input<string>, domains: readonly AFDCustomDomain[]): void {
    new SecurityPolicy(
      this.name,
      {
        ...{ ...this.within(), securityPolicyName: "firewall" },
        parameters: {
          type: "WebApplicationFirewall",
          wafPolicy: { id: firewall },
          associations: [{ domains: domains.map(({ id }) => ({ id })), patternsToMatch: ["/*"] }],
        },
      },
      this.child(),
    );
  }
}
