import type { ResourceRule } from "../rule";

export const secretRecoveryWindow: ResourceRule = {
  name: "secret-recovery-window",
  pack: "backup",
  description: "A deleted secret can be brought back for some days.",
  severity: "medium",
  frameworks: [],
  why: "With a window of 0 a secret is gone at once, and with it the way into what it protects.",
  mend: "Leave recoveryWindowInDays out (30 days), or set 7 to 30.",
  link: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html",
  types: ["aws:secretsmanager/secret:Secret"],
  level: "mandatory",
  levels: { dev: "disabled" },
  onUnknown: { behaviour: "passes", text: "An unknown recoveryWindowInDays passes." },
  check: ({ props }) => (props["recoveryWindowInDays"] === 0 ? ["it is deleted at once, without a way back"] : []),
};
