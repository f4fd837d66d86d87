/**
 * The roles that CI takes, as a CloudFormation template, as the state's place is (state.ts): CloudFormation, since Pulumi
 * has nowhere to write its state to yet, and since it is the same command again after a change.
 */
import type { BootstrapOptions } from "./options";
import { dataStaysUnread, deployRights, ownSecrets, readSecrets, type Statement, stateRights } from "./rights";
import { stateBucket } from "./state";

/** Where GitHub's tokens come from (docs.github.com, "OpenID Connect reference"). */
const ISSUER = "token.actions.githubusercontent.com";

export function bootstrapTemplate(options: BootstrapOptions): object {
  const { name, environment, providerExists } = options;
  const bucket = stateBucket(options);
  const role = (
    suffix: string,
    env: string,
    description: string,
    statements: readonly Statement[],
    managed: readonly string[] = [],
  ) => ({
    Type: "AWS::IAM::Role",
    Properties: {
      RoleName: `${name}-ci-${suffix}`,
      Description: description,
      MaxSessionDuration: suffix === "deploy" ? 7200 : 3600,
      AssumeRolePolicyDocument: trust(options, env),
      ManagedPolicyArns: managed,
      Policies: [
        {
          PolicyName: "ci",
          PolicyDocument: { Version: "2012-10-17", Statement: [...stateRights(bucket, suffix), ...statements] },
        },
      ],
    },
  });
  // The kubeconfig of a stack takes this one role, and a preview asks the cluster what it would do.
  const intoCluster = {
    Effect: "Allow",
    Action: "sts:AssumeRole",
    Resource: `arn:aws:iam::${options.account}:role/${name}-deployer`,
  };
  const readOnly = ["arn:aws:iam::aws:policy/ReadOnlyAccess"];
  const provider = {
    Type: "AWS::IAM::OIDCProvider",
    DeletionPolicy: "Retain",
    UpdateReplacePolicy: "Retain",
    Properties: { Url: `https://${ISSUER}`, ClientIdList: ["sts.amazonaws.com"] },
  };
  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Description: `Slipway: the roles of CI for ${name}`,
    Resources: {
      ...(!providerExists && { GitHub: provider }),
      Preview: role(
        "preview",
        `preview-${environment}`,
        `Previews ${name}, and changes nothing`,
        [intoCluster, ...dataStaysUnread(bucket)],
        readOnly,
      ),
      Watch: role(
        "watch",
        `watch-${environment}`,
        `Looks for drift of ${name}`,
        [
          intoCluster,
          ...dataStaysUnread(bucket),
          ownSecrets(options, ["GetSecretValue"], [options.region]),
          ...readSecrets(options),
        ],
        readOnly,
      ),
      Deploy: role("deploy", environment, `Deploys ${name}`, deployRights(options)),
    },
    Outputs: Object.fromEntries(
      ["Preview", "Watch", "Deploy"].map((each) => [each, { Value: { "Fn::GetAtt": [each, "Arn"] } }]),
    ),
  };
}

/** These repositories' jobs in this environment of GitHub's, and nobody else. */
function trust({ account, repositories }: BootstrapOptions, environment: string): object {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/${ISSUER}` },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: {
            [`${ISSUER}:aud`]: "sts.amazonaws.com",
            [`${ISSUER}:sub`]: repositories.map((repository) => `repo:${repository}:environment:${environment}`),
          },
        },
      },
    ],
  };
}
