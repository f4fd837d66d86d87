/** The one file that knows CrossGuard: it hands the rules to the engine, and the engine's resources to the rules. */
import {
  type Policies,
  PolicyPack,
  type PolicyProviderResource,
  type ReportViolation,
  type ResourceValidationArgs,
  type ResourceValidationPolicy,
  type StackValidationPolicy,
  UnknownValueError,
} from "@pulumi/policy";
import { exemptionFinder } from "./exemptions";
import { policySettings } from "./judge";
import { levelOf } from "./levels";
import { at, isDict, isUnknown, UNKNOWN } from "./read";
import {
  isStackRule,
  type Patch,
  type Props,
  type Resource,
  type ResourceRule,
  type Rule,
  type StackRule,
} from "./rule";
import { ALL_RULES } from "./rules";
import type { Settings } from "./settings";
import { stackOf } from "./stack";
import { unversioned } from "./types";

/** What the engine's proxies hide: reading an unknown value throws, so that it is caught here, once for all rules. */
export function plain(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const read = (key: string | number): unknown => {
    try {
      return plain((value as Record<string | number, unknown>)[key]);
    } catch (error) {
      if (error instanceof UnknownValueError) return UNKNOWN;
      throw error;
    }
  };
  if (Array.isArray(value)) return Array.from({ length: value.length }, (_, index) => read(index));
  return Object.fromEntries(Object.keys(value).map((key) => [key, read(key)]));
}

/** What a resource has from its provider: the region, and the tags or labels of all that the provider makes. */
function fromProvider(provider: PolicyProviderResource | undefined): Pick<Resource, "region" | "defaultTags"> {
  const props = plain(provider?.props);
  // The engine hands nested provider config over as JSON.
  const dict = (value: unknown): Record<string, unknown> | undefined => {
    const read = typeof value === "string" && !isUnknown(value) ? JSON.parse(value) : value;
    return isDict(read) ? read : undefined;
  };
  const region = at(props, "region") ?? at(props, "location");
  const tags = dict(at(props, "defaultTags"))?.["tags"] ?? at(props, "defaultLabels");
  return { region: typeof region === "string" ? region : undefined, defaultTags: dict(tags) };
}

const resourceOf = ({
  type,
  name,
  urn,
  props,
  opts,
  provider,
}: Omit<ResourceValidationArgs, "stackTags" | "isType" | "asType" | "getConfig" | "notApplicable">): Resource => ({
  type,
  name,
  urn,
  props: plain(props) as Props,
  options: { protect: opts.protect },
  ...fromProvider(provider),
});

/** Sets a patch in the engine's own object, so that unknown values and secrets beside it stay what they are. */
function set(target: Record<string, unknown>, patch: Patch): void {
  for (const [key, value] of Object.entries(patch)) {
    if (!isDict(value)) target[key] = value;
    else if (isDict(target[key])) set(target[key] as Record<string, unknown>, value as Patch);
    else target[key] = value;
  }
}

const common = (rule: Rule, settings: Settings) => ({
  name: rule.name,
  description: rule.description,
  displayName: rule.name,
  severity: rule.severity,
  enforcementLevel: levelOf(rule, settings),
  tags: [rule.pack, ...rule.frameworks],
  remediationSteps: rule.mend,
  url: rule.link,
});

/** The violation as the engine prints it; an exempt one is printed too, with its reason, and stops nothing. */
function reporter(rule: Rule, settings: Settings) {
  const exemptionFor = exemptionFinder(settings);
  return (report: ReportViolation, resource: Resource, message: string): void => {
    const exemption = exemptionFor(rule.name, resource);
    if (!exemption) {
      report(`${resource.name}: ${message}. ${rule.mend}`, resource.urn);
      return;
    }
    // The SDK also takes an object here (its server.js), though its type says text only.
    (report as unknown as (violation: object) => void)({
      message: `${resource.name}: ${message}. Exempt: ${exemption.reason}`,
      enforcementLevel: "advisory",
      urn: resource.urn,
    });
  };
}

function resourcePolicy(rule: ResourceRule, settings: Settings): ResourceValidationPolicy {
  const types = new Set(rule.types);
  const report = reporter(rule, settings);
  const exemptionFor = exemptionFinder(settings);
  const { remediate } = rule;
  return {
    ...common(rule, settings),
    validateResource: (args, reportViolation) => {
      if (!types.has(unversioned(args.type))) return;
      const resource = resourceOf(args);
      for (const message of rule.check(resource, settings)) report(reportViolation, resource, message);
    },
    ...(remediate && {
      remediateResource: (args: ResourceValidationArgs) => {
        if (!types.has(unversioned(args.type))) return undefined;
        const resource = resourceOf(args);
        const patch = exemptionFor(rule.name, resource) ? undefined : remediate(resource, settings);
        if (!patch) return undefined;
        set(args.props, patch);
        return args.props;
      },
    }),
  };
}

function stackPolicy(rule: StackRule, settings: Settings): StackValidationPolicy {
  const report = reporter(rule, settings);
  return {
    ...common(rule, settings),
    validateStack: ({ resources }, reportViolation) => {
      const types = new Set(resources.map(({ type }) => unversioned(type)));
      if (!rule.types.some((type) => types.has(type))) return;
      const stack = stackOf(
        resources.map((resource) => ({
          ...resourceOf(resource),
          propertyDependencies: Object.fromEntries(
            Object.entries(resource.propertyDependencies).map(([key, sources]) => [key, sources.map(({ urn }) => urn)]),
          ),
        })),
      );
      for (const { resource, message } of rule.checkStack(stack, settings)) report(reportViolation, resource, message);
    },
  };
}

/** The rules as CrossGuard sees them. */
export const policies = (settings: Settings, rules: readonly Rule[] = ALL_RULES): Policies =>
  rules.map((rule) => (isStackRule(rule) ? stackPolicy(rule, settings) : resourcePolicy(rule, settings)));

/**
 * The settings of the stack that the engine judges: the Node.js language host gives a pack the stack's config
 * (decrypted, as JSON) and names in its environment.
 */
export const settingsFrom = (env: NodeJS.ProcessEnv): Settings =>
  policySettings({
    project: env["PULUMI_NODEJS_PROJECT"] ?? env["PULUMI_PROJECT"] ?? "unknown",
    stack: env["PULUMI_NODEJS_STACK"] ?? env["PULUMI_STACK"] ?? "unknown",
    config: JSON.parse(env["PULUMI_CONFIG"] || "{}"),
  });

/** Serves the pack to the engine; the process lives until the engine ends it. */
export const start = (env: NodeJS.ProcessEnv): PolicyPack =>
  new PolicyPack("slipway", { policies: policies(settingsFrom(env)), enforcementLevel: "mandatory" });
