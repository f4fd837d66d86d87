import * as pulumi from "@pulumi/pulumi";

/** The options a component takes: what to hang it under, and what must come before it. */
export type ComponentOpts = Pick<
  pulumi.ComponentResourceOptions,
  "parent" | "dependsOn" | "provider" | "providers" | "aliases"
>;

/**
 * The base of every component. Type tokens are `slipway:<area>:<Kind>`; children get `this.child` so that none is ever
 * without a parent.
 */
export abstract class BaseComponent extends pulumi.ComponentResource {
  protected constructor(type: `slipway:${string}:${string}`, name: string, opts: ComponentOpts = {}) {
    super(type, name, {}, opts);
  }

  /** Options for a child, with anything else it needs. */
  protected child(extra: pulumi.CustomResourceOptions = {}): pulumi.CustomResourceOptions {
    return { parent: this, ...extra };
  }
}
