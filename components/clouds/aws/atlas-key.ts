import * as aws from "@pulumi/aws";
import { CloudProviderAccessAuthorization } from "@pulumi/mongodbatlas/cloudProviderAccessAuthorization";
import { CloudProviderAccessSetup } from "@pulumi/mongodbatlas/cloudProviderAccessSetup";
import { EncryptionAtRest } from "@pulumi/mongodbatlas/encryptionAtRest";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { physicalName } from "../../shared/naming";
import { named } from "../../shared/tags";
import { type AwsAtlasLinkArgs, atlasRegion } from "./atlas-link";
import { AwsKey } from "./key";
import { policyDocument, principal } from "./statements";

export type AwsAtlasKeyArgs = Pick<AwsAtlasLinkArgs, "scope" | "projectId" | "ofAtlas">;

/**
 * A key of the stack's own that Atlas encrypts a project's clusters and backups with: taken away from it, they cannot be read. Atlas
 * uses it as a role that it alone takes, from its own account and with the project's own word (external id).
 */
export class AwsAtlasKey extends BaseComponent {
  constructor(name: string, { scope, projectId, ofAtlas }: AwsAtlasKeyArgs, opts?: ComponentOpts) {
    super("slipway:aws:AtlasKey", name, opts);
    const setup = new CloudProviderAccessSetup(name, { projectId, providerName: "AWS" }, this.child(ofAtlas));
    const asked = setup.awsConfigs.apply(([config]) => config);
    const role = new aws.iam.Role(
      `${name}-role`,
      {
        name: physicalName([name], 64),
        description: "MongoDB Atlas, for the key of one project",
        assumeRolePolicy: policyDocument([
          {
            Effect: "Allow",
            Principal: principal(
              "AWS",
              asked.apply((config) => config!.atlasAwsAccountArn),
            ),
            Action: ["sts:AssumeRole"],
            Condition: {
              StringEquals: { "sts:ExternalId": asked.apply((config) => config!.atlasAssumedRoleExternalId) },
            },
          },
        ]),
        tags: named(scope.tags, `${name}-role`),
      },
      this.child(),
    );
    const key = new AwsKey(
      name,
      {
        scope,
        description: "MongoDB Atlas: storage and backups of one project",
        services: [],
        encryptsSnapshots: true,
        statements: [
          {
            Sid: "UseByAtlas",
            Effect: "Allow",
            Principal: principal("AWS", role.arn),
            Action: ["kms:Encrypt", "kms:Decrypt", "kms:DescribeKey"],
            Resource: "*",
          },
        ],
      },
      { parent: this },
    );
    const { roleId } = new CloudProviderAccessAuthorization(
      name,
      { projectId, roleId: setup.roleId, aws: { iamAssumedRoleArn: role.arn } },
      this.child(ofAtlas),
    );
    new EncryptionAtRest(
      name,
      {
        projectId,
        awsKmsConfig: { enabled: true, customerMasterKeyId: key.arn, region: atlasRegion(scope.region), roleId },
      },
      this.child({ ...ofAtlas, dependsOn: [key] }),
    );
    this.registerOutputs({});
  }
}
