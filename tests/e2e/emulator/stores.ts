/** Buckets and caches. */
import { type Comparison, lax, make, missing, ref, remove } from "./row";

const bucket = "aws:s3/bucket:Bucket";
const bucketOf = (name: string) =>
  [
    [
      "s3",
      "create_bucket",
      { Bucket: name, CreateBucketConfiguration: { LocationConstraint: "eu-central-1" } },
      "Location",
    ],
    [bucket, { bucket: name }],
  ] as const;

const setting = (operation: string, parameters: object, kind: string, inputs: object): Comparison =>
  make(
    `${kind} of a bucket that is not there`,
    "NoSuchBucket",
    `lost-${kind}`,
    ["s3", operation, { Bucket: "not-there", ...parameters }],
    [`aws:s3/bucket${kind}:Bucket${kind}`, { bucket: "not-there", ...inputs }],
  );

const rotated = { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" } }] };
const expiring = { Rules: [{ ID: "a", Status: "Enabled", Filter: { Prefix: "" }, Expiration: { Days: 1 } }] };

export const buckets: readonly Comparison[] = [
  make("a bucket", "ok", "bucket", ...bucketOf("shop-files")),
  make("a bucket that one has already", "BucketAlreadyOwnedByYou", "bucket-again", ...bucketOf("shop-files")),
  make("a bucket with too long a name", "InvalidBucketName", "long", ...bucketOf("s".repeat(64))),
  make(
    "a bucket with capitals",
    "InvalidBucketName",
    "capitals",
    ...bucketOf("Shop-Files"),
    lax("moto looks at the length alone"),
  ),
  setting("put_bucket_versioning", { VersioningConfiguration: { Status: "Enabled" } }, "Versioning", {}),
  setting(
    "put_public_access_block",
    { PublicAccessBlockConfiguration: { BlockPublicAcls: true } },
    "PublicAccessBlock",
    {},
  ),
  setting("put_bucket_policy", { Policy: "{}" }, "Policy", { policy: "{}" }),
  setting("put_bucket_lifecycle_configuration", { LifecycleConfiguration: expiring }, "LifecycleConfiguration", {}),
  setting(
    "put_bucket_encryption",
    { ServerSideEncryptionConfiguration: rotated },
    "ServerSideEncryptionConfiguration",
    { rules: [] },
  ),
  setting(
    "put_bucket_ownership_controls",
    { OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] } },
    "OwnershipControls",
    {},
  ),
  remove("a bucket", "ok", "bucket", ["s3", "delete_bucket", { Bucket: "shop-files" }]),
];

const cache = "aws:elasticache/replicationGroup:ReplicationGroup";
const cacheSubnets = (name: string, ...subnetIds: readonly unknown[]) =>
  [
    [
      "elasticache",
      "create_cache_subnet_group",
      { CacheSubnetGroupName: name, CacheSubnetGroupDescription: name, SubnetIds: subnetIds },
      "CacheSubnetGroup.CacheSubnetGroupName",
    ],
    ["aws:elasticache/subnetGroup:SubnetGroup", { name, subnetIds }],
  ] as const;

const cacheOf = (name: string, subnets: string) =>
  [
    [
      "elasticache",
      "create_replication_group",
      {
        ...{ ReplicationGroupId: name, ReplicationGroupDescription: name, CacheSubnetGroupName: subnets },
        ...{ Engine: "redis", CacheNodeType: "cache.t4g.micro", NumCacheClusters: 2, AutomaticFailoverEnabled: true },
        ...{ TransitEncryptionEnabled: true },
      },
      "ReplicationGroup.ReplicationGroupId",
    ],
    [
      cache,
      {
        ...{ replicationGroupId: name, description: name, subnetGroupName: subnets, numCacheClusters: 2 },
        ...{ automaticFailoverEnabled: true, transitEncryptionEnabled: true },
      },
    ],
  ] as const;

export const caches: readonly Comparison[] = [
  make(
    "a cache's subnets that are not there",
    "InvalidSubnet",
    "lost-cache-subnets",
    ...cacheSubnets("lost", missing("subnet")),
    lax("moto does not look the subnets up"),
  ),
  make("a cache's subnets", "ok", "cache-subnets", ...cacheSubnets("cache", ref("subnet-a"), ref("subnet-b")), {
    shapes: { "CacheSubnetGroup.ARN": "arn" },
  }),
  make(
    "a cache's subnets again",
    "CacheSubnetGroupAlreadyExists",
    "cache-subnets-again",
    ...cacheSubnets("cache", ref("subnet-a")),
  ),
  make(
    "a cache in subnets that are not there",
    "CacheSubnetGroupNotFoundFault",
    "lost-cache",
    ...cacheOf("lost", "nowhere"),
    lax("moto does not look the subnet group up"),
  ),
  make("a cache", "ok", "cache", ...cacheOf("cache", "cache"), {
    shapes: {
      "ReplicationGroup.ARN": "arn",
      "ReplicationGroup.MemberClusters.0": "memberClusters.0",
      "ReplicationGroup.NodeGroups.0.PrimaryEndpoint.Port": "port",
    },
  }),
  make("a cache of a name that is taken", "ReplicationGroupAlreadyExists", "cache-again", ...cacheOf("cache", "cache")),
];
