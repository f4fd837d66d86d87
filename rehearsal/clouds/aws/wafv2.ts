import { CloudError, type Context, isRecord, type Reference, type TypeModel, text, UNKNOWN, valuesAt } from "../model";
import { refuseTwin, regionOf, tagsOf, uuid } from "./shared";

/** What CloudFront uses is kept in one region alone. */
function globalRegion(c: Context): void {
  if (text(c.inputs, "scope") === "CLOUDFRONT" && regionOf(c) !== "us-east-1")
    throw new CloudError("WAFInvalidParameterException", "the scope CLOUDFRONT is in us-east-1 alone");
  refuseTwin(c, ["name", "scope"], "WAFDuplicateItemException");
}

const arnOf = (c: Context, kind: string): string =>
  `arn:aws:wafv2:${regionOf(c)}:${c.account}:${text(c.inputs, "scope") === "CLOUDFRONT" ? "global" : "regional"}/${kind}/${text(c.inputs, "name")}/${c.id}`;

const acl: Reference = {
  path: "resourceArn",
  to: ["aws:wafv2/webAcl:WebAcl"],
  by: "arn",
  error: "WAFNonexistentItemException",
  blocks: false,
};

/** Each rule has a place of its own, and either acts itself or overrides what its group does. */
function rules(c: Context): void {
  globalRegion(c);
  const given = valuesAt(c.inputs, "rules[]").filter(isRecord);
  const places = given.map(({ priority }) => priority);
  if (new Set(places).size < places.length)
    throw new CloudError("WAFInvalidParameterException", "two rules have the same priority");
  for (const rule of given) {
    const group = isRecord(rule["statement"]) && rule["statement"]["managedRuleGroupStatement"] !== undefined;
    if (group !== (rule["overrideAction"] !== undefined) || group === (rule["action"] !== undefined))
      throw new CloudError(
        "WAFInvalidParameterException",
        `rule ${text(rule, "name")}: a rule group has an overrideAction, any other rule an action`,
      );
  }
}

/** Web ACLs, their lists and logs. */
export const wafv2: Readonly<Record<string, TypeModel>> = {
  "aws:wafv2/ipSet:IpSet": {
    id: (c) => uuid(c),
    autoName: { property: "name", max: 128 },
    validate: globalRegion,
    outputs: (c) => ({ arn: arnOf(c, "ipset"), lockToken: uuid(c, "lock"), tagsAll: tagsOf(c.inputs) }),
    replaceOn: ["name", "scope", "ipAddressVersion", "region"],
    inUse: "WAFAssociatedItemException",
  },
  "aws:wafv2/webAcl:WebAcl": {
    id: (c) => uuid(c),
    autoName: { property: "name", max: 128 },
    references: [
      {
        path: "rules[].statement.ipSetReferenceStatement.arn",
        to: ["aws:wafv2/ipSet:IpSet#arn"],
        error: "WAFNonexistentItemException",
      },
    ],
    validate: rules,
    outputs: (c) => ({
      arn: arnOf(c, "webacl"),
      capacity: valuesAt(c.inputs, "rules[]").length,
      lockToken: uuid(c, "lock"),
      tagsAll: tagsOf(c.inputs),
    }),
    replaceOn: ["name", "scope", "region"],
    inUse: "WAFAssociatedItemException",
  },
  "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": {
    id: (c) => text(c.inputs, "resourceArn"),
    references: [
      acl,
      {
        path: "logDestinationConfigs[]",
        to: ["aws:s3/bucket:Bucket#arn"],
        error: "WAFLogDestinationPermissionIssueException",
      },
    ],
    validate: (c) => {
      for (const destination of valuesAt(c.inputs, "logDestinationConfigs[]"))
        if (destination !== UNKNOWN && !/:aws-waf-logs-/.test(String(destination)))
          throw new CloudError("WAFInvalidParameterException", `${String(destination)} is not named aws-waf-logs-…`);
    },
    replaceOn: ["resourceArn", "region"],
  },
};
