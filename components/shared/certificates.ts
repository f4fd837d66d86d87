import { X509Certificate } from "node:crypto";

/** Those of some certificates (PEM) whose subject is such, as one text; undefined where there is none. */
export function certificatesOf(all: readonly string[], subject: RegExp): string | undefined {
  const chosen = all.filter((pem) => subject.test(new X509Certificate(pem).subject)).map((pem) => pem.trim());
  return chosen.length > 0 ? `${chosen.join("\n")}\n` : undefined;
}
