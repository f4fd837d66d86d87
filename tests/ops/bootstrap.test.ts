import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import type { BootstrapOptions } from "../../ops/bootstrap/options";
import { regionsIn } from "../../ops/bootstrap/regions";
import { stateTemplate } from "../../ops/bootstrap/state";
import { bootstrapTemplate } from "../../ops/bootstrap/template";
import { main } from "../../ops/cli";
import type { Properties } from "../../rehearsal/clouds/model";
import { fileConfig, root } from "../support/configs";
import { simulate } from "../support/simulate";

const options: BootstrapOptions = {
  ...{
    app: "shop",
    name: "shop-prod",
    account: "333333333333",
    region: "eu-west-1",
    environment: "prod",
    providerExists: false,
  },
  repositories: ["acme/platform", "acme/api"],
  services: ["ec2", "eks", "iam", "lb", "rds", "s3", "secretsmanager", "vpc"],
  regions: ["eu-west-1"],
  reads: [],
};

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: { readonly StringEquals?: Readonly<Record<string, readonly string[]>> };
}
interface Role {
  readonly Properties: {
    readonly AssumeRolePolicyDocument: object;
    readonly ManagedPolicyArns: readonly string[];
    readonly Policies: readonly { readonly PolicyDocument: { readonly Statement: readonly Statement[] } }[];
  };
}
const resources = (over: Partial<BootstrapOptions> = {}) =>
  (bootstrapTemplate({ ...options, ...over }) as { Resources: Record<string, Role> }).Resources;
const rights = (role: Role) => role.Properties.Policies[0]!.PolicyDocument.Statement;
const actions = (role: Role, effect = "Allow") =>
  rights(role).flatMap(({ Effect, Action }) => (Effect === effect ? [Action].flat() : []));

describe("the roles of CI", () => {
  test.each([
    ["Preview", "preview-prod"],
    ["Watch", "watch-prod"],
    ["Deploy", "prod"],
  ])("%s is taken by the named repositories' jobs in the environment %s alone", (name, environment) => {
    expect(resources()[name]!.Properties.AssumeRolePolicyDocument).toMatchObject({
      Statement: [
        {
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: {
            StringEquals: {
              "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
              "token.actions.githubusercontent.com:sub": [
                `repo:acme/platform:environment:${environment}`,
                `repo:acme/api:environment:${environment}`,
              ],
            },
          },
        },
      ],
    });
  });

  test("who previews changes nothing and reads no data; who deploys has the services that the stack is made of", () => {
    const { Preview, Watch, Deploy } = resources() as { Preview: Role; Watch: Role; Deploy: Role };
    for (const role of [Preview, Watch]) {
      expect(
        actions(role).filter(
          (each) => !/:(List|Get|Describe)|^kms:|^s3:(Put|Delete)Object$|^sts:AssumeRole$/.test(each),
        ),
      ).toEqual([]);
      expect(actions(role, "Deny")).toContain("s3:GetObject*");
      const writes = rights(role).find(({ Action }) => [Action].flat().includes("s3:PutObject"))!;
      expect(writes.Resource).toEqual(["arn:aws:s3:::slipway-state-333333333333-eu-west-1/.pulumi/locks/*"]);
    }
    expect(actions(Preview)).not.toContain("secretsmanager:GetSecretValue");
    expect(actions(Deploy)).toEqual(expect.arrayContaining(["ec2:*", "eks:*", "elasticloadbalancing:*", "rds:*"]));
    expect(
      actions(Deploy).filter((each) => each === "*" || each === "iam:*" || /User|AccessKey|sqs/.test(each)),
    ).toEqual([]);
    expect(Deploy.Properties.ManagedPolicyArns).toEqual([]);
  });

  test("who deploys makes roles of the stack's own name alone, and cannot widen its own", () => {
    const { Deploy } = resources() as { Deploy: Role };
    const iam = rights(Deploy).filter(
      ({ Effect, Action }) => Effect === "Allow" && [Action].flat().some((each) => /^iam:\*/.test(each)),
    );
    for (const { Resource } of iam)
      for (const each of [Resource!].flat()) expect(each).toMatch(/\/shop-prod\*$|oidc\.eks\.eu-west-1/);
    expect(rights(Deploy).find(({ Effect }) => Effect === "Deny")!.Resource).toContain(
      "arn:aws:iam::333333333333:role/shop-prod-ci-deploy",
    );
  });

  test("who deploys may do so where the stack is and copies to, and nowhere else", () => {
    const where = (regions: readonly string[]) => {
      const deploy = rights((resources({ regions }) as { Deploy: Role }).Deploy);
      const everything = deploy.filter(
        ({ Action, Resource }) => Resource === "*" && [Action].flat().some((each) => /^\w+:\*$/.test(each)),
      );
      expect(everything).toHaveLength(1);
      const secrets = deploy.find(({ Action }) => [Action].flat().includes("secretsmanager:*"))!;
      return {
        services: everything[0]!.Condition!.StringEquals!["aws:RequestedRegion"],
        secrets: [secrets.Resource!].flat().map((each) => each.split(":")[3]),
      };
    };
    expect(where(["eu-west-1"])).toEqual({ services: ["eu-west-1", "us-east-1"], secrets: ["eu-west-1"] });
    expect(where(["eu-central-1", "eu-west-1"])).toEqual({
      services: ["eu-west-1", "eu-central-1", "us-east-1"],
      secrets: ["eu-west-1", "eu-central-1"],
    });
  });

  test("who deploys may make whatever the stack names, and what databases make in its name", async () => {
    const config = fileConfig("Pulumi.prod.yaml");
    const account = config["slipway:account"]!;
    const { resources: made } = await simulate(require("../../index"), {
      ...{ stack: "prod", config, region: "eu-west-1", account },
      existing: [`arn:aws:iam::${account}:role/developers`],
    });
    const { Deploy } = resources({ account }) as { Deploy: Role };
    const allowed = rights(Deploy)
      .filter(({ Effect, Resource }) => Effect === "Allow" && Resource !== "*")
      .flatMap(({ Resource }) => [Resource!].flat())
      .map((each) => new RegExp(`^${each.replace(/[.$]/g, "\\$&").replaceAll("*", ".*").replaceAll("?", ".")}$`));
    const secretsOf = (outputs: Properties): string[] =>
      ((outputs["masterUserSecrets"] ?? []) as { secretArn: string }[]).map(({ secretArn }) => secretArn);
    const named = made.filter(({ type }) =>
      /^aws:(s3\/bucket|secretsmanager\/secret|iam\/role|iam\/policy):/.test(type),
    );
    const arns = [
      ...named.map(({ outputs }) => String(outputs["arn"])),
      ...made.flatMap(({ outputs }) => secretsOf(outputs)),
    ];
    expect(arns.length).toBeGreaterThan(20);
    expect(arns.filter((arn) => !allowed.some((pattern) => pattern.test(arn)))).toEqual([]);
  });

  test("the key of Atlas's API is read by who deploys and who looks for drift, and by nobody else", () => {
    const reads = ["atlas/api-key", "arn:aws:secretsmanager:eu-west-1:333333333333:secret:other-AbCdEf"];
    const { Preview, Watch, Deploy } = resources({ reads }) as { Preview: Role; Watch: Role; Deploy: Role };
    const read = (role: Role) => JSON.stringify(rights(role));
    for (const role of [Watch, Deploy]) {
      expect(read(role)).toContain("arn:aws:secretsmanager:eu-west-1:333333333333:secret:atlas/api-key-??????");
      expect(read(role)).toContain("secret:other-AbCdEf");
    }
    expect(read(Preview)).not.toMatch(/atlas|other/);
  });

  test("GitHub is made known to the account once", () => {
    expect(Object.keys(resources())).toContain("GitHub");
    expect(Object.keys(resources({ providerExists: true }))).not.toContain("GitHub");
  });
});

test("a stack's regions are those that its resources on AWS name", () => {
  const bucket = "aws:s3/bucket:Bucket";
  expect(
    regionsIn([
      { type: "pulumi:providers:aws", inputs: { region: "eu-west-1" } },
      { type: "aws:secretsmanager/secret:Secret", inputs: { replicas: [{ region: "eu-central-1" }] } },
      { type: "aws:rds/instance:Instance", inputs: { replicateSourceDb: "arn:aws:rds:eu-north-1:1:db:a" } },
      { type: "aws:iam/rolePolicy:RolePolicy", inputs: { policy: '{"Resource":"arn:aws:s3:::a"}' } },
      { type: bucket, inputs: { tags: { region: "nowhere" } } },
      { type: "kubernetes:core/v1:ConfigMap", inputs: { data: { region: "ap-south-1" } } },
    ]),
  ).toEqual(["eu-central-1", "eu-north-1", "eu-west-1"]);
});

test("the state's bucket is versioned, encrypted, closed, and outlives its stack", () => {
  const { Resources } = stateTemplate(options) as {
    Resources: Record<string, { DeletionPolicy?: string; Properties: Record<string, unknown> }>;
  };
  expect(Resources["Bucket"]).toMatchObject({
    DeletionPolicy: "Retain",
    Properties: {
      VersioningConfiguration: { Status: "Enabled" },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    },
  });
  expect(Resources["Key"]).toMatchObject({ DeletionPolicy: "Retain", Properties: { EnableKeyRotation: true } });
  expect(JSON.stringify(Resources["Policy"])).toContain('"aws:SecureTransport":"false"');
});

describe("the command", () => {
  const folder = mkdtempSync(join(tmpdir(), "slipway-bootstrap-test-"));
  const { PATH } = process.env;
  let said = "";

  /** An AWS CLI that answers as a young account does. */
  const aws = (account: string, quota: number) => {
    const script = `#!${process.execPath}
const [service, verb, ...rest] = process.argv.slice(2);
require("node:fs").appendFileSync(${JSON.stringify(join(folder, "calls"))}, [service, verb, ...rest].join(" ") + "\\n");
const answers = {
  "sts get-caller-identity": { Account: "${account}", Arn: "arn:aws:iam::${account}:user/jo" },
  "iam list-open-id-connect-providers": { OpenIDConnectProviderList: [] },
  "service-quotas get-service-quota": { Quota: { Value: ${quota} } },
};
if (verb === "describe-stack-resource") process.exit(254);
if (verb === "deploy") console.log("Successfully created/updated stack");
else console.log(JSON.stringify(answers[service + " " + verb] ?? (rest.includes("--query") ? 1 : {})));
`;
    writeFileSync(join(folder, "aws"), script);
    chmodSync(join(folder, "aws"), 0o755);
    writeFileSync(join(folder, "calls"), "");
  };
  const calls = () => readFileSync(join(folder, "calls"), "utf8").trim().split("\n");

  const run = async (...args: string[]) => {
    said = "";
    const note = (text: unknown): boolean => {
      said += String(text);
      return true;
    };
    const spies = [process.stdout, process.stderr].map((stream) =>
      jest.spyOn(stream, "write").mockImplementation(note),
    );
    process.env["PATH"] = [folder, PATH].join(delimiter);
    try {
      return await main(["bootstrap", "--repository", "acme/platform", "-C", root, ...args]);
    } finally {
      process.env["PATH"] = PATH;
      for (const spy of spies) spy.mockRestore();
    }
  };
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("looks, makes the state's place and the roles, and says what to put where", async () => {
    aws("111111111111", 50);
    expect(await run("--stack", "dev")).toBe(0);
    expect(said).toContain("✓ VPCs: 1 needed, 1 of 50 in use");
    expect(
      calls()
        .filter((line) => line.includes("deploy"))
        .map((line) => / --stack-name (\S+)/.exec(line)?.[1]),
    ).toEqual(["slipway-state", "shop-dev-ci"]);
    expect(said).toContain('npx pulumi login "s3://slipway-state-111111111111-eu-west-1?region=eu-west-1"');
    expect(said).toContain("DEPLOY_ROLE = arn:aws:iam::111111111111:role/shop-dev-ci-deploy");
  }, 60_000);

  test("a stack that copies to another region may deploy there", async () => {
    aws("333333333333", 5000);
    const revrx = join(root, "examples/revrx");
    expect(await run("--stack", "prod", "--dry-run", "--json", "-C", revrx)).toBe(0);
    const { template } = JSON.parse(said.slice(said.indexOf("{\n"))) as { template: { Resources: { Deploy: Role } } };
    const regions = rights(template.Resources.Deploy).flatMap(
      ({ Condition }) => Condition?.StringEquals?.["aws:RequestedRegion"] ?? [],
    );
    expect(regions).toEqual(["eu-west-1", "eu-central-1", "us-east-1"]);
  }, 60_000);

  test("says which quota is too small, and makes nothing in a dry run", async () => {
    aws("111111111111", 1);
    expect(await run("--stack", "dev", "--dry-run")).toBe(2);
    expect(said).toContain("✗ VPCs: 1 needed, 1 of 1 in use (quota L-F678F1CE: ask for more)");
    expect(calls().some((line) => line.includes("cloudformation deploy"))).toBe(false);
  }, 60_000);

  test("refuses another account, and prod without consent, before anything else", async () => {
    aws("999999999999", 50);
    expect(await run("--stack", "dev")).toBe(3);
    expect(said).toContain("The credentials are for the account 999999999999");
    expect(calls()).toHaveLength(2);
    expect(await run("--stack", "prod")).toBe(3);
    expect(said).toContain("--yes shop-prod");
  });
});
