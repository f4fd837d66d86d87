import type { TypeModel } from "../model";
import { arn, ec2Id, refuseTwin, tagsOf, to, withArn } from "./shared";

/** What a rule lets through, and from or to whom: no second one may say the same. */
const matches = [
  "ipProtocol",
  "fromPort",
  "toPort",
  "cidrIpv4",
  "cidrIpv6",
  "prefixListId",
  "referencedSecurityGroupId",
];

const rule: TypeModel = {
  id: ec2Id("sgr"),
  references: [
    to.securityGroup("securityGroupId"),
    to.securityGroup("referencedSecurityGroupId"),
    {
      path: "prefixListId",
      to: ["aws:ec2/managedPrefixList:ManagedPrefixList"],
      error: "InvalidPrefixListID.NotFound",
      except: /^pl-/,
    },
  ],
  outputs: (c) => ({
    arn: arn(c, "ec2", `security-group-rule/${c.id}`),
    securityGroupRuleId: c.id,
    tagsAll: tagsOf(c.inputs),
  }),
  validate: (c) => refuseTwin(c, ["securityGroupId", ...matches], "InvalidPermission.Duplicate"),
  replaceOn: ["securityGroupId"],
};

/** Security groups and their rules. */
export const securityGroups: Readonly<Record<string, TypeModel>> = {
  "aws:ec2/securityGroup:SecurityGroup": {
    id: ec2Id("sg"),
    autoName: { property: "name", max: 255 },
    defaults: { description: "Managed by Pulumi" },
    references: [
      to.vpc("vpcId"),
      to.securityGroup("ingress[].securityGroups[]"),
      to.securityGroup("egress[].securityGroups[]"),
    ],
    outputs: (c) => ({ ...withArn("ec2", () => `security-group/${c.id}`)(c), ownerId: c.account }),
    validate: (c) => refuseTwin(c, ["name", "vpcId"], "InvalidGroup.Duplicate"),
    replaceOn: ["name", "description", "vpcId"],
  },
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": {
    id: (c) =>
      String(
        c.find("aws:ec2/vpc:Vpc", "id", c.inputs["vpcId"])?.outputs["defaultSecurityGroupId"] ?? `sg-0${c.hash(16)}`,
      ),
    references: [to.vpc("vpcId")],
    outputs: (c) => ({
      ...withArn("ec2", () => `security-group/${c.id}`)(c),
      ...{ name: "default", description: "default VPC security group", ownerId: c.account },
    }),
    replaceOn: ["vpcId"],
  },
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": rule,
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": rule,
};
