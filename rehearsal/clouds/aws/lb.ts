import { CloudError, type Context, type TypeModel, text, valuesAt } from "../model";
import { arn, tagsOf, to } from "./shared";

const kinds: Readonly<Record<string, string>> = { network: "net", gateway: "gwy" };

function suffix(c: Context): string {
  return `${kinds[text(c.inputs, "loadBalancerType")] ?? "app"}/${text(c.inputs, "name")}/${c.hash(16)}`;
}

function vpcOf(c: Context): string {
  const [first] = [...valuesAt(c.inputs, "subnets[]"), ...valuesAt(c.inputs, "subnetMappings[].subnetId")];
  return text(c.find("aws:ec2/subnet:Subnet", "id", first)?.outputs ?? {}, "vpcId");
}

/** Load balancers. */
export const lb: Readonly<Record<string, TypeModel>> = {
  "aws:lb/loadBalancer:LoadBalancer": {
    id: (c) => arn(c, "elasticloadbalancing", `loadbalancer/${suffix(c)}`),
    autoName: { property: "name", max: 32 },
    references: [
      to.subnet("subnets[]"),
      to.subnet("subnetMappings[].subnetId"),
      to.securityGroup("securityGroups[]"),
      { path: "accessLogs.bucket", to: ["aws:s3/bucket:Bucket#bucket"], error: "InvalidConfigurationRequest" },
    ],
    outputs: (c) => ({
      arn: c.id,
      arnSuffix: suffix(c),
      dnsName: `${text(c.inputs, "name")}-${c.hash(16)}.elb.${c.region}.amazonaws.com`,
      zoneId: `Z${c.hash(13).toUpperCase()}`,
      vpcId: vpcOf(c),
      tagsAll: tagsOf(c.inputs),
    }),
    replaceOn: ["name", "internal", "loadBalancerType"],
    inUse: "ResourceInUse",
    beforeDelete: (balancer) => {
      if (balancer.inputs["enableDeletionProtection"] === true) {
        throw new CloudError(
          "OperationNotPermitted",
          `load balancer ${text(balancer.inputs, "name")} has deletion protection`,
        );
      }
    },
  },
  "aws:lb/targetGroup:TargetGroup": {
    id: (c) => arn(c, "elasticloadbalancing", `targetgroup/${text(c.inputs, "name")}/${c.hash(16)}`),
    autoName: { property: "name", max: 32 },
    references: [to.vpc("vpcId")],
    outputs: (c) => ({
      arn: c.id,
      arnSuffix: `targetgroup/${text(c.inputs, "name")}/${c.hash(16)}`,
      loadBalancerArns: [],
      tagsAll: tagsOf(c.inputs),
    }),
    replaceOn: ["name", "port", "protocol", "protocolVersion", "targetType", "vpcId"],
    inUse: "ResourceInUse",
  },
  "aws:lb/listener:Listener": {
    id: (c) => {
      const balancer = c.find("aws:lb/loadBalancer:LoadBalancer", "arn", c.inputs["loadBalancerArn"]);
      return arn(c, "elasticloadbalancing", `listener/${text(balancer?.outputs ?? {}, "arnSuffix")}/${c.hash(16)}`);
    },
    references: [
      { path: "loadBalancerArn", to: ["aws:lb/loadBalancer:LoadBalancer#arn"], error: "LoadBalancerNotFound" },
      {
        path: "defaultActions[].targetGroupArn",
        to: ["aws:lb/targetGroup:TargetGroup#arn"],
        error: "TargetGroupNotFound",
      },
    ],
    outputs: (c) => ({ arn: c.id, tagsAll: tagsOf(c.inputs) }),
    replaceOn: ["loadBalancerArn"],
  },
};
