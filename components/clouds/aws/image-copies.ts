import * as aws from "@pulumi/aws";
import type { CustomResourceOptions, Resource } from "@pulumi/pulumi";
import type { Scope } from "../../contracts/common";
import type { ChildOptions, ComponentOpts } from "../../shared/base-component";
import { copyProvider } from "./bucket-copy";
import { forgetImages } from "./image-rules";
import { AwsKey } from "./key";
import { ServiceRole } from "./role";
import { arn, iamArn, type PolicyStatement, policyDocument, principal } from "./statements";

export interface CopyImagesArgs {
  /** The component that all of it belongs to. */
  readonly component: Resource;
  readonly child: (extra?: ChildOptions) => CustomResourceOptions;
  readonly scope: Scope;
  /** The same in the region of the copies. */
  readonly away: Scope;
}

/** The key of images in one region. ECR works with grants on it, which it makes and retires for whoever made the repository. */
export function imagesKey(name: string, scope: Scope, opts: ComponentOpts): AwsKey {
  const grants: PolicyStatement = {
    ...{ Sid: "GrantToRegistry", Effect: "Allow", Principal: principal("AWS", iamArn(scope, "root")) },
    ...{ Action: ["kms:CreateGrant", "kms:RetireGrant"], Resource: "*" },
    Condition: {
      StringEquals: {
        "kms:CallerAccount": scope.account,
        "kms:ViaService": `ecr.${scope.region}.amazonaws.com`,
      },
    },
  };
  return new AwsKey(
    `${name}-key`,
    { scope, description: `Images of ${scope.name}`, services: ["ecr"], statements: [grants] },
    opts,
  );
}

/**
 * Copies every image of the stack to another region as it is pushed. ECR makes the repositories there by itself, as a template
 * says; without one their tags could be moved, and nothing would ever be removed. A registry (one account in one region) has
 * one replication configuration: no other stack there may have one.
 */
export function copyImages(name: string, { component, child, scope, away }: CopyImagesArgs): void {
  const provider = copyProvider(name, away, component);
  const key = imagesKey(`${name}-copy`, away, { parent: component, provider });
  const role = new ServiceRole(
    `${name}-copies`,
    { scope, description: `Makes repositories for copies in ${away.region}`, service: "ecr", policies: [] },
    { parent: component },
  );
  const rights = new aws.iam.RolePolicy(
    `${name}-copies-policy`,
    { role: role.roleName, policy: policyDocument(copyStatements(away, key)) },
    child(),
  );
  const template = new aws.ecr.RepositoryCreationTemplate(
    `${name}-copies`,
    {
      prefix: away.name,
      description: `Copies of images of ${away.name}`,
      appliedFors: ["REPLICATION"],
      imageTagMutability: "IMMUTABLE",
      encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: key.arn }],
      lifecyclePolicy: forgetImages(),
      resourceTags: { ...away.tags },
      customRoleArn: role.arn,
    },
    child({ provider, dependsOn: [rights] }),
  );
  new aws.ecr.ReplicationConfiguration(
    `${name}-copy`,
    {
      replicationConfiguration: {
        rules: [
          {
            destinations: [{ region: away.region, registryId: scope.account }],
            repositoryFilters: [{ filter: `${scope.name}/`, filterType: "PREFIX_MATCH" }],
          },
        ],
      },
    },
    // What is copied before the template is there would be kept as ECR sees fit.
    child({ dependsOn: [template] }),
  );
}

/** What the template's role takes (ECR user guide, "IAM permissions for creating repository creation templates"). */
function copyStatements(away: Scope, key: AwsKey): PolicyStatement[] {
  const repositories = arn(away, "ecr", `repository/${away.name}/*`);
  return [
    {
      ...{ Effect: "Allow", Resource: repositories },
      Action: ["ecr:CreateRepository", "ecr:ReplicateImage", "ecr:TagResource"],
    },
    {
      ...{ Effect: "Allow", Resource: key.arn },
      Action: ["kms:CreateGrant", "kms:RetireGrant", "kms:DescribeKey"],
    },
  ];
}
