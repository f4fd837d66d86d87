import { isTrue } from "../read";
import type { ResourceRule } from "../rule";
import { RDS_INSTANCE } from "../types";

export const databaseNotPublic: ResourceRule = {
  name: "database-not-public",
  pack: "network",
  description: "No database has a public address.",
  severity: "critical",
  frameworks: ["AWS FSBP RDS.2", "PCI DSS 1.4.4"],
  why: "A public database is one wrong rule away from the whole internet.",
  mend: "Set publiclyAccessible: false, and reach it through the VPC.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-2",
  types: [RDS_INSTANCE, "aws:rds/clusterInstance:ClusterInstance"],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown publiclyAccessible passes." },
  check: ({ props }) => (isTrue(props["publiclyAccessible"]) ? ["it has a public address"] : []),
  inPlace: "RDS takes the public address away in place. Clients outside the VPC lose the way in, which is the aim.",
  remediate: ({ props }) => (isTrue(props["publiclyAccessible"]) ? { publiclyAccessible: false } : undefined),
};
