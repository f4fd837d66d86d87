import * as aws from "@pulumi/aws";
import type { Output } from "@pulumi/pulumi";
import type { Scope } from "../../contracts/common";
import type { FirewallArgs, FirewallRules } from "../../contracts/edge";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { physicalName } from "../../shared/naming";
import { named } from "../../shared/tags";
import { CLOUDFRONT_REGION } from "./certificate";

/**
 * AWS's own rule sets. Bodies above 16 KB are refused by one rule of the common set, which uploads would meet: that
 * one is counted only.
 */
const MANAGED: Readonly<Record<FirewallRules, { readonly group: string; readonly countOnly?: readonly string[] }>> = {
  reputation: { group: "AWSManagedRulesAmazonIpReputationList" },
  anonymous: { group: "AWSManagedRulesAnonymousIpList" },
  common: { group: "AWSManagedRulesCommonRuleSet", countOnly: ["SizeRestrictions_BODY"] },
  badInputs: { group: "AWSManagedRulesKnownBadInputsRuleSet" },
  sql: { group: "AWSManagedRulesSQLiRuleSet" },
  linux: { group: "AWSManagedRulesLinuxRuleSet" },
};

/** Headers that carry who somebody is: they stand in no log. */
const SECRET_HEADERS = ["authorization", "cookie", "x-api-key"] as const;

export interface AwsFirewallArgs extends FirewallArgs {
  readonly scope: Scope;
  /** ARN of the bucket for its logs, whose name begins with `aws-waf-logs-`. */
  readonly logs: Output<string>;
}

type Rule = aws.types.input.wafv2.WebAclRule;
type Bare = Omit<Rule, "priority" | "visibilityConfig">;

/** A web ACL for CloudFront: allow and block lists first, then the rate of each address, then AWS's rule sets. */
export class AwsFirewall extends BaseComponent {
  readonly arn: Output<string>;

  constructor(name: string, args: AwsFirewallArgs, opts?: ComponentOpts) {
    super("slipway:aws:Firewall", name, opts);
    const { scope } = args;
    const rules: Bare[] = [
      ...this.list(name, args, "allow", { allow: {} }),
      ...this.list(name, args, "block", { block: {} }),
      rate(args),
      ...args.rules.map((each) => managed(each, args.mode)),
    ];
    const acl = new aws.wafv2.WebAcl(
      name,
      {
        region: CLOUDFRONT_REGION,
        name: physicalName([name], 128),
        description: `What may reach ${scope.name}`,
        scope: "CLOUDFRONT",
        defaultAction: { allow: {} },
        rules: rules.map((rule, priority) => ({ ...rule, priority, visibilityConfig: visible(rule.name as string) })),
        visibilityConfig: visible(name),
        tags: named(scope.tags, name),
      },
      this.child(),
    );
    new aws.wafv2.WebAclLoggingConfiguration(
      `${name}-logging`,
      {
        region: CLOUDFRONT_REGION,
        resourceArn: acl.arn,
        logDestinationConfigs: [args.logs],
        redactedFields: [...SECRET_HEADERS.map((header) => ({ singleHeader: { name: header } })), { queryString: {} }],
      },
      this.child(),
    );
    this.arn = acl.arn;
    this.registerOutputs({ arn: this.arn });
  }

  private list(name: string, args: AwsFirewallArgs, kind: "allow" | "block", action: Rule["action"]): Bare[] {
    const addresses = args[kind];
    if (addresses.length === 0) return [];
    const set = new aws.wafv2.IpSet(
      `${name}-${kind}`,
      {
        region: CLOUDFRONT_REGION,
        name: physicalName([name, kind], 128),
        scope: "CLOUDFRONT",
        ipAddressVersion: "IPV4",
        addresses: [...addresses],
        tags: named(args.scope.tags, `${name}-${kind}`),
      },
      this.child(),
    );
    return [{ name: `${kind}-list`, action, statement: { ipSetReferenceStatement: { arn: set.arn } } }];
  }
}

/** Floods are answered 429 in `block` mode; a client that asks when to come back is told. */
function rate({ mode, perFiveMinutes }: AwsFirewallArgs): Bare {
  const refuse = {
    block: { customResponse: { responseCode: 429, responseHeaders: [{ name: "Retry-After", value: "300" }] } },
  };
  return {
    name: "rate",
    action: mode === "block" ? refuse : { count: {} },
    statement: { rateBasedStatement: { limit: perFiveMinutes, aggregateKeyType: "IP", evaluationWindowSec: 300 } },
  };
}

function managed(rules: FirewallRules, mode: FirewallArgs["mode"]): Bare {
  const { group, countOnly = [] } = MANAGED[rules];
  return {
    name: rules,
    overrideAction: mode === "block" ? { none: {} } : { count: {} },
    statement: {
      managedRuleGroupStatement: {
        vendorName: "AWS",
        name: group,
        ...(countOnly.length > 0 && {
          ruleActionOverrides: countOnly.map((name) => ({ name, actionToUse: { count: {} } })),
        }),
      },
    },
  };
}

const visible = (metricName: string): Rule["visibilityConfig"] => ({
  cloudwatchMetricsEnabled: true,
  // Samples show whole requests, cookies included, to whoever may open the console.
  sampledRequestsEnabled: false,
  metricName,
});
