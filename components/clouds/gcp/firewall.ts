import * as compute from "@pulumi/gcp/compute";
import type { Output } from "@pulumi/pulumi";
import type { Scope } from "../../contracts/common";
import type { CdnArgs, FirewallArgs, FirewallRules } from "../../contracts/edge";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { labelled } from "./labels";

/**
 * Google's own rule sets, from ModSecurity's core rule set 3.3. `methodenforcement` is not among them: it refuses PUT, PATCH
 * and DELETE. Source: "Cloud Armor preconfigured WAF rules overview".
 */
const MANAGED: Readonly<Partial<Record<FirewallRules, readonly string[]>>> = {
  common: [
    "xss-v33-stable",
    "lfi-v33-stable",
    "rfi-v33-stable",
    "protocolattack-v33-stable",
    "sessionfixation-v33-stable",
  ],
  badInputs: ["cve-canary", "scannerdetection-v33-stable"],
  sql: ["sqli-v33-stable"],
  linux: ["rce-v33-stable"],
};

/** Ranges that one rule takes ("Cloud Armor quotas and limits"). */
const RANGES = 10;

/** Priority of what is done where no other rule says anything. */
const LAST = 2_147_483_647;

export interface GcpFirewallArgs {
  readonly scope: Scope;
  /** @default countries alone are judged */
  readonly firewall?: FirewallArgs;
  readonly countries: Pick<CdnArgs, "allowCountries" | "blockCountries">;
}

interface Rule {
  readonly action: string;
  readonly description: string;
  readonly match: { versionedExpr: string; config: { srcIpRanges: string[] } } | { expr: { expression: string } };
  readonly preview?: boolean;
  readonly rateLimitOptions?: {
    readonly conformAction: string;
    readonly exceedAction: string;
    readonly enforceOnKey: string;
    readonly rateLimitThreshold: { readonly count: number; readonly intervalSec: number };
  };
}

/**
 * Policies of Cloud Armor: one before the entry; one at the edge itself, which also judges what is answered from the cache and
 * from buckets, by addresses and countries alone. Lists come first; the rate comes last, since it lets through for good
 * whoever keeps to it.
 */
export class GcpFirewall extends BaseComponent {
  /** Before the entry. */
  readonly entry: Output<string>;
  /** At the edge. */
  readonly edge: Output<string>;

  constructor(name: string, args: GcpFirewallArgs, opts?: ComponentOpts) {
    super("slipway:gcp:Firewall", name, opts);
    const { firewall, countries } = args;
    const everywhere = [...(firewall ? lists(firewall) : []), ...byCountry(countries)];
    this.entry = this.policy(name, args.scope, "CLOUD_ARMOR", [
      ...everywhere,
      ...(firewall ? [...firewall.rules.flatMap((each) => managed(each, firewall.mode)), rate(firewall)] : []),
    ]);
    this.edge = this.policy(`${name}-edge`, args.scope, "CLOUD_ARMOR_EDGE", everywhere);
    this.registerOutputs({ entry: this.entry, edge: this.edge });
  }

  private policy(name: string, scope: Scope, type: string, rules: readonly Rule[]): Output<string> {
    const allow: Rule = { action: "allow", description: "everybody else", match: from(["*"]) };
    return new compute.SecurityPolicy(
      name,
      {
        type,
        description: `What may reach ${scope.name}`,
        rules: [
          ...rules.map((rule, index) => ({ ...rule, priority: (index + 1) * 100 })),
          { ...allow, priority: LAST },
        ],
        // What was found is logged by the rule's name, without the header or value that it was found in.
        ...(type === "CLOUD_ARMOR" && { advancedOptionsConfig: { logLevel: "NORMAL", jsonParsing: "STANDARD" } }),
        labels: labelled(scope.tags, name),
      },
      this.child(),
    ).id;
  }
}

const from = (ranges: readonly string[]) => ({ versionedExpr: "SRC_IPS_V1", config: { srcIpRanges: [...ranges] } });

function lists({ allow, block }: FirewallArgs): Rule[] {
  const list = (ranges: readonly string[], action: string, description: string): Rule[] =>
    Array.from({ length: Math.ceil(ranges.length / RANGES) }, (_, index) => ({
      ...{ action, description, match: from(ranges.slice(index * RANGES, (index + 1) * RANGES)) },
    }));
  return [...list(allow, "allow", "allow-list"), ...list(block, "deny(403)", "block-list")];
}

function byCountry({ allowCountries, blockCountries }: GcpFirewallArgs["countries"]): Rule[] {
  const deny = (expression: string): Rule[] => [
    { action: "deny(403)", description: "countries", match: { expr: { expression } } },
  ];
  const among = (countries: readonly string[]) => `'[${countries.join(",")}]'.contains(origin.region_code)`;
  if (allowCountries.length > 0) return deny(`!${among(allowCountries)}`);
  return blockCountries.length > 0 ? deny(among(blockCountries)) : [];
}

/** In count mode rules are previewed: what they find is logged, and let through. */
function managed(rules: FirewallRules, mode: FirewallArgs["mode"]): Rule[] {
  return (MANAGED[rules] ?? []).map((set) => ({
    ...{ action: "deny(403)", description: `${rules}: ${set}`, preview: mode === "count" },
    match: { expr: { expression: `evaluatePreconfiguredWaf('${set}', {'sensitivity': 1})` } },
  }));
}

const rate = ({ mode, perFiveMinutes }: FirewallArgs): Rule => ({
  ...{ action: "throttle", description: "rate", match: from(["*"]), preview: mode === "count" },
  rateLimitOptions: {
    ...{ conformAction: "allow", exceedAction: "deny(429)", enforceOnKey: "IP" },
    rateLimitThreshold: { count: perFiveMinutes, intervalSec: 300 },
  },
});
