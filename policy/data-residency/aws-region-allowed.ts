import { isOutside, lies } from "../places";
import type { ResourceRule } from "../rule";
import {
  BACKUP_VAULT,
  BUCKET,
  DOCDB_CLUSTER,
  DYNAMODB_TABLE,
  EC2_INSTANCE,
  ECR_REPOSITORY,
  EFS_FILE_SYSTEM,
  MSK_CLUSTER,
  OPENSEARCH_DOMAIN,
  RDS_CLUSTER,
  RDS_INSTANCE,
  REPLICATION_GROUP,
  SECRET,
  SQS_QUEUE,
} from "../types";

export const awsRegionAllowed: ResourceRule = {
  name: "aws-region-allowed",
  pack: "data-residency",
  description: "What holds data on AWS is in an allowed region.",
  severity: "high",
  frameworks: ["GDPR Art. 44", "SOC 2 C1.1"],
  why: "Personal data that is kept outside the agreed regions needs a legal ground of its own, and a contract that names the place.",
  mend: "Move it into one of the regions in slipway:policy.regions, or add the region there.",
  link: "https://docs.aws.amazon.com/whitepapers/latest/navigating-gdpr-compliance/navigating-gdpr-compliance.html",
  types: [
    RDS_INSTANCE,
    RDS_CLUSTER,
    BUCKET,
    DYNAMODB_TABLE,
    EFS_FILE_SYSTEM,
    REPLICATION_GROUP,
    DOCDB_CLUSTER,
    OPENSEARCH_DOMAIN,
    MSK_CLUSTER,
    SQS_QUEUE,
    SECRET,
    BACKUP_VAULT,
    ECR_REPOSITORY,
    "aws:ebs/volume:Volume",
    "aws:cloudwatch/logGroup:LogGroup",
    "aws:kinesis/stream:Stream",
    EC2_INSTANCE,
  ],
  level: "mandatory",
  onUnknown: {
    behaviour: "passes",
    text: "An unknown region passes; where neither the resource nor its provider names one, nothing is judged.",
  },
  check: ({ props, region }, context) => {
    const place = props["region"] ?? region;
    return isOutside(place, context) ? [lies("it is", place, context)] : [];
  },
};
