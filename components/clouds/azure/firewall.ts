import type { types } from "@pulumi/azure-native";
import { Policy } from "@pulumi/azure-native/frontdoor/policy";
import type { Output } from "@pulumi/pulumi";
import type { CdnArgs, FirewallArgs, FirewallRules } from "../../contracts/edge";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { named } from "../../shared/tags";
import { FRONT_DOOR_SKU } from "./front-door";
import type { AzurePlace } from "./place";

type CustomRule = types.input.frontdoor.CustomRuleArgs;
type RuleSet = types.input.frontdoor.ManagedRuleSetArgs;

/** Rules of bots that Microsoft knows to be bad; what they do has to be said of each. */
const BAD_BOTS = ["Bot100100", "Bot100200", "Bot100300"] as const;

/** Microsoft's default rule set holds all of these: parts of it cannot be had alone. */
const DEFAULT_SET: readonly FirewallRules[] = ["common", "badInputs", "sql", "linux"];

export interface AzureFirewallArgs {
  readonly place: AzurePlace;
  /** @default countries alone are judged */
  readonly firewall?: FirewallArgs;
  readonly countries: Pick<CdnArgs, "allowCountries" | "blockCountries">;
}

/**
 * A web application firewall for Front Door: lists and countries first, then the rate of each address, then Microsoft's rule
 * sets. It always prevents, so that lists hold in count mode too; there what others find is only logged.
 */
export class AzureFirewall extends BaseComponent {
  readonly id: Output<string>;

  constructor(name: string, { place, firewall, countries }: AzureFirewallArgs, opts?: ComponentOpts) {
    super("slipway:azure:Firewall", name, opts);
    const rules = [
      ...(firewall ? lists(firewall) : []),
      ...byCountry(countries),
      ...(firewall ? [rate(firewall)] : []),
    ];
    this.id = new Policy(
      name,
      {
        resourceGroupName: place.group,
        location: "Global",
        // Letters and digits alone.
        policyName: name.replaceAll(/[^a-zA-Z0-9]/g, "").slice(0, 128),
        sku: { name: FRONT_DOOR_SKU },
        policySettings: {
          ...{ enabledState: "Enabled", mode: "Prevention", requestBodyCheck: "Enabled" },
          ...{ state: "Enabled", scrubbingRules: SECRETS.map(scrub) },
        },
        customRules: { rules: rules.map((rule, index) => ({ ...rule, priority: (index + 1) * 10 })) },
        managedRules: { managedRuleSets: firewall ? managed(firewall) : [] },
        tags: named(place.scope.tags, name),
      },
      this.child(),
    ).id;
    this.registerOutputs({ id: this.id });
  }
}

/** What carries who somebody is: it stands in no log. */
const SECRETS = [
  ["RequestHeaderNames", "authorization"],
  ["RequestHeaderNames", "x-api-key"],
  ["RequestCookieNames", undefined],
  ["QueryStringArgNames", undefined],
] as const;

const scrub = ([matchVariable, selector]: (typeof SECRETS)[number]) => ({
  ...{ matchVariable, state: "Enabled" },
  ...(selector === undefined ? { selectorMatchOperator: "EqualsAny" } : { selectorMatchOperator: "Equals", selector }),
});

type Bare = Omit<CustomRule, "priority">;

/** The address of the connection: that of a header anybody may write. */
const address = (operator: "IPMatch" | "GeoMatch", matchValue: readonly string[], negateCondition = false) => ({
  ...{ matchVariable: "SocketAddr", operator, matchValue: [...matchValue], negateCondition },
});

function lists({ allow, block }: FirewallArgs): Bare[] {
  const list = (name: string, action: string, ranges: readonly string[]): Bare[] =>
    ranges.length === 0 ? [] : [{ name, ruleType: "MatchRule", action, matchConditions: [address("IPMatch", ranges)] }];
  return [...list("AllowList", "Allow", allow), ...list("BlockList", "Block", block)];
}

function byCountry({ allowCountries, blockCountries }: AzureFirewallArgs["countries"]): Bare[] {
  const countries = allowCountries.length > 0 ? allowCountries : blockCountries;
  if (countries.length === 0) return [];
  const matchConditions = [address("GeoMatch", countries, allowCountries.length > 0)];
  return [{ name: "Countries", ruleType: "MatchRule", action: "Block", matchConditions }];
}

const rate = ({ mode, perFiveMinutes }: FirewallArgs): Bare => ({
  ...{ name: "Rate", ruleType: "RateLimitRule", action: mode === "block" ? "Block" : "Log" },
  ...{ rateLimitDurationInMinutes: 5, rateLimitThreshold: perFiveMinutes, groupBy: [{ variableName: "SocketAddr" }] },
  matchConditions: [{ matchVariable: "RequestUri", operator: "Any", matchValue: [] }],
});

function managed({ rules, mode }: FirewallArgs): RuleSet[] {
  return [
    ...(rules.some((each) => DEFAULT_SET.includes(each))
      ? [
          {
            ...{ ruleSetType: "Microsoft_DefaultRuleSet", ruleSetVersion: "2.1" },
            ruleSetAction: mode === "block" ? "Block" : "Log",
          },
        ]
      : []),
    ...(rules.includes("reputation")
      ? [
          {
            ...{ ruleSetType: "Microsoft_BotManagerRuleSet", ruleSetVersion: "1.1" },
            ...(mode === "count" && {
              ruleGroupOverrides: [
                {
                  ruleGroupName: "BadBots",
                  rules: BAD_BOTS.map((ruleId) => ({ ruleId, enabledState: "Enabled", action: "Log" })),
                },
              ],
            }),
          },
        ]
      : []),
  ];
}
