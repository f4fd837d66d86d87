import { AwsIdentity, type AwsIdentityArgs } from "../../../../components/clouds/aws/identity";
import { grantStatements, partitionOf } from "../../../../components/clouds/aws/statements";
import type { Grant } from "../../../../components/contracts/identity";
import { type Simulation, simulate } from "../../../support/simulate";
import { cluster, scopeOf, statementsOf, world } from "./fixtures";

const keyId = "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555";
const secretId = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop/dev/stripe-AbCdEf";
const bucketGrant = (mode: "read" | "readWrite"): Grant => ({
  kind: "bucket",
  mode,
  bucket: { kind: "bucket", name: "media-1", id: "arn:aws:s3:::media-1", region: "eu-central-1", keyId },
});
const secretsGrant: Grant = { kind: "secrets", ids: [secretId] };

function identity(changes: Partial<AwsIdentityArgs> = {}): Promise<Simulation> {
  const args: AwsIdentityArgs = {
    scope: scopeOf(),
    cluster,
    namespace: "shop",
    serviceAccount: "api",
    mode: "podIdentity",
    grants: [bucketGrant("read"), secretsGrant],
    ...changes,
  };
  return simulate(
    () => {
      const { annotations, agent } = new AwsIdentity("shop-dev-api", args);
      return { annotations, agent };
    },
    { existing: world },
  );
}

describe("an identity by Pod Identity", () => {
  let made: Simulation;
  beforeAll(async () => {
    made = await identity();
  });

  test("is one role, one inline policy and one association", () => {
    expect(made.children(made.one("slipway:aws:Identity")).map((r) => r.type)).toEqual([
      "aws:iam/role:Role",
      "aws:iam/rolePolicy:RolePolicy",
      "aws:eks/podIdentityAssociation:PodIdentityAssociation",
    ]);
  });

  test("trusts the agent's service for one service account of one cluster of this account", () => {
    expect(statementsOf(made.one("Role"), "assumeRolePolicy")).toEqual([
      {
        Sid: "PodIdentity",
        Effect: "Allow",
        Principal: { Service: "pods.eks.amazonaws.com" },
        Action: ["sts:AssumeRole", "sts:TagSession"],
        Condition: {
          StringEquals: {
            "aws:SourceAccount": "123456789012",
            "aws:RequestTag/eks-cluster-arn": "arn:aws:eks:eu-central-1:123456789012:cluster/shop-dev",
            "aws:RequestTag/kubernetes-namespace": "shop",
            "aws:RequestTag/kubernetes-service-account": "api",
          },
        },
      },
    ]);
  });

  test("binds the service account to the role, once its rights are there", () => {
    const association = made.one("PodIdentityAssociation");
    expect(association.inputs).toMatchObject({
      clusterName: "shop-dev",
      namespace: "shop",
      serviceAccount: "api",
      roleArn: made.one("Role").outputs["arn"],
    });
    // The trust policy asks for session tags: without them nobody could take the role.
    expect(association.inputs["disableSessionTags"]).toBeUndefined();
    expect(made.waits(association, made.one("RolePolicy"))).toBe(true);
  });

  test("needs no annotation, and the agent", () => {
    expect(made.outputs).toEqual({ annotations: {}, agent: { cidr: "169.254.170.23/32", port: 80 } });
  });
});

describe("an identity by IRSA", () => {
  let made: Simulation;
  beforeAll(async () => {
    made = await identity({ mode: "irsa" });
  });

  test("trusts the cluster's issuer, with subject and audience pinned", () => {
    const issuer = "oidc.eks.eu-central-1.amazonaws.com/id/ABCDEF";
    expect(statementsOf(made.one("Role"), "assumeRolePolicy")).toEqual([
      {
        Sid: "ClusterIssuer",
        Effect: "Allow",
        Principal: { Federated: `arn:aws:iam::123456789012:oidc-provider/${issuer}` },
        Action: ["sts:AssumeRoleWithWebIdentity"],
        Condition: {
          StringEquals: {
            [`${issuer}:sub`]: "system:serviceaccount:shop:api",
            [`${issuer}:aud`]: "sts.amazonaws.com",
          },
        },
      },
    ]);
  });

  test("is bound by annotation, with no association and no agent", () => {
    expect(made.find("PodIdentityAssociation")).toEqual([]);
    expect(made.outputs).toEqual({
      annotations: { "eks.amazonaws.com/role-arn": made.one("Role").outputs["arn"] },
    });
  });
});

describe("what grants allow", () => {
  const rights = async (grants: readonly Grant[]) => statementsOf((await identity({ grants })).one("RolePolicy"));

  test("reading a bucket: list, get, and decrypt through S3", async () => {
    expect(await rights([bucketGrant("read")])).toEqual([
      { Effect: "Allow", Action: ["s3:ListBucket", "s3:GetBucketLocation"], Resource: "arn:aws:s3:::media-1" },
      { Effect: "Allow", Action: ["s3:GetObject"], Resource: "arn:aws:s3:::media-1/*" },
      {
        Effect: "Allow",
        Action: ["kms:Decrypt"],
        Resource: keyId,
        Condition: { StringEquals: { "kms:ViaService": "s3.eu-central-1.amazonaws.com" } },
      },
    ]);
  });

  test("writing adds put, delete, multipart and data keys, and nothing that manages the bucket", async () => {
    const [list, objects, key] = await rights([bucketGrant("readWrite")]);
    expect(list?.Action).toEqual(["s3:ListBucket", "s3:GetBucketLocation"]);
    expect(objects?.Action).toEqual([
      "s3:GetObject",
      "s3:PutObject",
      "s3:DeleteObject",
      "s3:AbortMultipartUpload",
      "s3:ListMultipartUploadParts",
    ]);
    expect(key?.Action).toEqual(["kms:Decrypt", "kms:GenerateDataKey"]);
  });

  test("secrets: these alone, and decrypting for these alone", async () => {
    expect(await rights([secretsGrant])).toEqual([
      {
        Effect: "Allow",
        Action: ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"],
        Resource: [secretId],
      },
      {
        Effect: "Allow",
        Action: ["kms:Decrypt"],
        Resource: "arn:aws:kms:eu-central-1:123456789012:key/*",
        Condition: {
          StringEquals: {
            "kms:ViaService": "secretsmanager.eu-central-1.amazonaws.com",
            "kms:EncryptionContext:SecretARN": [secretId],
          },
        },
      },
    ]);
  });

  test("no secrets: no statement, which AWS would call malformed", () => {
    expect(grantStatements(scopeOf(), [{ kind: "secrets", ids: [] }])).toEqual([]);
  });

  test.each([
    ["eu-central-1", "aws"],
    ["cn-north-1", "aws-cn"],
    ["us-gov-west-1", "aws-us-gov"],
  ])("a region such as %s is in the partition %s", (region, partition) => {
    expect(partitionOf(region)).toBe(partition);
  });
});

describe("an identity of an add-on", () => {
  const describeAll = { Effect: "Allow", Action: ["ec2:DescribeSubnets"], Resource: "*" } as const;

  test("takes statements as they are", async () => {
    const made = await identity({ grants: undefined, statements: [describeAll] });
    expect(statementsOf(made.one("RolePolicy"))).toEqual([describeAll]);
  });

  test.each(["*", "ec2:*"])("may not allow %s on everything", async (action) => {
    const statements = [{ Effect: "Allow", Action: [action], Resource: "*" } as const];
    await expect(identity({ statements })).rejects.toThrow(`identity shop-dev-api allows ${action} on every resource`);
  });

  test("may deny everything", async () => {
    const statements = [{ Effect: "Deny", Action: ["ec2:*"], Resource: "*" } as const, describeAll];
    await expect(identity({ grants: [], statements })).resolves.toBeDefined();
  });

  test("is refused where there is nothing to allow", async () => {
    await expect(identity({ grants: [] })).rejects.toThrow("identity shop-dev-api has nothing to allow");
  });

  test("has a role name that IAM takes, however long its own", async () => {
    const name = `shop-dev-${"very-long-".repeat(7)}worker`;
    const made = await simulate(
      () =>
        new AwsIdentity(name, {
          scope: scopeOf(),
          cluster,
          namespace: "shop",
          serviceAccount: "worker",
          mode: "podIdentity",
          grants: [secretsGrant],
        }).agent,
      { existing: world },
    );
    expect(String(made.one("Role").inputs["name"])).toMatch(/^shop-dev-very-long.*-[0-9a-f]{6}$/);
    expect(String(made.one("Role").inputs["name"]).length).toBeLessThanOrEqual(64);
  });
});
