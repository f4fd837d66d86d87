/** Security groups, keys and their aliases. */
import { type Comparison, ids, lax, make, missing, ref } from "./row";

const group = "aws:ec2/securityGroup:SecurityGroup";
const rule = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";

const groupOf = (vpcId: unknown, name: string) =>
  [
    ["ec2", "create_security_group", { VpcId: vpcId, GroupName: name, Description: name }, "GroupId"],
    [group, { vpcId, name, description: name }],
  ] as const;

const ruleOf = (id: unknown, source: unknown) =>
  [
    [
      "ec2",
      "authorize_security_group_ingress",
      {
        GroupId: id,
        IpPermissions: [{ IpProtocol: "tcp", FromPort: 1, ToPort: 1, UserIdGroupPairs: [{ GroupId: source }] }],
      },
      "SecurityGroupRules.0.SecurityGroupRuleId",
    ],
    [rule, { securityGroupId: id, referencedSecurityGroupId: source, ipProtocol: "tcp", fromPort: 1, toPort: 1 }],
  ] as const;

export const groups: readonly Comparison[] = [
  make(
    "a security group of a VPC that is not there",
    "InvalidVpcID.NotFound",
    "lost-group",
    ...groupOf(missing("vpc"), "db"),
    lax("moto does not look the VPC up"),
  ),
  make("a security group", "ok", "db", ...groupOf(ref("vpc"), "db-door"), {
    shapes: { GroupId: "id", SecurityGroupArn: "arn" },
  }),
  make("a second security group of one name", "InvalidGroup.Duplicate", "db-again", ...groupOf(ref("vpc"), "db-door")),
  make("another security group", "ok", "app", ...groupOf(ref("vpc"), "app")),
  make("a rule of a missing group", "InvalidGroup.NotFound", "lost-rule-1", ...ruleOf(missing("sg"), ref("app"))),
  make("a rule from a missing group", "InvalidGroup.NotFound", "lost-rule-2", ...ruleOf(ref("db"), missing("sg"))),
  make("a rule", "ok", "rule", ...ruleOf(ref("db"), ref("app")), {
    shapes: { "SecurityGroupRules.0.SecurityGroupRuleId": "securityGroupRuleId" },
  }),
  make("the same rule again", "InvalidPermission.Duplicate", "rule-again", ...ruleOf(ref("db"), ref("app"))),
];

export const keys: readonly Comparison[] = [
  make("a key", "ok", "key", ["kms", "create_key", {}, "KeyMetadata.KeyId"], ["aws:kms/key:Key", {}], {
    shapes: { "KeyMetadata.KeyId": "keyId", "KeyMetadata.Arn": "arn" },
  }),
  make(
    "an alias of a key that is not there",
    "NotFoundException",
    "lost-alias",
    ["kms", "create_alias", { AliasName: "alias/lost", TargetKeyId: ids.uuid }],
    ["aws:kms/alias:Alias", { name: "alias/lost", targetKeyId: ids.uuid }],
  ),
  make(
    "an alias",
    "ok",
    "alias",
    ["kms", "create_alias", { AliasName: "alias/db", TargetKeyId: ref("key") }],
    ["aws:kms/alias:Alias", { name: "alias/db", targetKeyId: ref("key") }],
  ),
  make(
    "an alias that is taken",
    "AlreadyExistsException",
    "alias-again",
    ["kms", "create_alias", { AliasName: "alias/db", TargetKeyId: ref("key") }],
    ["aws:kms/alias:Alias", { name: "alias/db", targetKeyId: ref("key") }],
  ),
];
