/** The one file that knows CrossGuard: it hands the rules to the engine, and the engine's resources to the rules. */
import { dirname } from "node:path";
import {
  type Policies,
  PolicyPack,
  type PolicyProviderResource,
  type PolicyResource,
  type ReportViolation,
  type ResourceValidationArgs,
  type ResourceValidationPolicy,
  type StackValidationPolicy,
  UnknownValueError,
} from "@pulumi/policy";
import { exemptionFinder, unusedEntries } from "./exemptions";
import { type Contents, Renderer } from "./helm/renderer";
import { judgesManifests, policySettings } from "./judge";
import { levelOf } from "./levels";
import { at, isDict, isUnknown, UNKNOWN } from "./read";
import {
  isStackRule,
  type Patch,
  type Props,
  type Resource,
  type ResourceRule,
  type Rule,
  type Stack,
  type StackRule,
} from "./rule";
import { ALL_RULES } from "./rules";
import type { Settings } from "./settings";
import { PoliciesByType, readOnce } from "./speed";
import { stackOf } from "./stack";
import { HELM_RELEASE, unversioned } from "./types";

/** Whether the policy of a rule has something to say of resources of a type, or of what a release of it holds. */
function appliesTo(rule: Rule, type: string): boolean {
  if (isStackRule(rule)) return false;
  return rule.types.includes(unversioned(type)) || (type === HELM_RELEASE && seesManifests(rule));
}

const seesManifests = ({ types }: ResourceRule): boolean =>
  types.some((type) => type.startsWith("kubernetes:") && type !== HELM_RELEASE);

/** What has been made of an object of the SDK's, for as long as it lives. */
function memo<K extends object, V>(make: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, V>();
  return (key) => {
    const there = known.get(key);
    if (there !== undefined) return there;
    const made = make(key);
    known.set(key, made);
    return made;
  };
}

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

const plainProps = memo((props: object) => plain(props) as Props);

/** What a resource has from its provider: the region, and the tags or labels of all that the provider makes. */
function fromProvider(provider: PolicyProviderResource | undefined): Pick<Resource, "region" | "defaultTags"> {
  const props = provider?.props && plainProps(provider.props);
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
  props: plainProps(props),
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

/** What the policies of one run share. */
interface Session {
  readonly settings: Settings;
  readonly exemptionFor: ReturnType<typeof exemptionFinder>;
  /** Exemptions that were needed so far. */
  readonly used: Set<object>;
  /** What a release holds, rendered once for all rules. */
  readonly contentsOf: (release: Resource) => Promise<Contents>;
  /** The whole stack, with what its releases hold: made once for all rules. */
  readonly stackIn: (resources: readonly PolicyResource[]) => Promise<Stack>;
}

function sessionOf(settings: Settings, renderer: Renderer): Session {
  const contents = new Map<string, Promise<Contents>>();
  // Rendered from the inputs, which come first; the stack is judged by its outputs, which say the same less clearly.
  const contentsOf = (release: Resource): Promise<Contents> => {
    const known = contents.get(release.urn) ?? renderer.contentsOf(release);
    contents.set(release.urn, known);
    return known;
  };
  const made = new WeakMap<object, Promise<Stack>>();
  const stackIn = (resources: readonly PolicyResource[]): Promise<Stack> => {
    const key = resources.at(-1)?.props ?? resources;
    const known = made.get(key) ?? Promise.all(resources.map((each) => linked(each, contentsOf))).then(stackOf);
    made.set(key, known);
    return known;
  };
  return { settings, exemptionFor: exemptionFinder(settings), used: new Set(), contentsOf, stackIn };
}

async function linked(resource: PolicyResource, contentsOf: Session["contentsOf"]): Promise<Resource> {
  const own = resourceOf(resource);
  const propertyDependencies = Object.fromEntries(
    Object.entries(resource.propertyDependencies).map(([key, sources]) => [key, sources.map(({ urn }) => urn)]),
  );
  return { ...own, propertyDependencies, ...(own.type === HELM_RELEASE && (await contentsOf(own))) };
}

/** The violation as the engine prints it; an exempt one is printed too, with its reason, and stops nothing. */
const reporter =
  (rule: Rule, { exemptionFor, used }: Session) =>
  (report: ReportViolation, resource: Resource, message: string): void => {
    const exemption = exemptionFor(rule.name, resource);
    if (exemption) used.add(exemption);
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

/** Lets the SDK's server pass over a cloud's rule of one type by itself, as its `validateResourceOfType` does. */
function ofOneType<F extends object>(validate: F, { types }: Rule): F {
  const [type] = types;
  return types.length === 1 && /^(aws|gcp):/.test(type ?? "")
    ? Object.assign(validate, { __pulumiType: type })
    : validate;
}

function resourcePolicy(rule: ResourceRule, session: Session): ResourceValidationPolicy {
  const { settings, exemptionFor, contentsOf } = session;
  const types = new Set(rule.types);
  const report = reporter(rule, session);
  const { remediate } = rule;
  return {
    ...common(rule, settings),
    validateResource: ofOneType((args: ResourceValidationArgs, reportViolation: ReportViolation) => {
      if (args.type === HELM_RELEASE && (seesManifests(rule) || types.has(HELM_RELEASE)))
        return validateRelease(args, reportViolation);
      if (!types.has(unversioned(args.type))) return undefined;
      const resource = resourceOf(args);
      for (const message of rule.check(resource, settings)) report(reportViolation, resource, message);
      return undefined;
    }, rule),
    ...(remediate && {
      remediateResource: ofOneType((args: ResourceValidationArgs) => {
        if (!types.has(unversioned(args.type))) return undefined;
        const resource = resourceOf(args);
        const patch = exemptionFor(rule.name, resource) ? undefined : remediate(resource, settings);
        if (!patch) return undefined;
        set(args.props, patch);
        return args.props;
      }, rule),
    }),
  };

  /** A release, and what it holds. */
  async function validateRelease(args: ResourceValidationArgs, reportViolation: ReportViolation): Promise<void> {
    const given = resourceOf(args);
    const release = { ...given, ...(await contentsOf(given)) };
    for (const resource of types.has(HELM_RELEASE) ? [release] : [])
      for (const message of rule.check(resource, settings)) report(reportViolation, resource, message);
    for (const manifest of judgesManifests({ level: levelOf(rule, settings) }) ? (release.manifests ?? []) : [])
      if (types.has(manifest.type))
        for (const message of rule.check(manifest, settings)) report(reportViolation, manifest, message);
  }
}

function stackPolicy(rule: StackRule, session: Session): StackValidationPolicy {
  const { settings, stackIn } = session;
  const report = reporter(rule, session);
  return {
    ...common(rule, settings),
    validateStack: async ({ resources }, reportViolation) => {
      const stack = await stackIn(resources);
      for (const { resource, message } of rule.checkStack(stack, settings)) report(reportViolation, resource, message);
    },
  };
}

/** The last policy: what the stack's config accepts, and nothing needs any more. */
const unusedPolicy = ({ settings, used }: Session): StackValidationPolicy => ({
  name: "exemptions-used",
  description: "Every exemption and override of the config is needed.",
  enforcementLevel: "advisory",
  validateStack: ({ resources }, report) => {
    const names = new Set(resources.map(({ name }) => name));
    for (const message of unusedEntries(settings, used, names)) report(`${message}; take it out of the config`);
  },
});

/** The rules as CrossGuard sees them. */
export function policies(settings: Settings, renderer: Renderer, rules: readonly Rule[] = ALL_RULES): Policies {
  const session = sessionOf(settings, renderer);
  const all = rules.map((rule) => (isStackRule(rule) ? stackPolicy(rule, session) : resourcePolicy(rule, session)));
  return [...all, unusedPolicy(session)];
}

/**
 * The settings of the stack that the engine judges: the Node.js language host gives a pack the stack's config
 * (decrypted, as JSON) and names in its environment.
 */
export const settingsFrom = (env: NodeJS.ProcessEnv, now: Date): Settings =>
  policySettings({
    project: env["PULUMI_NODEJS_PROJECT"] ?? env["PULUMI_PROJECT"] ?? "unknown",
    stack: env["PULUMI_NODEJS_STACK"] ?? env["PULUMI_STACK"] ?? "unknown",
    config: JSON.parse(env["PULUMI_CONFIG"] || "{}"),
    now,
  });

/**
 * Serves the pack to the engine; the process lives until the engine ends it. Charts are rendered with the `helm` on the
 * PATH; those that are not on this machine are fetched, as the provider will do anyway.
 */
export function start(env: NodeJS.ProcessEnv, now: Date): PolicyPack {
  readOnce();
  const folders = [process.cwd(), dirname(__dirname), ...(env["PWD"] ? [env["PWD"]] : [])];
  const renderer = new Renderer({ folders, env, fetch: true });
  const rules = new Map(ALL_RULES.map((rule) => [rule.name, rule]));
  const byType = new PoliciesByType(policies(settingsFrom(env, now), renderer), (name, type) => {
    const rule = rules.get(name);
    return rule !== undefined && appliesTo(rule, type);
  });
  return new PolicyPack("slipway", { policies: byType, enforcementLevel: "mandatory" });
}
