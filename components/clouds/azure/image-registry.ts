import { Registry } from "@pulumi/azure-native/containerregistry/registry";
import type { Input, Output } from "@pulumi/pulumi";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { named } from "../../shared/tags";
import { worldName } from "./names";
import { type AzurePlace, at } from "./place";
import { assign } from "./roles";

export interface AzureImageRegistryArgs {
  readonly place: AzurePlace;
  /** Object id of who pulls. */
  readonly reader: Input<string>;
}

/** Days after which untagged images go. */
const UNTAGGED_DAYS = 14;

/** Longest name of a registry: letters and digits alone. */
const REGISTRY_NAME = 50;

/**
 * A registry for the stack's images: no administrator, in every zone of the region; untagged images are removed. Azure's own
 * key encrypts it: with one of the stack's it could not be made, since it does not reach a closed vault. Microsoft Defender
 * scans what comes in, where the subscription has it; tags can be moved, so images are named by digest.
 */
export class AzureImageRegistry extends BaseComponent {
  /** What the names of images in it begin with. */
  readonly address: Output<string>;

  constructor(name: string, { place, reader }: AzureImageRegistryArgs, opts?: ComponentOpts) {
    super("slipway:azure:ImageRegistry", name, opts);
    const { scope } = place;
    const registry = new Registry(
      name,
      {
        ...at(place),
        registryName: worldName(scope, "images", REGISTRY_NAME, false),
        // Tidying up is there in Premium alone.
        sku: { name: "Premium" },
        adminUserEnabled: false,
        anonymousPullEnabled: false,
        policies: { retentionPolicy: { days: UNTAGGED_DAYS, status: "enabled" } },
        tags: named(scope.tags, name),
      },
      // Its name is fixed, so a replacement has to wait until the old one is gone.
      this.child({ protect: scope.protect, deleteBeforeReplace: true }),
    );
    assign(`${name}-pull`, scope, { role: "pullImages", on: registry.id, to: reader }, this.child());
    this.address = registry.loginServer;
    this.registerOutputs({ address: this.address });
  }
}
