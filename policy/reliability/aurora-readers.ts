import type { StackRule } from "../rule";
import { RDS_CLUSTER } from "../types";

const INSTANCE = "aws:rds/clusterInstance:ClusterInstance";

export const auroraReaders: StackRule = {
  name: "aurora-readers",
  pack: "reliability",
  description: "A production Aurora has an instance that can take over.",
  severity: "medium",
  frameworks: ["AWS FSBP RDS.15", "SOC 2 A1.2"],
  why: "Storage outlives a zone, an instance does not: with one alone, its loss is an outage of ten minutes until another is made.",
  mend: "Add a second ClusterInstance, in another zone (stores.<name>.multiZone: true).",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-15",
  types: [RDS_CLUSTER],
  level: "mandatory",
  levels: { dev: "disabled", staging: "advisory" },
  onUnknown: {
    behaviour: "passes",
    text: "An unknown engine passes, and so does an instance whose cluster is not known yet: it may be this one's.",
  },
  checkStack: (stack) =>
    stack
      .ofType(RDS_CLUSTER)
      .filter(({ props }) => typeof props["engine"] === "string" && props["engine"].startsWith("aurora"))
      .filter((cluster) => stack.referring(INSTANCE, "clusterIdentifier", cluster).length < 2)
      .map((resource) => ({ resource, message: "it has no instance that could take over" })),
};
