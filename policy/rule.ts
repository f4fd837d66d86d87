/** What a rule is. Nothing here knows of a cloud SDK, so that hundreds of rules load in a few milliseconds. */

export type Severity = "critical" | "high" | "medium" | "low";
export type Environment = "dev" | "staging" | "prod";
export type Level = "mandatory" | "advisory" | "remediate" | "disabled";
export type Props = Readonly<Record<string, unknown>>;

/** One resource as it is about to be registered: its type token, and its inputs as plain JSON-like values. */
export interface Resource {
  /** Pulumi type token, such as `aws:rds/instance:Instance`. */
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  /** Secrets are unwrapped; a value that is not known yet is {@link UNKNOWN} (see read.ts). */
  readonly props: Props;
  /** Left out where the caller does not know the options: rules about them then stay silent. */
  readonly options?: { readonly protect?: boolean };
  /** The region that its provider works in, where that is known; a resource's own property beats it. */
  readonly region?: string;
  /** Tags that the provider puts on every resource of its own (`defaultTags`, GCP's `defaultLabels`). */
  readonly defaultTags?: Readonly<Record<string, unknown>>;
  /** For each property, the URNs of the resources that its value comes from. Stack rules link resources by it. */
  readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
  /** Of a Helm release: the objects that it renders to; none where it was not, or could not be, rendered. */
  readonly manifests?: readonly Resource[];
  /** Of a Helm release that could not be rendered: why. */
  readonly unrendered?: string;
}

/** What a rule may know beyond the resource: who deploys what, where. */
export interface RuleContext {
  readonly project: string;
  readonly stack: string;
  readonly environment: Environment;
  readonly requiredTags: readonly string[];
  readonly requiredLabels: readonly string[];
  /** Regions and locations that data may be kept in, as the cloud writes them; empty: no rule judges places. */
  readonly regions: readonly string[];
  /** Registries, or folders in them, that images may come from, as `ghcr.io/acme`; empty: no rule judges it. */
  readonly registries: readonly string[];
  /** Most pods that an autoscaler may make. */
  readonly maxPods: number;
  /** Hours of data that may be lost at worst; undefined: no rule judges it. */
  readonly rpoHours?: number;
  /** US dollars a month; undefined: no rule judges it. */
  readonly monthlyBudget?: number;
  /** US dollars that the stack costs a month, where the caller has worked it out. */
  readonly monthlyCost?: number;
  /** Values for missing tags, by tag key; what is not here cannot be repaired. */
  readonly tagValues: Readonly<Record<string, string>>;
}

/** Values to set, nested like the properties: merged into what is there, never replacing a whole map. */
export interface Patch {
  readonly [property: string]: string | number | boolean | readonly string[] | readonly Patch[] | Patch;
}

export interface OnUnknown {
  /**
   * "passes": the value that decides counts as good while it is unknown, and is judged at `pulumi up`, when it is
   * known. "judges-the-rest": what is known is judged now, and only the unknown parts wait.
   */
  readonly behaviour: "passes" | "judges-the-rest";
  /** Which values may be unknown, and what that means here. */
  readonly text: string;
}

interface RuleBase {
  /** Unique, in kebab-case; the file's name. */
  readonly name: string;
  /** The folder it lies in. */
  readonly pack: string;
  /** What must hold, in one sentence. */
  readonly description: string;
  readonly severity: Severity;
  /**
   * Controls that ask for the same: "AWS FSBP RDS.3", "CIS EKS 4.2.1", "PSS restricted", … Numbers are those of CIS AWS
   * Foundations 5.0, CIS GCP Foundations 4.0, CIS Azure Foundations 3.0, CIS EKS 1.8 and PCI DSS 4.0.
   */
  readonly frameworks: readonly string[];
  /** What goes wrong without it. */
  readonly why: string;
  /** What to change. */
  readonly mend: string;
  readonly link: string;
  /** Pulumi type tokens that it judges. */
  readonly types: readonly string[];
  /** How it is enforced where neither `levels` nor the config says otherwise. */
  readonly level: Level;
  /** Defaults that differ by environment. */
  readonly levels?: Partial<Readonly<Record<Environment, Level>>>;
  readonly onUnknown: OnUnknown;
}

/** A rule that looks at one resource at a time. */
export interface ResourceRule extends RuleBase {
  /** What is wrong, one sentence each; empty when the resource is good. */
  readonly check: (resource: Resource, context: RuleContext) => readonly string[];
  /** What would make it good; undefined when there is nothing to repair, or nothing known to repair it with. */
  readonly remediate?: (resource: Resource, context: RuleContext) => Patch | undefined;
  /** Required beside `remediate`: why setting it replaces nothing that holds data, and what it does to what runs. */
  readonly inPlace?: string;
}

/** A rule over the whole stack. */
export interface StackRule extends RuleBase {
  readonly checkStack: (stack: Stack, context: RuleContext) => readonly StackFinding[];
}

export interface StackFinding {
  readonly resource: Resource;
  readonly message: string;
}

/** All resources of a stack, by type and by what they refer to. */
export interface Stack {
  /** All of them, with the objects that releases render. */
  readonly resources: readonly Resource[];
  ofType(...types: readonly string[]): readonly Resource[];
  /**
   * Those of `type` whose `property` refers to `target`. One whose reference cannot be told yet counts as referring,
   * so that a rule never complains about what it cannot see.
   */
  referring(type: string, property: string, target: Resource): readonly Resource[];
}

export type Rule = ResourceRule | StackRule;

export const isStackRule = (rule: Rule): rule is StackRule => "checkStack" in rule;
