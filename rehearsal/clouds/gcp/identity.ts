import { CloudError, type Context, type TypeModel, text } from "../model";
import { agentOf, grant, located, named, protectedBy, to } from "./shared";

const account = "gcp:serviceaccount/account:Account";

function accountId(c: Context): void {
  const id = text(c.inputs, "accountId");
  if (!/^[a-z](?:[-a-z0-9]{4,28}[a-z0-9])$/.test(id)) {
    throw new CloudError("INVALID_ARGUMENT", `'${id}' is no id of a service account: 6 to 30 of a-z, 0-9 and '-'`);
  }
}

const email = (c: Context): string => `${text(c.inputs, "accountId")}@${c.account}.iam.gserviceaccount.com`;

/** Accounts, grants, keys, secrets and images. */
export const identity: Readonly<Record<string, TypeModel>> = {
  [account]: {
    id: (c) => `projects/${c.account}/serviceAccounts/${email(c)}`,
    autoName: { property: "accountId", max: 30, lower: true },
    validate: accountId,
    outputs: (c) => ({
      email: email(c),
      member: `serviceAccount:${email(c)}`,
      name: `projects/${c.account}/serviceAccounts/${email(c)}`,
      uniqueId: c.hash(21, "unique"),
    }),
    unique: { output: "email", error: "ALREADY_EXISTS" },
    replaceOn: ["accountId", "project"],
  },
  "gcp:serviceaccount/iAMMember:IAMMember": grant("serviceAccountId", {
    path: "serviceAccountId",
    to: [`${account}#name`, account],
    error: "NOT_FOUND",
  }),
  "gcp:projects/iAMMember:IAMMember": {
    ...grant("project"),
    required: ["project", "role", "member"],
  },
  "gcp:projects/serviceIdentity:ServiceIdentity": {
    id: (c) => `projects/${c.account}/services/${text(c.inputs, "service")}`,
    outputs: (c) => ({
      email: agentOf(c, text(c.inputs, "service")),
      member: `serviceAccount:${agentOf(c, text(c.inputs, "service"))}`,
    }),
    replaceOn: ["service", "project"],
  },
  "gcp:kms/keyRing:KeyRing": { id: located("keyRings"), autoName: named, replaceOn: ["name", "location"] },
  "gcp:kms/cryptoKey:CryptoKey": {
    id: (c) => `${text(c.inputs, "keyRing")}/cryptoKeys/${text(c.inputs, "name")}`,
    autoName: named,
    required: ["keyRing"],
    references: [{ path: "keyRing", to: ["gcp:kms/keyRing:KeyRing"], error: "NOT_FOUND" }],
    outputs: () => ({ primaries: [] }),
    replaceOn: ["name", "keyRing", "purpose", "destroyScheduledDuration", "importOnly"],
  },
  "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember": grant("cryptoKeyId", {
    path: "cryptoKeyId",
    to: ["gcp:kms/cryptoKey:CryptoKey"],
    error: "NOT_FOUND",
  }),
  "gcp:storage/bucketIAMMember:BucketIAMMember": grant("bucket", {
    path: "bucket",
    to: ["gcp:storage/bucket:Bucket#name"],
    error: "NOT_FOUND",
  }),
  "gcp:secretmanager/secret:Secret": {
    id: (c) => `projects/${c.account}/secrets/${text(c.inputs, "secretId")}`,
    required: ["secretId", "replication"],
    references: [to.grantedKey("replication.userManaged.replicas[].customerManagedEncryption.kmsKeyName")],
    outputs: (c) => ({
      name: `projects/${c.account}/secrets/${text(c.inputs, "secretId")}`,
      project: c.account,
      createTime: c.now.toISOString(),
    }),
    unique: { output: "name", error: "ALREADY_EXISTS" },
    replaceOn: ["secretId", "replication"],
    beforeDelete: protectedBy("deletionProtection", "secret"),
  },
  "gcp:secretmanager/secretVersion:SecretVersion": {
    id: (c) => `${text(c.inputs, "secret")}/versions/${c.hash(4, "version")}`,
    references: [{ path: "secret", to: ["gcp:secretmanager/secret:Secret"], error: "NOT_FOUND" }],
    outputs: (c) => ({ version: c.hash(4, "version"), name: c.id, createTime: c.now.toISOString() }),
    secrets: ["secretData"],
    replaceOn: ["secret", "secretData"],
  },
  "gcp:secretmanager/secretIamMember:SecretIamMember": grant("secretId", {
    path: "secretId",
    to: ["gcp:secretmanager/secret:Secret#secretId", "gcp:secretmanager/secret:Secret"],
    error: "NOT_FOUND",
  }),
  "gcp:artifactregistry/repository:Repository": {
    id: located("repositories", "repositoryId"),
    required: ["repositoryId", "format"],
    references: [to.grantedKey("kmsKeyName")],
    outputs: (c) => ({ name: text(c.inputs, "repositoryId"), project: c.account, createTime: c.now.toISOString() }),
    unique: { output: "id", error: "ALREADY_EXISTS" },
    replaceOn: ["repositoryId", "location", "format", "kmsKeyName", "mode"],
  },
  "gcp:artifactregistry/repositoryIamMember:RepositoryIamMember": grant("repository", {
    path: "repository",
    to: ["gcp:artifactregistry/repository:Repository#name", "gcp:artifactregistry/repository:Repository"],
    error: "NOT_FOUND",
  }),
};
