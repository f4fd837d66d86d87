import { mustBeAtLeast } from "../checks";
import type { ResourceRule } from "../rule";

export const kinesisRetention: ResourceRule = {
  name: "kinesis-retention",
  pack: "backup",
  description: "Streams keep records for a week.",
  severity: "medium",
  frameworks: ["AWS FSBP Kinesis.3", "SOC 2 A1.2"],
  why: "A consumer that stands still over a weekend loses what a day's retention lets go.",
  mend: "Set retentionPeriod: 168 (hours) or more.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/kinesis-controls.html#kinesis-3",
  types: ["aws:kinesis/stream:Stream"],
  level: "advisory",
  onUnknown: { behaviour: "passes", text: "An unknown retentionPeriod passes, and is judged at the update." },
  check: mustBeAtLeast("retentionPeriod", 168, (hours) => `it keeps records for ${hours} hours`, 24),
};
