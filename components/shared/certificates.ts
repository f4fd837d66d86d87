import { X509Certificate } from "node:crypto";

/**
 * Those of some certificates (PEM) whose subject is such, as one text; undefined where there is none.
 * @param words one of which every such subject holds: certificates without are not read, which takes a program's start 60 ms for
 *   the 260 that come with Node.js and for RDS
 */
export function certificatesOf(all: readonly string[], subject: RegExp, words: readonly string[]): string | undefined {
  const chosen = all
    .filter((pem) => holdsOne(pem, words) && subject.test(new X509Certificate(pem).subject))
    .map((pem) => pem.trim());
  return chosen.length > 0 ? `${chosen.join("\n")}\n` : undefined;
}

/** Names stand in a certificate as they are, byte for byte. */
function holdsOne(pem: string, words: readonly string[]): boolean {
  const bytes = Buffer.from(pem.replace(/-----[A-Z ]+-----/g, ""), "base64");
  return words.some((word) => bytes.includes(word));
}
