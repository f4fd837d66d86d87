import { type Catalogue, catalogueOf } from "../model";
import { acm } from "./acm";
import { backup } from "./backup";
import { budgets } from "./budgets";
import { cloudfront } from "./cloudfront";
import { cloudwatch } from "./cloudwatch";
import { docdb } from "./docdb";
import { ecr } from "./ecr";
import { eks } from "./eks";
import { elasticache } from "./elasticache";
import { iam } from "./iam";
import { invokes } from "./invokes";
import { kms } from "./kms";
import { lb } from "./lb";
import { network } from "./network";
import { rds } from "./rds";
import { rdsAurora } from "./rds-aurora";
import { rdsProxy } from "./rds-proxy";
import { route53 } from "./route53";
import { s3 } from "./s3";
import { secretsmanager } from "./secretsmanager";
import { securityGroups } from "./security-groups";
import { sns } from "./sns";
import { sqs } from "./sqs";
import { wafv2 } from "./wafv2";

const types = {
  ...{ ...network, ...securityGroups, ...iam, ...kms, ...cloudwatch, ...sqs, ...sns, ...ecr, ...eks },
  ...{
    ...rds,
    ...rdsAurora,
    ...rdsProxy,
    ...docdb,
    ...elasticache,
    ...s3,
    ...secretsmanager,
    ...lb,
    ...backup,
    ...budgets,
  },
  ...{ ...acm, ...cloudfront, ...route53, ...wafv2 },
};

/** Module of a token → the file here that holds it, where the names differ. */
const files: Readonly<Record<string, string>> = {
  ec2: "network",
  vpc: "security-groups",
  serverlessrepository: "secretsmanager",
  index: "invokes",
  ssm: "invokes",
};

/** Amazon Web Services: the types that Slipway uses, one file a service. */
export const aws: Catalogue = catalogueOf("aws", types, invokes, (token) => {
  const module = token.split(":")[1]?.split("/")[0] ?? "";
  return `rehearsal/clouds/aws/${files[module] ?? module}.ts`;
});
