import { CloudError, type InvokeModel, isRecord, type Json, type Properties, text, valuesAt } from "../model";
import { arn } from "./shared";

/** One string stays a string, as AWS writes policies. */
function oneOrMany(list: readonly Json[]): Json {
  return list.length === 1 ? list[0]! : [...list];
}

function statement(given: Json): Properties {
  const record = isRecord(given) ? given : {};
  const list = (key: string) => valuesAt(record, `${key}[]`);
  const result: Properties = { Effect: text(record, "effect", "Allow") };
  if (record["sid"]) result["Sid"] = record["sid"];
  for (const [key, name] of [
    ["actions", "Action"],
    ["notActions", "NotAction"],
    ["resources", "Resource"],
    ["notResources", "NotResource"],
  ] as const) {
    if (list(key).length > 0) result[name] = oneOrMany(list(key));
  }
  const principals: Properties = {};
  for (const principal of list("principals")) {
    const { type, identifiers } = isRecord(principal) ? principal : {};
    if (typeof type === "string" && Array.isArray(identifiers)) principals[type] = oneOrMany(identifiers);
  }
  if (Object.keys(principals).length > 0) result["Principal"] = principals["*"] ? "*" : principals;
  const conditions: Properties = {};
  for (const condition of list("conditions")) {
    if (!isRecord(condition)) continue;
    const test = text(condition, "test");
    const of = conditions[test];
    const values = Array.isArray(condition["values"]) ? condition["values"] : [];
    conditions[test] = { ...(isRecord(of) && of), [text(condition, "variable")]: oneOrMany(values) };
  }
  if (Object.keys(conditions).length > 0) result["Condition"] = conditions;
  return result;
}

const zones: readonly string[] = ["a", "b", "c"];

/** Functions of the AWS provider that the program may call. */
export const invokes: Readonly<Record<string, InvokeModel>> = {
  "aws:index/getCallerIdentity:getCallerIdentity": (_, c) => ({
    accountId: c.account,
    arn: `arn:aws:iam::${c.account}:user/rehearsal`,
    id: c.account,
    userId: "AIDAREHEARSAL0000000",
  }),
  "aws:index/getRegion:getRegion": (args, c) => {
    const region = text(args, "region", text(args, "name", c.region));
    return { id: region, name: region, region, description: region, endpoint: `ec2.${region}.amazonaws.com` };
  },
  "aws:index/getPartition:getPartition": () => ({
    ...{ id: "aws", partition: "aws", dnsSuffix: "amazonaws.com", reverseDnsPrefix: "com.amazonaws" },
  }),
  "aws:index/getAvailabilityZones:getAvailabilityZones": (args, c) => ({
    ...args,
    id: c.region,
    region: c.region,
    names: zones.map((zone) => c.region + zone),
    zoneIds: zones.map((_, index) => `${c.region.replace(/(\w)\w+-(\w)\w+-(\d)/, "$1$2$3")}-az${index + 1}`),
    groupNames: [c.region],
  }),
  "aws:iam/getPolicyDocument:getPolicyDocument": (args) => {
    const document = { Version: "2012-10-17", Statement: valuesAt(args, "statements[]").map(statement) };
    return { ...args, id: "policy", json: JSON.stringify(document, null, 2), minifiedJson: JSON.stringify(document) };
  },
  "aws:ec2/getVpc:getVpc": (args, c) => {
    const vpc = c.find("aws:ec2/vpc:Vpc", "id", args["id"]);
    if (!vpc) throw new CloudError("InvalidVpcID.NotFound", `no VPC has the id '${text(args, "id")}'`);
    return {
      cidrBlock: "10.0.0.0/16",
      default: false,
      state: "available",
      tags: {},
      region: c.region,
      ...vpc.outputs,
      id: vpc.id,
    };
  },
  "aws:ec2/getSubnet:getSubnet": (args, c) => {
    const subnet = c.find("aws:ec2/subnet:Subnet", "id", args["id"]);
    if (!subnet) throw new CloudError("InvalidSubnetID.NotFound", `no subnet has the id '${text(args, "id")}'`);
    return {
      cidrBlock: "10.0.0.0/24",
      vpcId: "",
      state: "available",
      tags: {},
      region: c.region,
      ...subnet.outputs,
      id: subnet.id,
    };
  },
  "aws:ec2/getManagedPrefixList:getManagedPrefixList": (args, c) => ({
    ...args,
    id: `pl-${c.region.replaceAll("-", "").slice(0, 8)}`,
    entries: [],
    addressFamily: "IPv4",
  }),
  // Nobody's value: what reads one is told a key of an API, in the form in which a provider would have it.
  "aws:secretsmanager/getSecretVersion:getSecretVersion": (args, c) => {
    const id = text(args, "secretId");
    return {
      ...args,
      ...{ id: `${id}|AWSCURRENT`, arn: arn(c, "secretsmanager", `secret:${id}`), versionId: "AWSCURRENT" },
      ...{ versionStages: ["AWSCURRENT"], createdDate: c.now.toISOString(), secretBinary: "" },
      secretString: JSON.stringify({ public_key: "rehearse", private_key: "00000000-0000-0000-0000-000000000000" }),
    };
  },
  "aws:ssm/getParameter:getParameter": (args) => ({
    ...args,
    ...{
      id: text(args, "name"),
      type: "String",
      value: `value-of${text(args, "name").replaceAll("/", "-")}`,
      version: 1,
    },
  }),
  "aws:eks/getAddonVersion:getAddonVersion": (args) => ({
    ...args,
    id: text(args, "addonName"),
    version: "v1.0.0-eksbuild.1",
  }),
};
