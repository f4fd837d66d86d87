import type { SignedImages, Signer } from "../../components/workloads/signatures";
import type { StackConfig } from "../config/schema";

type SignerConfig = StackConfig["images"]["signedBy"][number];

/** Who must have signed images, by where they come from, in the order of config. */
export function planSignatures({ images }: Pick<StackConfig, "images">): readonly SignedImages[] {
  const signers = new Map<string, Signer[]>();
  for (const entry of images.signedBy) signers.set(entry.from, [...(signers.get(entry.from) ?? []), signerOf(entry)]);
  return [...signers].map(([from, each]) => ({ from, signers: each }));
}

/** The config check has refused whatever is neither. */
const signerOf = ({ issuer = "", subject = "", publicKey }: SignerConfig): Signer =>
  publicKey === undefined ? { issuer, subject } : { publicKey };
