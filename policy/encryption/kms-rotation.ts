import { at, isMissing, isTrue, isUnknown } from "../read";
import type { ResourceRule } from "../rule";
import { KMS_KEY } from "../types";

export const kmsRotation: ResourceRule = {
  name: "kms-rotation",
  pack: "encryption",
  description: "Symmetric KMS keys rotate.",
  severity: "medium",
  frameworks: ["Security Hub KMS.4", "CIS AWS Foundations 3.6"],
  why: "Rotation limits how much data one key material protects; it is free of work, since old material stays for decryption.",
  mend: "Set enableKeyRotation: true.",
  link: "https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html",
  types: [KMS_KEY],
  level: "remediate",
  onUnknown: { behaviour: "passes", text: "An unknown enableKeyRotation or key spec passes." },
  check: ({ props }) => (rotates(props) ? [] : ["it does not rotate"]),
  inPlace: "Rotation is switched on in place; what the old material encrypted stays readable.",
  remediate: ({ props }) => (rotates(props) ? undefined : { enableKeyRotation: true }),
};

function rotates(props: Readonly<Record<string, unknown>>): boolean {
  const spec = at(props, "customerMasterKeySpec");
  // Asymmetric keys, and those in a key store of one's own, cannot rotate by themselves.
  if (!isMissing(spec) && spec !== "SYMMETRIC_DEFAULT") return true;
  if (!isMissing(props["customKeyStoreId"])) return true;
  return isUnknown(props["enableKeyRotation"]) || isTrue(props["enableKeyRotation"]);
}
