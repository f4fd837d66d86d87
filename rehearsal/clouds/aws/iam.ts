import { CloudError, type Context, type TypeModel, text, UNKNOWN } from "../model";
import { managedPolicy, tagsOf, to } from "./shared";

/** IAM has no region in its ARNs. */
function iamArn(c: Context, kind: string, name: string): string {
  const path = text(c.inputs, "path", "/");
  return `arn:aws:iam::${c.account}:${kind}${path}${name}`;
}

/** Refuses what is no policy, as IAM does before it looks at anything else. */
function policyDocument(property: string): (c: Context) => void {
  return (c) => {
    const given = c.inputs[property];
    if (given === undefined || given === UNKNOWN) return;
    const document: unknown = typeof given === "string" ? parse(given) : given;
    const statement = typeof document === "object" && document !== null && "Statement" in document;
    if (!statement) throw new CloudError("MalformedPolicyDocument", `'${property}' of ${c.name} is no policy document`);
  };
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function named(c: Context): string {
  return text(c.inputs, "name");
}

/** Identity and access management. */
export const iam: Readonly<Record<string, TypeModel>> = {
  "aws:iam/role:Role": {
    id: named,
    autoName: { property: "name", max: 64 },
    validate: policyDocument("assumeRolePolicy"),
    outputs: (c) => ({
      arn: iamArn(c, "role", named(c)),
      uniqueId: `AROA${c.hash(17).toUpperCase()}`,
      createDate: c.now.toISOString(),
      maxSessionDuration: c.inputs["maxSessionDuration"] ?? 3600,
      tagsAll: tagsOf(c.inputs),
    }),
    unique: { output: "name", error: "EntityAlreadyExists" },
    replaceOn: ["name", "path"],
    inUse: "DeleteConflict",
  },
  "aws:iam/policy:Policy": {
    id: (c) => iamArn(c, "policy", named(c)),
    autoName: { property: "name", max: 128 },
    validate: policyDocument("policy"),
    outputs: (c) => ({
      arn: iamArn(c, "policy", named(c)),
      policyId: `ANPA${c.hash(17).toUpperCase()}`,
      attachmentCount: 0,
      tagsAll: tagsOf(c.inputs),
    }),
    replaceOn: ["name", "path", "description"],
    inUse: "DeleteConflict",
  },
  "aws:iam/rolePolicy:RolePolicy": {
    id: (c) => `${text(c.inputs, "role")}:${named(c)}`,
    autoName: { property: "name", max: 128 },
    validate: policyDocument("policy"),
    references: [to.roleName("role")],
    replaceOn: ["name", "role"],
  },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {
    id: (c) => `${text(c.inputs, "role")}/${text(c.inputs, "policyArn")}`,
    references: [
      to.roleName("role"),
      { path: "policyArn", to: ["aws:iam/policy:Policy#arn"], error: "NoSuchEntity", except: managedPolicy },
    ],
    replaceOn: ["role", "policyArn"],
  },
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": {
    id: (c) => `arn:aws:iam::${c.account}:oidc-provider/${text(c.inputs, "url").replace("https://", "")}`,
    outputs: (c) => ({ arn: c.id, thumbprintLists: c.inputs["thumbprintLists"] ?? [], tagsAll: tagsOf(c.inputs) }),
    replaceOn: ["url"],
  },
  "aws:iam/instanceProfile:InstanceProfile": {
    id: named,
    autoName: { property: "name", max: 128 },
    references: [to.roleName("role")],
    outputs: (c) => ({
      arn: iamArn(c, "instance-profile", named(c)),
      uniqueId: `AIPA${c.hash(17).toUpperCase()}`,
      createDate: c.now.toISOString(),
      tagsAll: tagsOf(c.inputs),
    }),
    replaceOn: ["name", "path"],
  },
};
