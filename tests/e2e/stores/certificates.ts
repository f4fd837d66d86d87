/** Certificates of a server on this machine, by an authority that nobody else trusts. */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

export interface Certificates {
  /** Files: the authority that signed, one that did not, the server's certificate, and its key. */
  readonly ca: string;
  readonly otherCa: string;
  readonly certificate: string;
  readonly key: string;
}

/** Makes them in a folder, for the name `localhost` and for no address. */
export function makeCertificates(folder: string): Certificates {
  const file = (name: string) => join(folder, name);
  const openssl = (...args: string[]) => execFileSync("openssl", args, { stdio: "pipe", cwd: folder });
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  for (const name of ["ca", "other"]) {
    openssl(
      ...[
        "req",
        "-x509",
        ...key,
        "-days",
        "2",
        "-subj",
        `/CN=${name}`,
        "-keyout",
        `${name}.key`,
        "-out",
        `${name}.pem`,
      ],
    );
  }
  openssl(...["req", "-new", ...key, "-subj", "/CN=localhost", "-keyout", "server.key", "-out", "server.csr"]);
  writeFileSync(file("names"), "subjectAltName=DNS:localhost");
  openssl(
    ...["x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2"],
    ...["-extfile", "names", "-out", "server.pem"],
  );
  return { ca: file("ca.pem"), otherCa: file("other.pem"), certificate: file("server.pem"), key: file("server.key") };
}
