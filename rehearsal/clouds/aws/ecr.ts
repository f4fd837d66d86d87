import { CloudError, type Context, holdsUnknown, type Reference, type TypeModel, text, UNKNOWN } from "../model";
import { to, withArn } from "./shared";

/** Rules for names of repositories, from ECR's API reference (CreateRepository). */
function repositoryName(c: Context): void {
  const name = text(c.inputs, "name");
  const right = /^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/.test(name);
  if (name !== UNKNOWN && (!right || name.length < 2 || name.length > 256)) {
    throw new CloudError("InvalidParameterException", `'${name}' is no repository's name`);
  }
}

/** A policy in JSON, as ECR refuses any other. */
const json =
  (property: string): ((c: Context) => void) =>
  (c) => {
    const given = c.inputs[property];
    if (holdsUnknown(given) || given === undefined) return;
    try {
      JSON.parse(String(given));
    } catch {
      throw new CloudError("InvalidParameterException", `'${property}' of ${c.name} is no JSON`);
    }
  };

const repository: Reference = {
  ...{ path: "repository", to: ["aws:ecr/repository:Repository"], by: "name" },
  error: "RepositoryNotFoundException",
};

/** A setting of a repository that is a resource of its own: its id is the repository's name. */
const setting: TypeModel = {
  id: (c) => text(c.inputs, "repository"),
  references: [repository],
  validate: json("policy"),
  outputs: (c) => ({ registryId: c.account }),
  replaceOn: ["repository"],
};

/** Repositories of images, and what is said of all of them. */
export const ecr: Readonly<Record<string, TypeModel>> = {
  "aws:ecr/repository:Repository": {
    id: (c) => text(c.inputs, "name"),
    autoName: { property: "name", max: 256, lower: true },
    validate: repositoryName,
    references: [to.keyArn("encryptionConfigurations[].kmsKey")],
    outputs: (c) => ({
      ...withArn("ecr", () => `repository/${text(c.inputs, "name")}`)(c),
      registryId: c.account,
      repositoryUrl: `${c.account}.dkr.ecr.${c.region}.amazonaws.com/${text(c.inputs, "name")}`,
    }),
    unique: { output: "arn", error: "RepositoryAlreadyExistsException" },
    replaceOn: ["name", "encryptionConfigurations"],
  },
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": setting,
  "aws:ecr/repositoryPolicy:RepositoryPolicy": setting,
  // One in an account and region, which a second one overwrites: its id is the registry's.
  "aws:ecr/replicationConfiguration:ReplicationConfiguration": {
    id: (c) => c.account,
    outputs: (c) => ({ registryId: c.account }),
  },
  "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate": {
    id: (c) => text(c.inputs, "prefix"),
    validate: (c) => {
      json("lifecyclePolicy")(c);
      const needsRole = c.inputs["resourceTags"] !== undefined || c.inputs["encryptionConfigurations"] !== undefined;
      if (needsRole && c.inputs["customRoleArn"] === undefined) {
        throw new CloudError("ValidationException", `${c.name} has tags or a key, and no custom role to set them with`);
      }
    },
    references: [to.roleArn("customRoleArn"), to.keyArn("encryptionConfigurations[].kmsKey")],
    outputs: (c) => ({ registryId: c.account }),
    replaceOn: ["prefix"],
  },
};
