import { at, isUnknown } from "../read";
import type { ResourceRule } from "../rule";

/** Days that a repair sets: long enough for an investigation that starts a quarter late. */
const DAYS = 90;

const endless = (props: Readonly<Record<string, unknown>>): boolean =>
  !isUnknown(props["retentionInDays"]) && (at(props, "retentionInDays") ?? 0) === 0;

export const logRetention: ResourceRule = {
  name: "log-retention",
  pack: "backup",
  description: "Every log group says how long it keeps its logs.",
  severity: "low",
  frameworks: ["Security Hub CloudWatch.16"],
  why: "Logs that are kept forever cost more each month, and hold personal data longer than anyone promised.",
  mend: `Set retentionInDays (a repair sets ${DAYS}).`,
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html#cloudwatch-16",
  types: ["aws:cloudwatch/logGroup:LogGroup"],
  level: "remediate",
  onUnknown: { behaviour: "passes", text: "An unknown retentionInDays passes." },
  check: ({ props }) => (endless(props) ? ["it keeps its logs forever"] : []),
  inPlace: "Retention is changed in place. Logs older than it go, and what has no end is rarely read after a quarter.",
  remediate: ({ props }) => (endless(props) ? { retentionInDays: DAYS } : undefined),
};
