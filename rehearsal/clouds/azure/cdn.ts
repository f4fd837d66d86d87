import { CloudError, type Context, isRecord, type Reference, type TypeModel, text, UNKNOWN, valuesAt } from "../model";
import { guid, nameLike, parent, placed, to } from "./shared";

const profile = "azure-native:cdn:Profile";
const PREMIUM = "Premium_AzureFrontDoor";

const ref = (path: string, type: string): Reference => ({ path, to: [type], error: "InvalidResourceReference" });

/** What every part of a Front Door has alike. */
const ofProfile = (path: string, nameKey: string, also: readonly string[] = []): TypeModel => ({
  ...placed(`Microsoft.Cdn/profiles/{profileName}/${path}`, nameKey, ["profileName", ...also]),
  references: [to.group, parent("profileName", profile)],
  outputs: (c) => ({ name: text(c.inputs, nameKey), provisioningState: "Succeeded", deploymentStatus: "NotStarted" }),
});

const refuse = (c: Context, why: string): never => {
  throw new CloudError("BadRequest", `${c.name}: ${why}`);
};

/** A route leads to a group that has origins, and no two of an endpoint take one path of one name. */
function routeAccepts(c: Context): void {
  const [group] = valuesAt(c.inputs, "originGroup.id");
  const found = c.find("azure-native:cdn:AFDOriginGroup", "id", group);
  if (found && !c.find("azure-native:cdn:AFDOrigin", "originGroupName", found.outputs["name"]))
    refuse(c, "its origin group has no origin yet");
  const [domains, patterns] = [valuesAt(c.inputs, "customDomains[].id"), valuesAt(c.inputs, "patternsToMatch[]")];
  for (const pattern of patterns.map(String))
    if (!/^\/[^*]*\*?$/.test(pattern)) refuse(c, `the path ${pattern}: * stands at the end alone`);
  if (domains.length === 0 && c.inputs["linkToDefaultDomain"] !== "Enabled") refuse(c, "it is of no domain");
  for (const other of c.others()) {
    if (other.inputs["endpointName"] !== c.inputs["endpointName"]) continue;
    const theirs = valuesAt(other.inputs, "customDomains[].id");
    const clash = valuesAt(other.inputs, "patternsToMatch[]").find((each) => patterns.includes(each));
    if (clash !== undefined && domains.some((each) => each !== UNKNOWN && theirs.includes(each)))
      refuse(c, `${String(other.inputs["routeName"])} takes ${String(clash)} of the same name`);
  }
}

/** Rule sets are of the premium tier; no two rules have one priority; rates have a threshold ("WAF on Front Door"). */
function policyAccepts(c: Context): void {
  nameLike("policyName", /^[a-zA-Z][a-zA-Z0-9]{0,127}$/, "128 letters and digits")(c);
  const [sku] = valuesAt(c.inputs, "sku.name");
  if (valuesAt(c.inputs, "managedRules.managedRuleSets[]").length > 0 && sku !== PREMIUM)
    refuse(c, `rule sets need ${PREMIUM}`);
  const rules = valuesAt(c.inputs, "customRules.rules[]").filter(isRecord);
  const priorities = rules.map(({ priority }) => priority);
  if (new Set(priorities).size < priorities.length) refuse(c, "two rules have one priority");
  for (const { ruleType, rateLimitThreshold, rateLimitDurationInMinutes } of rules) {
    if (ruleType !== "RateLimitRule") continue;
    if (Number(rateLimitThreshold ?? 0) < 10) refuse(c, "a rate is 10 requests or more");
    if (![1, 5].includes(Number(rateLimitDurationInMinutes))) refuse(c, "rates are of 1 minute or of 5");
  }
  for (const { ruleSetType, ruleSetVersion, ruleSetAction } of valuesAt(
    c.inputs,
    "managedRules.managedRuleSets[]",
  ).filter(isRecord))
    if (ruleSetType === "Microsoft_DefaultRuleSet" && String(ruleSetVersion) >= "2" && ruleSetAction === undefined)
      refuse(c, "the default rule set from 2.0 on needs a ruleSetAction");
}

/** A firewall and its Front Door are of one tier. */
function guardAccepts(c: Context): void {
  const [id] = valuesAt(c.inputs, "parameters.wafPolicy.id");
  const policy = c.find("azure-native:frontdoor:Policy", "id", id);
  const of = c.find(profile, "name", c.inputs["profileName"]);
  const [theirs, ours] = [policy, of].map((each) => valuesAt(each?.inputs, "sku.name")[0]);
  if (theirs !== undefined && ours !== undefined && theirs !== ours)
    refuse(c, `the firewall is ${String(theirs)}, and Front Door ${String(ours)}`);
}

/** Front Door, and its firewall. */
export const cdn: Readonly<Record<string, TypeModel>> = {
  [profile]: {
    ...placed("Microsoft.Cdn/profiles/{profileName}", "profileName", ["sku"]),
    required: ["resourceGroupName", "profileName", "sku"],
    references: [to.group],
    outputs: (c) => ({
      ...{ name: text(c.inputs, "profileName"), kind: "frontdoor", provisioningState: "Succeeded" },
      frontDoorId: guid(c.account, c.urn, "front door"),
    }),
    previewed: ["name"],
  },
  "azure-native:cdn:AFDEndpoint": {
    ...ofProfile("afdEndpoints/{endpointName}", "endpointName"),
    outputs: (c) => ({
      name: text(c.inputs, "endpointName"),
      hostName: `${text(c.inputs, "endpointName")}-${c.hash(16)}.z01.azurefd.net`,
    }),
  },
  "azure-native:cdn:AFDCustomDomain": {
    ...ofProfile("customDomains/{customDomainName}", "customDomainName", ["hostName"]),
    references: [to.group, parent("profileName", profile), ref("azureDnsZone.id", "azure-native:dns:Zone")],
    outputs: (c) => ({
      ...{ name: text(c.inputs, "customDomainName"), domainValidationState: "Pending" },
      validationProperties: { validationToken: c.hash(32, "token"), expirationDate: c.now.toISOString() },
    }),
    unique: { output: "hostName", error: "Conflict" },
  },
  "azure-native:cdn:AFDOriginGroup": ofProfile("originGroups/{originGroupName}", "originGroupName"),
  "azure-native:cdn:AFDOrigin": {
    ...ofProfile("originGroups/{originGroupName}/origins/{originName}", "originName", ["originGroupName"]),
    references: [
      to.group,
      parent("profileName", profile),
      parent("originGroupName", "azure-native:cdn:AFDOriginGroup"),
    ],
  },
  "azure-native:cdn:RuleSet": {
    ...ofProfile("ruleSets/{ruleSetName}", "ruleSetName"),
    validate: nameLike("ruleSetName", /^[a-zA-Z][a-zA-Z0-9]*$/, "letters and digits"),
  },
  "azure-native:cdn:Rule": {
    ...ofProfile("ruleSets/{ruleSetName}/rules/{ruleName}", "ruleName", ["ruleSetName"]),
    references: [to.group, parent("profileName", profile), parent("ruleSetName", "azure-native:cdn:RuleSet")],
    validate: nameLike("ruleName", /^[a-zA-Z][a-zA-Z0-9]*$/, "letters and digits"),
  },
  "azure-native:cdn:Route": {
    ...ofProfile("afdEndpoints/{endpointName}/routes/{routeName}", "routeName", ["endpointName"]),
    references: [
      ...[to.group, parent("profileName", profile), parent("endpointName", "azure-native:cdn:AFDEndpoint")],
      ref("originGroup.id", "azure-native:cdn:AFDOriginGroup"),
      ref("customDomains[].id", "azure-native:cdn:AFDCustomDomain"),
      ref("ruleSets[].id", "azure-native:cdn:RuleSet"),
    ],
    validate: routeAccepts,
  },
  "azure-native:cdn:SecurityPolicy": {
    ...ofProfile("securityPolicies/{securityPolicyName}", "securityPolicyName"),
    references: [
      ...[to.group, parent("profileName", profile)],
      ref("parameters.wafPolicy.id", "azure-native:frontdoor:Policy"),
      ref("parameters.associations[].domains[].id", "azure-native:cdn:AFDCustomDomain"),
    ],
    validate: guardAccepts,
  },
  "azure-native:frontdoor:Policy": {
    ...placed("Microsoft.Network/FrontDoorWebApplicationFirewallPolicies/{policyName}", "policyName", ["sku"]),
    references: [to.group],
    validate: policyAccepts,
    outputs: (c) => ({ name: text(c.inputs, "policyName"), resourceState: "Enabled" }),
  },
};
