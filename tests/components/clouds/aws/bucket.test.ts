import { AwsBucket, type AwsBucketArgs } from "../../../../components/clouds/aws/bucket";
import { type Simulation, simulate, UNKNOWN } from "../../../support/simulate";
import { allStatements, keyArn, scopeOf, statementsOf, world } from "./fixtures";

type Mode = "up" | "preview";

const free = scopeOf();
const guarded = scopeOf({ protect: true, environment: "prod" });

function bucket(changes: Partial<AwsBucketArgs> = {}, mode: Mode = "up"): Promise<Simulation> {
  const args: AwsBucketArgs = { scope: free, oldVersionDays: 30, ...changes };
  return simulate(
    () => {
      const { kind, name, id, region, keyId } = new AwsBucket("shop-dev-media", args);
      return { kind, name, id, region, keyId };
    },
    { existing: world, mode },
  );
}

describe("a bucket", () => {
  let made: Simulation;
  beforeAll(async () => {
    made = await bucket();
  });
  const of = (type: string, which: string) => made.one(type, `shop-dev-media${which}`);

  test("is two buckets: the objects, and who reached them", () => {
    expect(made.find("s3/bucket:Bucket").map((b) => b.name)).toEqual(["shop-dev-media", "shop-dev-media-logs"]);
    expect(made.one("BucketLogging").inputs).toMatchObject({
      bucket: of("s3/bucket:Bucket", "").id,
      targetBucket: of("s3/bucket:Bucket", "-logs").id,
      targetPrefix: "access/",
    });
  });

  test.each(["", "-logs"])("bucket%s is closed to the public by all four flags, and has no ACLs", (which) => {
    const own = of("s3/bucket:Bucket", which).id;
    expect(of("BucketPublicAccessBlock", `${which}-public`).inputs).toEqual({
      bucket: own,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    expect(of("BucketOwnershipControls", `${which}-ownership`).inputs).toMatchObject({
      bucket: own,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
  });

  test.each(["", "-logs"])("bucket%s refuses everybody without TLS, or with an old one", (which) => {
    const { arn } = of("s3/bucket:Bucket", which).outputs;
    const denied = { Effect: "Deny", Principal: "*", Action: ["s3:*"], Resource: [arn, `${arn}/*`] };
    expect(statementsOf(of("BucketPolicy", `${which}-policy`)).slice(0, 2)).toEqual([
      { Sid: "DenyWithoutTls", ...denied, Condition: { Bool: { "aws:SecureTransport": "false" } } },
      { Sid: "DenyOldTls", ...denied, Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } } },
    ]);
    expect(made.waits(of("BucketPolicy", `${which}-policy`), of("BucketPublicAccessBlock", `${which}-public`))).toBe(
      true,
    );
  });

  test.each(["", "-logs"])("bucket%s is versioned before rules about versions come", (which) => {
    const versioning = of("BucketVersioning", `${which}-versioning`);
    expect(versioning.inputs).toMatchObject({ versioningConfiguration: { status: "Enabled" } });
    expect(made.waits(of("BucketLifecycleConfiguration", `${which}-lifecycle`), versioning)).toBe(true);
  });

  test("encrypts objects with its own key, and logs with S3's, the only one that log delivery can use", () => {
    expect(of("BucketServerSideEncryptionConfiguration", "-encryption").inputs["rules"]).toEqual([
      {
        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn(made) },
        bucketKeyEnabled: true,
      },
    ]);
    expect(of("BucketServerSideEncryptionConfiguration", "-logs-encryption").inputs["rules"]).toEqual([
      { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } },
    ]);
  });

  test("the one thing allowed is S3's log delivery, from this bucket of this account, below its prefix", () => {
    const allowed = allStatements(made).filter(
      ({ of: where, statement }) => !/key/.test(where) && statement.Effect === "Allow",
    );
    expect(allowed.map(({ statement }) => statement)).toEqual([
      {
        Sid: "DeliverAccessLogs",
        Effect: "Allow",
        Principal: { Service: "logging.s3.amazonaws.com" },
        Action: ["s3:PutObject"],
        Resource: `${of("s3/bucket:Bucket", "-logs").outputs["arn"]}/access/*`,
        Condition: {
          ArnLike: { "aws:SourceArn": of("s3/bucket:Bucket", "").outputs["arn"] },
          StringEquals: { "aws:SourceAccount": "123456789012" },
        },
      },
    ]);
  });

  const all = { status: "Enabled", filter: { prefix: "" } };
  const tidy = {
    ...all,
    id: "tidy",
    abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
    noncurrentVersionExpiration: { noncurrentDays: 30 },
  };
  const markers = { ...all, id: "markers", expiration: { expiredObjectDeleteMarker: true } };
  const cool = { ...all, id: "cool", transitions: [{ days: 60, storageClass: "INTELLIGENT_TIERING" }] };
  const expire = { ...all, id: "expire", expiration: { days: 365 } };
  test.each([
    ["nothing more asked for", {}, [tidy, markers]],
    ["cold storage", { coldAfterDays: 60 }, [tidy, cool, markers]],
    ["expiry", { expireAfterDays: 365 }, [tidy, expire]],
    ["both", { coldAfterDays: 60, expireAfterDays: 365 }, [tidy, cool, expire]],
  ])("ages its objects: %s", async (_, changes, rules) => {
    const aged = await bucket(changes);
    expect(aged.one("BucketLifecycleConfiguration", "shop-dev-media-lifecycle").inputs["rules"]).toEqual(rules);
  });

  test("keeps access logs for 90 days", () => {
    expect(of("BucketLifecycleConfiguration", "-logs-lifecycle").inputs["rules"]).toContainEqual({
      ...all,
      id: "expire",
      expiration: { days: 90 },
    });
  });

  test("gives what a workload's identity is written with", () => {
    expect(made.outputs).toEqual({
      kind: "bucket",
      name: of("s3/bucket:Bucket", "").outputs["bucket"],
      id: of("s3/bucket:Bucket", "").outputs["arn"],
      region: "eu-central-1",
      keyId: keyArn(made),
    });
  });

  test.each([
    ["goes with its stack, objects and all, where that is not protected", free, true],
    ["stays, with its logs and its key, where that is protected", guarded, false],
  ])("%s", async (_, scope, forceDestroy) => {
    const kept = await bucket({ scope });
    for (const each of kept.find("s3/bucket:Bucket")) {
      expect(each.inputs["forceDestroy"]).toBe(forceDestroy);
      expect(each.protect).toBe(scope.protect);
    }
    expect(kept.one("kms/key:Key").protect).toBe(scope.protect);
  });

  test("can be previewed with nothing known", async () => {
    expect((await bucket({}, "preview")).outputs).toMatchObject({
      kind: "bucket",
      id: UNKNOWN,
      region: "eu-central-1",
    });
  });
});

describe("a bucket with a copy in another region", () => {
  let made: Simulation;
  beforeAll(async () => {
    made = await bucket({ scope: guarded, copyTo: "eu-central-1", expireAfterDays: 90 });
  });
  const of = (type: string, which: string) => made.one(type, `shop-dev-media${which}`);

  test("is three: the objects, who reached them, and the copy, made by that region's provider", () => {
    const names = made.find("s3/bucket:Bucket").map(({ name }) => name);
    expect(names.sort()).toEqual(["shop-dev-media", "shop-dev-media-copy", "shop-dev-media-logs"]);
    expect(of("pulumi:providers:aws", "-copy-aws").inputs).toMatchObject({ region: "eu-central-1" });
    expect(of("s3/bucket:Bucket", "-copy").provider).toContain("shop-dev-media-copy-aws");
  });

  test("copies every object under the key there, once both have versions; a deletion here does not reach it", () => {
    const replication = of("BucketReplicationConfig", "-replication");
    const [rule] = replication.inputs["rules"] as Record<string, unknown>[];
    expect(rule).toMatchObject({
      status: "Enabled",
      filter: { prefix: "" },
      deleteMarkerReplication: { status: "Disabled" },
      destination: {
        bucket: of("s3/bucket:Bucket", "-copy").outputs["arn"],
        encryptionConfiguration: { replicaKmsKeyId: of("kms/key:Key", "-copy-key").outputs["arn"] },
      },
    });
    for (const which of ["", "-copy"])
      expect(made.waits(replication, of("BucketVersioning", `${which}-versioning`))).toBe(true);
  });

  test("the copy is as closed, as protected and as forgetful as what it is a copy of", () => {
    expect(of("s3/bucket:Bucket", "-copy").protect).toBe(true);
    expect(of("BucketPublicAccessBlock", "-copy-public").inputs).toMatchObject({ restrictPublicBuckets: true });
    expect(of("BucketLifecycleConfiguration", "-copy-lifecycle").inputs["rules"]).toEqual(
      of("BucketLifecycleConfiguration", "-lifecycle").inputs["rules"],
    );
  });
});
