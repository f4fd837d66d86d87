import { catalogue } from "../../../components/addons/catalogue";
import { addonStatements } from "../../../components/clouds/aws/addon-rights";
import type { AddonName, AwsStatement, CloudFacts } from "../../../components/contracts/addon";
import { contextOf } from "./context";

const { facts, settings } = contextOf("prod");
const names = (Object.keys(catalogue) as AddonName[]).filter((name) => catalogue[name].identity);
const statementsOf = (name: AddonName, of: CloudFacts = facts): readonly AwsStatement[] =>
  addonStatements(catalogue[name].identity!, of, settings);
const all = names.flatMap((name) => statementsOf(name).map((statement) => [name, statement.Sid!, statement] as const));
const named = (name: AddonName, sid: string): AwsStatement => statementsOf(name).find(({ Sid }) => Sid === sid)!;
const resources = ({ Resource }: AwsStatement): string[] => [Resource].flat() as string[];

/** Actions that only look, or for which AWS knows no resource; documented beside the statements. */
const READS =
  /^(?:ec2:(?:Describe|Get)\w+|autoscaling:Describe\w+|elasticloadbalancing:Describe\w+|pricing:GetProducts|cloudwatch:(?:Get|List)\w+|tag:GetResources|iam:ListInstanceProfiles|route53:ListHostedZones|ecr:GetAuthorizationToken)$/;

describe("policies of controllers", () => {
  test.each(all)("%s, %s: names its actions", (_, __, { Action }) => {
    expect(Action.length).toBeGreaterThan(0);
    for (const action of Action) expect(action).toMatch(/^[a-z0-9-]+:[A-Z]\w+$/);
  });

  test.each(all)("%s, %s: only reads are allowed on everything", (_, __, statement) => {
    if (!resources(statement).includes("*")) return;
    for (const action of statement.Action) expect(action).toMatch(READS);
  });

  test.each(all)("%s, %s: stays in its own account and region", (_, __, statement) => {
    for (const resource of resources(statement).filter((each) => each !== "*")) {
      expect(resource).toMatch(/^arn:aws:[a-z0-9]+:(?:eu-west-1)?:(?:111122223333)?:/);
    }
  });

  test.each(names)("%s: every statement has a name of its own", (name) => {
    const sids = statementsOf(name).map(({ Sid }) => Sid);
    expect(new Set(sids).size).toBe(sids.length);
    for (const sid of sids) expect(sid).toMatch(/^[A-Za-z0-9]+$/);
  });

  test.each(names)("%s: ARNs are of the region's own world", (name) => {
    const inChina = statementsOf(name, { ...facts, region: "cn-north-1" }).flatMap(resources);
    // A bucket and its key are what they are: their ARNs are not worked out here.
    const own = inChina.filter((each) => each !== "*" && !/(?:shop-|key\/)(?:logs|traces)/.test(each));
    for (const resource of own) expect(resource).toMatch(/^arn:aws-cn:/);
  });
});

describe("Karpenter", () => {
  const writes = statementsOf("karpenter").filter(({ Action }) =>
    Action.some((action) => /^(?:ec2|iam):(?:Run|Create|Terminate|Delete|Tag|Add|Remove)/.test(action)),
  );

  test("whatever it makes or changes carries the cluster's name, but for what machines are started from", () => {
    const unbound = writes.filter(
      ({ Condition }) => !JSON.stringify(Condition ?? {}).includes('eks-cluster-name":"shop-prod"'),
    );
    expect(unbound.map(({ Sid }) => Sid)).toEqual(["StartFromWhatIsThere"]);
  });

  test("it ends and deletes machines of this cluster's node pools only", () => {
    const { Action, Condition } = named("karpenter", "DeleteOwn");
    expect(Action).toEqual(["ec2:TerminateInstances", "ec2:DeleteLaunchTemplate"]);
    expect(Condition).toEqual({
      StringEquals: { "aws:ResourceTag/eks:eks-cluster-name": "shop-prod" },
      StringLike: { "aws:ResourceTag/karpenter.sh/nodepool": "*" },
    });
  });

  test("it hands on no role but the nodes', and to EC2 only", () => {
    const passing = statementsOf("karpenter").filter(({ Action }) => Action.includes("iam:PassRole"));
    expect(passing).toHaveLength(1);
    expect(resources(passing[0]!)).toEqual(["arn:aws:iam::111122223333:role/shop-prod-nodes"]);
    expect(passing[0]!.Condition).toMatchObject({ StringEquals: { "iam:PassedToService": expect.anything() } });
  });

  test("it reads the queue that is called as the cluster", () => {
    expect(resources(named("karpenter", "HearOfInterruptions"))).toEqual([
      "arn:aws:sqs:eu-west-1:111122223333:shop-prod",
    ]);
  });
});

describe("External Secrets", () => {
  test("reads the stack's own secrets by their prefix, and changes none", () => {
    expect(resources(named("external-secrets", "ReadOwnSecrets"))).toEqual([
      "arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop/prod/*",
    ]);
    expect(
      statementsOf("external-secrets")
        .flatMap(({ Action }) => Action)
        .sort(),
    ).toEqual([
      "kms:Decrypt",
      "secretsmanager:DescribeSecret",
      "secretsmanager:DescribeSecret",
      "secretsmanager:DescribeSecret",
      "secretsmanager:GetSecretValue",
      "secretsmanager:GetSecretValue",
      "secretsmanager:GetSecretValue",
    ]);
  });

  test("of the secrets that RDS makes, those of the stack's databases only", () => {
    const { Resource, Condition } = named("external-secrets", "ReadDatabaseSecrets");
    expect(Resource).toBe("arn:aws:secretsmanager:eu-west-1:111122223333:secret:rds!db-*");
    expect(Condition).toEqual({
      StringLike: {
        "aws:ResourceTag/aws:rds:primaryDBInstanceArn": "arn:aws:rds:eu-west-1:111122223333:db:shop-prod-*",
      },
    });
  });

  test("of those that DocumentDB makes, too", () => {
    const { Resource, Condition } = named("external-secrets", "ReadClusterSecrets");
    expect(Resource).toBe("arn:aws:secretsmanager:eu-west-1:111122223333:secret:rds!cluster-*");
    expect(Condition).toEqual({
      StringLike: {
        "aws:ResourceTag/aws:rds:primaryDBClusterArn": "arn:aws:rds:eu-west-1:111122223333:cluster:shop-prod-*",
      },
    });
  });

  test("decrypts nothing but secrets, through Secrets Manager", () => {
    expect(named("external-secrets", "DecryptThem").Condition).toMatchObject({
      StringEquals: { "kms:ViaService": "secretsmanager.eu-west-1.amazonaws.com" },
    });
  });
});

test("the load balancer controller changes targets of this stack's groups, and nothing else", () => {
  const writes = statementsOf("aws-load-balancer-controller").filter(({ Resource }) => Resource !== "*");
  expect(writes.flatMap(({ Action }) => Action)).toEqual([
    "elasticloadbalancing:RegisterTargets",
    "elasticloadbalancing:DeregisterTargets",
  ]);
  expect(writes[0]!.Condition).toEqual({
    StringEquals: { "aws:ResourceTag/Project": "shop", "aws:ResourceTag/Stack": "prod" },
  });
});

test("without the stack's tags it gets no rights, rather than all", () => {
  const untagged = { ...facts, tags: { Project: "shop" } };
  expect(() => statementsOf("aws-load-balancer-controller", untagged)).toThrow(/tags Project and Stack/);
});

test("the cluster autoscaler resizes groups of its own cluster only", () => {
  expect(named("cluster-autoscaler", "ResizeOwnGroups").Condition).toMatchObject({
    StringEquals: { "aws:ResourceTag/eks:cluster-name": "shop-prod" },
  });
});
