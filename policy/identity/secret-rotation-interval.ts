import { type Check, setting } from "../checks";
import { at } from "../read";
import type { ResourceRule } from "../rule";

const check: Check = ({ props }) => {
  const days = at(props, "rotationRules.automaticallyAfterDays");
  return typeof days === "number" && days > 90 ? [`it rotates every ${days} days`] : [];
};

export const secretRotationInterval: ResourceRule = {
  name: "secret-rotation-interval",
  pack: "identity",
  description: "Secrets that rotate do so every 90 days or sooner.",
  severity: "medium",
  frameworks: ["AWS FSBP SecretsManager.4", "PCI DSS 8.6.3", "SOC 2 CC6.1"],
  why: "The longer a password lives, the more logs and laptops it lies in.",
  mend: "Set rotationRules.automaticallyAfterDays: 90 or less.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/secretsmanager-controls.html#secretsmanager-4",
  types: ["aws:secretsmanager/secretRotation:SecretRotation"],
  level: "remediate",
  onUnknown: { behaviour: "passes", text: "An unknown rotationRules passes, and is judged at the update." },
  check,
  inPlace: "The schedule changes in place; the secret rotates at its next date.",
  remediate: setting("rotationRules.automaticallyAfterDays", 90, check),
};
