import * as pulumi from "@pulumi/pulumi";

/** The options a component takes: what to hang it under, what must come before it, and what its things were called. */
export interface ComponentOpts {
  readonly parent?: pulumi.Resource;
  /** Made before anything of this component, and destroyed after it. */
  readonly dependsOn?: pulumi.Resource[];
  readonly provider?: pulumi.ProviderResource;
  readonly aliases?: pulumi.Alias[];
  /** What is done to everything below it before it is registered. */
  readonly transformations?: pulumi.ResourceTransformation[];
}

/**
 * The base of every component. Type tokens are `slipway:<area>:<Kind>`; children are made with `this.child()`, so that
 * none is ever without a parent.
 */
export abstract class BaseComponent extends pulumi.ComponentResource {
  /** The engine lets a component's children start before what the component depends on: so they are told as well. */
  private readonly after: readonly pulumi.Resource[];

  protected constructor(type: `slipway:${string}:${string}`, name: string, opts: ComponentOpts = {}) {
    super(type, name, {}, opts);
    const inherited = opts.parent instanceof BaseComponent ? opts.parent.after : [];
    this.after = [...inherited, ...(opts.dependsOn ?? [])];
  }

  /** Options for a child: its parent, what the component waits for, and anything else that it needs. */
  protected child(extra: ChildOptions = {}): pulumi.CustomResourceOptions {
    const { dependsOn = [], ...options } = extra;
    const after = [...this.after, ...dependsOn];
    return { ...options, parent: this, ...(after.length > 0 && { dependsOn: after }) };
  }
}

export interface ChildOptions extends Omit<pulumi.CustomResourceOptions, "dependsOn" | "parent"> {
  readonly dependsOn?: readonly pulumi.Resource[];
}
