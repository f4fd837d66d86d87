import * as artifactregistry from "@pulumi/gcp/artifactregistry";
import { type Input, interpolate, type Output } from "@pulumi/pulumi";
import type { Scope } from "../../contracts/common";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { GcpKey } from "./key";
import type { GcpKeyRing } from "./key-ring";
import { labelled } from "./labels";

export interface GcpImageRegistryArgs {
  readonly scope: Scope;
  readonly ring: GcpKeyRing;
  /** Who pulls. */
  readonly reader: Input<string>;
}

/** Versions of each image that are kept, however old, and days after which untagged ones go. */
const KEEP = 20;
const UNTAGGED_DAYS = 14;

/** A repository for the stack's images: scanned as they come, tags that never move, old versions removed. */
export class GcpImageRegistry extends BaseComponent {
  /** What the names of images in it begin with. */
  readonly address: Output<string>;

  constructor(name: string, { scope, ring, reader }: GcpImageRegistryArgs, opts?: ComponentOpts) {
    super("slipway:gcp:ImageRegistry", name, opts);
    const key = new GcpKey(
      `${name}-key`,
      { scope, ring, services: ["artifactregistry.googleapis.com"] },
      { parent: this },
    );
    const repository = new artifactregistry.Repository(
      name,
      {
        repositoryId: scope.name,
        location: scope.region,
        format: "DOCKER",
        description: `Images of ${scope.name}`,
        kmsKeyName: key.id,
        dockerConfig: { immutableTags: true },
        vulnerabilityScanningConfig: { enablementConfig: "INHERITED" },
        cleanupPolicyDryRun: false,
        cleanupPolicies: [
          { id: "keep-recent", action: "KEEP", mostRecentVersions: { keepCount: KEEP } },
          {
            id: "remove-untagged",
            action: "DELETE",
            condition: { tagState: "UNTAGGED", olderThan: `${UNTAGGED_DAYS * 24 * 3600}s` },
          },
        ],
        labels: labelled(scope.tags, name),
      },
      // Its id is fixed, so a replacement has to wait until the old one is gone.
      this.child({ protect: scope.protect, dependsOn: key.grants, deleteBeforeReplace: true }),
    );
    new artifactregistry.RepositoryIamMember(
      `${name}-pull`,
      {
        repository: repository.name,
        location: scope.region,
        role: "roles/artifactregistry.reader",
        member: reader,
      },
      this.child(),
    );
    this.address = interpolate`${scope.region}-docker.pkg.dev/${scope.account}/${repository.repositoryId}`;
    this.registerOutputs({ address: this.address });
  }
}
