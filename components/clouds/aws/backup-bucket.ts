import * as aws from "@pulumi/aws";
import type { Output, ProviderResource } from "@pulumi/pulumi";
import type { BackupBucketArgs } from "../../contracts/backups";
import type { Scope } from "../../contracts/common";
import type { BucketHandle } from "../../contracts/stores";
import { BaseComponent, type ChildOptions, type ComponentOpts } from "../../shared/base-component";
import { lifecycleRule, versionedBucket } from "./bucket-baseline";
import { type Copied, copyProvider, replicate } from "./bucket-copy";
import { AwsKey } from "./key";

export interface AwsBackupBucketArgs extends BackupBucketArgs {
  readonly scope: Scope;
}

/** Days after which what a rule or a later status has put away is gone for good; a lock that lasts longer wins. */
const OLD_VERSION_DAYS = 7;

/** Days after which a lock that runs leave behind is no longer of interest; each ends by itself after hours. */
const LOCKS_DAYS = 7;

/** One of the buckets: where it is, and what it is encrypted by. */
interface Place {
  readonly name: string;
  readonly scope: Scope;
  readonly provider?: ProviderResource;
}

/**
 * The bucket of backups, with a key of its own: versioned, locked where asked for, forgetting by rules alone; and a second
 * one in another region that everything is copied to, under a key there.
 */
export class AwsBackupBucket extends BaseComponent implements BucketHandle {
  readonly kind = "bucket";
  readonly name: Output<string>;
  readonly id: Output<string>;
  readonly region: string;
  readonly keyId: Output<string>;

  constructor(
    name: string,
    private readonly args: AwsBackupBucketArgs,
    opts?: ComponentOpts,
  ) {
    super("slipway:aws:BackupBucket", name, opts);
    const { scope, copyTo } = args;
    const here = this.place({ name, scope });
    if (copyTo !== undefined) this.copyElsewhere(name, here, copyTo);
    this.name = here.bucket.bucket;
    this.id = here.bucket.arn;
    this.region = scope.region;
    this.keyId = here.key.arn;
    this.registerOutputs({ kind: this.kind, name: this.name, id: this.id, region: this.region, keyId: this.keyId });
  }

  private place({ name, scope, provider }: Place) {
    const { expiry, lockDays, lockMode } = this.args;
    const key = new AwsKey(
      `${name}-key`,
      { scope, description: `Backups in ${name}`, services: ["s3"], encryptsSnapshots: true },
      { parent: this, provider },
    );
    const child = (extra: ChildOptions = {}) => this.child({ ...extra, provider });
    const { bucket, versioning } = versionedBucket(name, {
      ...{ scope, child, keyId: key.arn, oldVersionDays: OLD_VERSION_DAYS, lockable: lockDays !== undefined },
      rules: [...expiry, { name: "locks", prefix: "locks/", days: LOCKS_DAYS }].map((rule) => ({
        ...lifecycleRule(rule.name, { expiration: { days: rule.days } }),
        filter: { prefix: rule.prefix },
      })),
    });
    if (lockDays !== undefined) {
      new aws.s3.BucketObjectLockConfiguration(
        `${name}-lock`,
        { bucket: bucket.id, rule: { defaultRetention: { mode: lockMode.toUpperCase(), days: lockDays } } },
        child(),
      );
    }
    return { bucket, versioning, key };
  }

  private copyElsewhere(name: string, here: Copied, region: string): void {
    const { scope } = this.args;
    const there = { ...scope, region };
    const provider = copyProvider(name, there, this);
    const target = this.place({ name: `${name}-copy`, scope: there, provider });
    replicate(name, {
      component: this,
      child: (extra) => this.child(extra),
      here: { ...here, scope },
      there: { ...target, scope: there },
    });
  }
}
