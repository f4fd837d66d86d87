import { type Check, setting } from "../checks";
import { GCP_KEY } from "../gcp-types";
import { at, isMissing, isUnknown } from "../read";
import type { ResourceRule } from "../rule";

/** Seconds in the 90 days that CIS asks for. */
const LONGEST = 7_776_000;

const check: Check = ({ props }) => {
  const purpose = at(props, "purpose");
  if (!isMissing(purpose) && purpose !== "ENCRYPT_DECRYPT") return [];
  const period = at(props, "rotationPeriod");
  if (isUnknown(period)) return [];
  if (isMissing(period)) return ["it does not rotate"];
  return Number.parseFloat(String(period)) > LONGEST ? [`it rotates every ${String(period)}`] : [];
};

export const gcpKmsRotation: ResourceRule = {
  name: "gcp-kms-rotation",
  pack: "encryption",
  description: "Symmetric keys rotate every 90 days or sooner.",
  severity: "medium",
  frameworks: ["CIS GCP Foundations 1.10", "PCI DSS 3.7.4", "SOC 2 CC6.1"],
  why: "Rotation limits how much data one version protects; older versions stay for decryption.",
  mend: 'Set rotationPeriod: "7776000s" or less.',
  link: "https://cloud.google.com/kms/docs/key-rotation",
  types: [GCP_KEY],
  level: "remediate",
  onUnknown: {
    behaviour: "passes",
    text: "An unknown rotationPeriod or purpose passes; asymmetric keys cannot rotate by themselves.",
  },
  check,
  inPlace: "A schedule, set in place; versions that exist stay enabled, and nothing is encrypted anew.",
  remediate: setting("rotationPeriod", `${LONGEST}s`, check),
};
