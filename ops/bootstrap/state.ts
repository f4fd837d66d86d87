/** Where the state of stacks is kept: a bucket and a key, as a CloudFormation template. */

/** The account and region that it is in. */
interface Place {
  readonly account: string;
  readonly region: string;
}

export const stateBucket = ({ account, region }: Place): string => `slipway-state-${account}-${region}`;

/** The alias that Pulumi's secrets provider names. */
export const stateKey = "alias/slipway-state";

/** The bucket and the key, which every stack of the account shares. */
export function stateTemplate(options: Place): object {
  const bucket = stateBucket(options);
  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Description: "Slipway: where Pulumi keeps the state of stacks",
    Resources: {
      Key: {
        Type: "AWS::KMS::Key",
        DeletionPolicy: "Retain",
        UpdateReplacePolicy: "Retain",
        Properties: {
          Description: "Encrypts the state of stacks, and the secrets in it",
          EnableKeyRotation: true,
          KeyPolicy: {
            Version: "2012-10-17",
            Statement: [
              {
                Effect: "Allow",
                Principal: { AWS: `arn:aws:iam::${options.account}:root` },
                Action: "kms:*",
                Resource: "*",
              },
            ],
          },
        },
      },
      Alias: { Type: "AWS::KMS::Alias", Properties: { AliasName: stateKey, TargetKeyId: { Ref: "Key" } } },
      Bucket: {
        Type: "AWS::S3::Bucket",
        DeletionPolicy: "Retain",
        UpdateReplacePolicy: "Retain",
        Properties: {
          BucketName: bucket,
          VersioningConfiguration: { Status: "Enabled" },
          BucketEncryption: {
            ServerSideEncryptionConfiguration: [
              {
                BucketKeyEnabled: true,
                ServerSideEncryptionByDefault: {
                  SSEAlgorithm: "aws:kms",
                  KMSMasterKeyID: { "Fn::GetAtt": ["Key", "Arn"] },
                },
              },
            ],
          },
          PublicAccessBlockConfiguration: {
            ...{ BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
          },
          OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] },
          // A state that was overwritten by mistake can be had again for three months.
          LifecycleConfiguration: {
            Rules: [{ Id: "old", Status: "Enabled", NoncurrentVersionExpiration: { NoncurrentDays: 90 } }],
          },
        },
      },
      Policy: {
        Type: "AWS::S3::BucketPolicy",
        Properties: {
          Bucket: { Ref: "Bucket" },
          PolicyDocument: {
            Version: "2012-10-17",
            Statement: [
              {
                ...{ Sid: "TlsOnly", Effect: "Deny", Principal: "*", Action: "s3:*" },
                Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
                Condition: { Bool: { "aws:SecureTransport": "false" } },
              },
            ],
          },
        },
      },
    },
  };
}
