import * as storage from "@pulumi/gcp/storage";
import type { Output, ProviderResource } from "@pulumi/pulumi";
import type { Scope } from "../../contracts/common";
import type { BucketArgs, BucketHandle } from "../../contracts/stores";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { GcpKey } from "./key";
import type { GcpKeyRing } from "./key-ring";
import { labelled } from "./labels";

export interface GcpBucketArgs extends BucketArgs {
  readonly scope: Scope;
  readonly ring: GcpKeyRing;
  /** For asking who Cloud Storage's own agent is. */
  readonly provider: ProviderResource;
}

/** Days after which the parts of an upload that was never finished are removed. */
const ABANDONED_UPLOAD_DAYS = 7;

/** Days for which what was deleted can be brought back whole; the shortest that Cloud Storage takes. */
const SOFT_DELETE_DAYS = 7;

/** A bucket on Cloud Storage: private, by IAM alone, under a key of its own, with versions. Cloud Audit Logs say who reached it. */
export class GcpBucket extends BaseComponent implements BucketHandle {
  readonly kind = "bucket";
  readonly name: Output<string>;
  readonly id: Output<string>;
  readonly region: string;
  readonly keyId: Output<string>;

  constructor(name: string, args: GcpBucketArgs, opts?: ComponentOpts) {
    super("slipway:gcp:Bucket", name, opts);
    const { scope, ring, provider } = args;
    const agent = storage.getProjectServiceAccountOutput({ project: scope.account }, { provider, parent: this });
    const key = new GcpKey(`${name}-key`, { scope, ring, services: [], members: [agent.member] }, { parent: this });
    const bucket = new storage.Bucket(
      name,
      {
        location: scope.region.toUpperCase(),
        uniformBucketLevelAccess: true,
        publicAccessPrevention: "enforced",
        versioning: { enabled: true },
        encryption: { defaultKmsKeyName: key.id },
        softDeletePolicy: { retentionDurationSeconds: SOFT_DELETE_DAYS * 24 * 3600 },
        lifecycleRules: ageing(args),
        forceDestroy: !scope.protect,
        labels: labelled(scope.tags, name),
      },
      this.child({ protect: scope.protect, dependsOn: key.grants }),
    );
    this.name = bucket.name;
    this.id = bucket.id;
    this.region = scope.region;
    this.keyId = key.id;
    this.registerOutputs({ kind: this.kind, name: this.name, id: this.id, region: this.region, keyId: this.keyId });
  }
}

function ageing({ oldVersionDays, coldAfterDays, expireAfterDays }: BucketArgs): storage.BucketArgs["lifecycleRules"] {
  const remove = { type: "Delete" };
  return [
    { action: { type: "AbortIncompleteMultipartUpload" }, condition: { age: ABANDONED_UPLOAD_DAYS } },
    { action: remove, condition: { daysSinceNoncurrentTime: oldVersionDays, withState: "ARCHIVED" } },
    ...(coldAfterDays === undefined
      ? []
      : [{ action: { type: "SetStorageClass", storageClass: "NEARLINE" }, condition: { age: coldAfterDays } }]),
    ...(expireAfterDays === undefined
      ? []
      : [{ action: remove, condition: { age: expireAfterDays, withState: "LIVE" } }]),
  ];
}
