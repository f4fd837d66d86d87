import { isDeepStrictEqual } from "node:util";
import type { Context, Instance, Json, Properties, Reference } from "../model";
import { CloudError, holdsUnknown, isRecord, text } from "../model";

/** Managed by AWS itself, in an account of its own. */
export const managedPolicy = /^arn:aws[\w-]*:iam::aws:policy\//;

/** `arn:aws:<service>:<region>:<account>:<resource>` */
export function arn(c: { region: string; account: string }, service: string, resource: string): string {
  return `arn:aws:${service}:${c.region}:${c.account}:${resource}`;
}

/** The region that a resource says it is in, where that is not the provider's own. */
export const regionOf = (c: Context): string => {
  const { region } = c.inputs;
  return typeof region === "string" ? region : c.region;
};

/** A function that computes nothing but the ARN and `tagsAll`. */
export function withArn(service: string, resource: (c: Context) => string): (c: Context) => Properties {
  return (c) => ({ arn: arn(c, service, resource(c)), tagsAll: tagsOf(c.inputs) });
}

/** The provider gives every tag back in `tagsAll`, default tags of the provider included (those are not simulated). */
export function tagsOf(inputs: Properties): Json {
  return isRecord(inputs["tags"]) ? inputs["tags"] : {};
}

/** An EC2 id: prefix and 17 hex digits. */
export function ec2Id(prefix: string): (c: Context) => string {
  return (c) => `${prefix}-0${c.hash(16)}`;
}

/** Refuses what agrees with another of its type in all these inputs, as far as they are known. @throws CloudError */
export function refuseTwin(c: Context, keys: readonly string[], error: string): void {
  const of = (inputs: Properties) => keys.map((key) => inputs[key] ?? null);
  const own = of(c.inputs);
  if (holdsUnknown(own)) return;
  const twin = c.others().find((other) => isDeepStrictEqual(of(other.inputs), own));
  if (twin) throw new CloudError(error, `${c.name} is there already: ${twin.id} has the same ${keys.join(", ")}`);
}

/** How ids of zones and addresses of caches name a region: `euc1` for eu-central-1, `apse2` for ap-southeast-2. */
export function shortRegion(region: string): string {
  const [area, ...rest] = region.split("-");
  const letters = rest.slice(0, -1).map((word) => word[0]! + (/^(?:north|south)(e|w)/.exec(word)?.[1] ?? ""));
  return `${area}${letters.join("")}${rest.at(-1)}`;
}

/** The snapshot that a store leaves where it was told to take a last one. */
export function lastSnapshot(type: string, store: Instance, kind = "snapshot"): Instance | undefined {
  const id = store.inputs["finalSnapshotIdentifier"];
  if (typeof id !== "string") return undefined;
  const { kmsKeyId, engineVersion } = store.inputs;
  const own = text(store.outputs, "arn").split(":");
  const inputs = { source: store.id };
  const known = {
    ...{ arn: [...own.slice(0, 5), kind, id].join(":") },
    ...(kmsKeyId !== undefined && { kmsKeyId }),
    ...(engineVersion !== undefined && { engineVersion }),
  };
  return { type, urn: `${store.urn}-final-snapshot`, id, inputs, outputs: { ...inputs, ...known, id } };
}

/** What a database whose password its service keeps says of the secret: RDS names those of instances and of clusters apart. */
export function masterSecrets(c: Context, of: "db" | "cluster"): Json {
  if (c.inputs["manageMasterUserPassword"] !== true) return [];
  const secretArn = arn(c, "secretsmanager", `secret:rds!${of}-${uuid(c, "secret")}-${c.hash(6, "secret")}`);
  return [{ secretArn, secretStatus: "active", kmsKeyId: c.inputs["masterUserSecretKmsKeyId"] ?? "" }];
}

/** What databases refuse to be deleted for: protection, and a last snapshot that nobody has given a name. */
export function refuseDeletion({ inputs }: Instance, identifier: string): void {
  if (inputs["deletionProtection"] === true) {
    throw new CloudError("InvalidParameterCombination", `cannot delete ${identifier}: it is protected`);
  }
  // A replica leaves none.
  if (!inputs["skipFinalSnapshot"] && !inputs["finalSnapshotIdentifier"] && !inputs["replicateSourceDb"]) {
    throw new CloudError(
      "InvalidParameterCombination",
      "finalSnapshotIdentifier is required unless skipFinalSnapshot is set",
    );
  }
}

/** A UUID from the URN. */
export function uuid(c: Context, salt = "uuid"): string {
  return [8, 4, 4, 4, 12].map((length, part) => c.hash(length, `${salt}${part}`)).join("-");
}

/** References to the types that many services share, with the codes that EC2, IAM and KMS answer. */
export const to = {
  vpc: (path: string): Reference => ({ path, to: ["aws:ec2/vpc:Vpc"], error: "InvalidVpcID.NotFound" }),
  /** @param error other services than EC2 answer `InvalidSubnet` */
  subnet: (path: string, error = "InvalidSubnetID.NotFound"): Reference => ({
    path,
    to: ["aws:ec2/subnet:Subnet"],
    error,
  }),
  securityGroup: (path: string): Reference => ({
    path,
    to: [
      "aws:ec2/securityGroup:SecurityGroup",
      "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
      "aws:ec2/vpc:Vpc#defaultSecurityGroupId",
      "aws:eks/cluster:Cluster#vpcConfig.clusterSecurityGroupId",
    ],
    error: "InvalidGroup.NotFound",
  }),
  roleArn: (path: string): Reference => ({
    path,
    to: ["aws:iam/role:Role"],
    by: "arn",
    error: "NoSuchEntity",
    except: /:role\/aws-service-role\//,
    blocks: false,
  }),
  routeTable: (path: string): Reference => ({
    path,
    to: ["aws:ec2/routeTable:RouteTable", "aws:ec2/vpc:Vpc#mainRouteTableId"],
    error: "InvalidRouteTableID.NotFound",
  }),
  roleName: (path: string): Reference => ({ path, to: ["aws:iam/role:Role"], by: "name", error: "NoSuchEntity" }),
  keyArn: (path: string): Reference => ({
    path,
    to: ["aws:kms/key:Key#arn", "aws:kms/key:Key", "aws:kms/alias:Alias#arn", "aws:kms/alias:Alias#name"],
    error: "NotFoundException",
    except: /^alias\/aws\/|:alias\/aws\//,
    blocks: false,
  }),
  cluster: (path: string): Reference => ({
    path,
    to: ["aws:eks/cluster:Cluster"],
    by: "name",
    error: "ResourceNotFoundException",
  }),
  bucket: (path: string): Reference => ({ path, to: ["aws:s3/bucket:Bucket"], by: "bucket", error: "NoSuchBucket" }),
  secret: (path: string): Reference => ({
    path,
    to: [
      "aws:secretsmanager/secret:Secret#arn",
      "aws:rds/instance:Instance#masterUserSecrets.0.secretArn",
      "aws:docdb/cluster:Cluster#masterUserSecrets.0.secretArn",
    ],
    error: "ResourceNotFoundException",
  }),
} as const;
