import { allCatalogues } from "../../rehearsal/clouds/catalogues";
import type { Properties } from "../../rehearsal/clouds/model";
import { SimulatedCloud } from "../../rehearsal/clouds/simulated-cloud";

const cloud = () =>
  new SimulatedCloud({ region: "europe-west3", account: "shop-project-1", catalogues: allCatalogues });

/** Makes one thing as the engine would: checked first. */
function make(on: SimulatedCloud, type: string, name: string, inputs: Properties) {
  const urn = `urn:pulumi:dev::shop::${type}::${name}`;
  return on.create(type, urn, on.check(type, urn, inputs), false);
}

const zone = "gcp:dns/managedZone:ManagedZone";
const record = "gcp:dns/recordSet:RecordSet";
const service = "gcp:compute/backendService:BackendService";
const map = "gcp:compute/uRLMap:URLMap";
const armour = "gcp:compute/securityPolicy:SecurityPolicy";
const last = { action: "allow", priority: 2_147_483_647, match: { versionedExpr: "SRC_IPS_V1" } };
const set = { expr: { expression: "evaluatePreconfiguredWaf('sqli-v33-stable')" } };
const waf = "azure-native:frontdoor:Policy";
const place = { resourceGroupName: "shop", location: "Global" };

describe("what Google Cloud refuses at the edge", () => {
  test.each<[what: string, type: string, inputs: Properties, error: RegExp]>([
    ["a zone without its dot", zone, { dnsName: "example.com" }, /no dot at its end/],
    ["a record in no zone", record, { managedZone: "nope", name: "a.example.com.", type: "A" }, /NOT_FOUND/],
    ["a firewall without a default", armour, { rules: [] }, /no default rule/],
    ["two rules of one priority", armour, { rules: [last, last] }, /one priority/],
    [
      "rule sets at the edge itself",
      armour,
      { type: "CLOUD_ARMOR_EDGE", rules: [{ action: "deny(403)", priority: 1, match: set }, last] },
      /addresses and countries alone/,
    ],
    [
      "more ranges than a rule takes",
      armour,
      {
        rules: [
          {
            ...{ action: "deny(403)", priority: 1 },
            match: { config: { srcIpRanges: Array.from({ length: 11 }, (_, at) => `192.0.2.${at}/32`) } },
          },
          last,
        ],
      },
      /at most 10/,
    ],
    [
      "an edge policy before what is not kept",
      service,
      { edgeSecurityPolicy: "x", enableCdn: false },
      /notFound|invalid/,
    ],
    ["a TTL beyond a year", service, { cdnPolicy: { clientTtl: 40_000_000 } }, /at most 31622400/],
    ["a map that answers nothing", map, {}, /no rule matches/],
    [
      "a matcher that is not there",
      map,
      { defaultUrlRedirect: { httpsRedirect: true }, hostRules: [{ hosts: ["a.example.com"], pathMatcher: "a" }] },
      /no path matcher a/,
    ],
    [
      "a wildcard in the middle",
      map,
      {
        defaultUrlRedirect: { httpsRedirect: true },
        pathMatchers: [{ name: "a", pathRules: [{ paths: ["/*.css"] }] }],
      },
      /at the end alone/,
    ],
    [
      "a proxy without a certificate",
      "gcp:compute/targetHttpsProxy:TargetHttpsProxy",
      { urlMap: "m" },
      /notFound|invalid/,
    ],
  ])("%s", (_, type, inputs, error) => {
    expect(() => make(cloud(), type, "shop-dev-thing", inputs)).toThrow(error);
  });

  test("a name outside its zone, a second set of answers, and a zone that still holds names", () => {
    const on = cloud();
    const made = make(on, zone, "shop-dev-zone", { dnsName: "example.com." });
    const managedZone = made.outputs["name"]!;
    const address = (name: string): Properties => ({ managedZone, name, type: "A", rrdatas: ["203.0.113.5"] });
    expect(() => make(on, record, "shop-dev-a", address("shop.example.org."))).toThrow(/not in the zone/);
    make(on, record, "shop-dev-b", address("shop.example.com."));
    expect(() => make(on, record, "shop-dev-c", address("shop.example.com."))).toThrow(/already exists/);
    expect(() => on.delete(zone, made.id)).toThrow(/containerNotEmpty/);
  });
});

describe("what Azure refuses at the edge", () => {
  const group = (on: SimulatedCloud) =>
    make(on, "azure-native:resources:ResourceGroup", "shop-dev-group", { resourceGroupName: "shop" });
  const premium = { name: "Premium_AzureFrontDoor" };

  test.each<[what: string, type: string, inputs: Properties, error: RegExp]>([
    ["a firewall's name with a hyphen", waf, { ...place, policyName: "shop-dev" }, /InvalidResourceName/],
    [
      "rule sets of the lesser tier",
      waf,
      {
        ...{ ...place, policyName: "shop", sku: { name: "Standard_AzureFrontDoor" } },
        managedRules: { managedRuleSets: [{ ruleSetType: "Microsoft_BotManagerRuleSet" }] },
      },
      /rule sets need Premium/,
    ],
    [
      "the default set without an action",
      waf,
      {
        ...{ ...place, policyName: "shop", sku: premium },
        managedRules: { managedRuleSets: [{ ruleSetType: "Microsoft_DefaultRuleSet", ruleSetVersion: "2.1" }] },
      },
      /needs a ruleSetAction/,
    ],
    [
      "a rate of an hour",
      waf,
      {
        ...{ ...place, policyName: "shop" },
        customRules: {
          rules: [{ priority: 1, ruleType: "RateLimitRule", rateLimitThreshold: 100, rateLimitDurationInMinutes: 60 }],
        },
      },
      /1 minute or of 5/,
    ],
    [
      "an endpoint of no Front Door",
      "azure-native:cdn:AFDEndpoint",
      { ...place, profileName: "p", endpointName: "e" },
      /ParentResourceNotFound/,
    ],
  ])("%s", (_, type, inputs, error) => {
    const on = cloud();
    group(on);
    expect(() => make(on, type, "shop-dev-thing", inputs)).toThrow(error);
  });

  test("a record that is written with its zone, one with nothing to say, and a route to a group without an origin", () => {
    const on = cloud();
    group(on);
    make(on, "azure-native:dns:Zone", "shop-dev-zone", { ...place, zoneName: "example.com" });
    const named = (relativeRecordSetName: string, more: Properties = {}): Properties => ({
      ...{ resourceGroupName: "shop", zoneName: "example.com", recordType: "A", relativeRecordSetName, ...more },
    });
    const aRecords = [{ ipv4Address: "203.0.113.5" }];
    const type = "azure-native:dns:RecordSet";
    expect(() => make(on, type, "shop-dev-a", named("shop.example.com", { aRecords }))).toThrow(
      /written with its zone/,
    );
    expect(() => make(on, type, "shop-dev-b", named("shop"))).toThrow(/neither aRecords nor/);
    make(on, "azure-native:cdn:Profile", "shop-dev-cdn", { ...place, profileName: "cdn", sku: premium });
    const within = { resourceGroupName: "shop", profileName: "cdn" };
    make(on, "azure-native:cdn:AFDEndpoint", "shop-dev-cdn", { ...within, endpointName: "shop" });
    const { id } = make(on, "azure-native:cdn:AFDOriginGroup", "shop-dev-cdn", { ...within, originGroupName: "entry" });
    const route = { ...within, endpointName: "shop", routeName: "r", linkToDefaultDomain: "Enabled" };
    expect(() => make(on, "azure-native:cdn:Route", "shop-dev-cdn", { ...route, originGroup: { id } })).toThrow(
      /has no origin yet/,
    );
  });
});
