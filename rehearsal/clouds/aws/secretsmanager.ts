import { type Context, type TypeModel, text } from "../model";
import { arn, tagsOf, to, uuid } from "./shared";

function secretArn(c: Context): string {
  return arn(c, "secretsmanager", `secret:${text(c.inputs, "name")}-${c.hash(6)}`);
}

/** Secrets, and the rotation function that AWS publishes as a serverless application. */
export const secretsmanager: Readonly<Record<string, TypeModel>> = {
  "aws:secretsmanager/secret:Secret": {
    id: secretArn,
    autoName: { property: "name", max: 512 },
    references: [to.keyArn("kmsKeyId")],
    outputs: (c) => ({ arn: secretArn(c), tagsAll: tagsOf(c.inputs) }),
    unique: { output: "name", error: "ResourceExistsException" },
    replaceOn: ["name"],
  },
  "aws:secretsmanager/secretVersion:SecretVersion": {
    id: (c) => `${text(c.inputs, "secretId")}|${uuid(c)}`,
    references: [to.secret("secretId")],
    outputs: (c) => ({
      ...{ arn: text(c.inputs, "secretId"), secretArn: text(c.inputs, "secretId") },
      versionId: uuid(c),
      versionStages: ["AWSCURRENT"],
    }),
    secrets: ["secretString", "secretBinary"],
    replaceOn: ["secretId", "secretString", "secretBinary"],
  },
  "aws:secretsmanager/secretRotation:SecretRotation": {
    id: (c) => text(c.inputs, "secretId"),
    references: [
      to.secret("secretId"),
      {
        path: "rotationLambdaArn",
        to: ["aws:serverlessrepository/cloudFormationStack:CloudFormationStack#outputs.RotationLambdaARN"],
        error: "ResourceNotFoundException",
      },
    ],
    outputs: () => ({ rotationEnabled: true }),
    replaceOn: ["secretId"],
  },
  "aws:serverlessrepository/cloudFormationStack:CloudFormationStack": {
    id: (c) => arn(c, "cloudformation", `stack/serverlessrepo-${text(c.inputs, "name")}/${uuid(c)}`),
    autoName: { property: "name", max: 113 },
    required: ["applicationId", "capabilities"],
    outputs: (c) => ({
      outputs: { RotationLambdaARN: arn(c, "lambda", `function:${text(c.inputs, "name")}`) },
      semanticVersion: c.inputs["semanticVersion"] ?? "1.1.0",
      tagsAll: tagsOf(c.inputs),
    }),
    replaceOn: ["name", "applicationId"],
  },
};
