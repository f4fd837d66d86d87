import { at, isTrue } from "../read";
import type { ResourceRule } from "../rule";

export const elasticacheUsers: ResourceRule = {
  name: "elasticache-users",
  pack: "identity",
  description: "A user of a cache has a password, and `default`, who comes without a name, is off.",
  severity: "high",
  frameworks: ["AWS FSBP ElastiCache.6", "PCI DSS 8.3.1", "SOC 2 CC6.1"],
  why: "Whoever reaches the port comes as `default` where that is on, and as anybody who needs no password.",
  mend: "Begin the accessString of `default` with off, and give the others passwords, or IAM.",
  link: "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html",
  types: ["aws:elasticache/user:User"],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "Unknown names, rights and passwords pass, and are judged at the update." },
  check: ({ props }) => {
    const { accessString, userName } = props;
    // Without either word a user is off.
    if (typeof accessString !== "string" || !/(?:^|\s)on(?:\s|$)/.test(accessString)) return [];
    const open = isTrue(props["noPasswordRequired"]) || at(props, "authenticationMode.type") === "no-password-required";
    return [
      ...(userName === "default" ? ["whoever comes without a name is let in"] : []),
      ...(open ? ["it needs no password"] : []),
    ];
  },
};
