import { createHash, X509Certificate } from "node:crypto";
import { atlasAuthorities, postgresAuthorities, rdsAuthorities } from "../../../components/clouds/aws/authorities";
import { azureAuthorities } from "../../../components/clouds/azure/authorities";

const END = "-----END CERTIFICATE-----";
const subjects = (pem: string): string[] =>
  pem
    .split(END)
    .filter((each) => each.trim() !== "")
    .map((each) => new X509Certificate(each + END))
    .map(({ subject, ca, validTo }) => {
      expect([ca, Date.parse(validTo) > Date.parse("2031-01-01")]).toEqual([true, true]);
      return /^CN=(.*)$/m.exec(subject)![1]!;
    });

test("RDS signs with an authority of each region and kind of key, and never with another's", () => {
  expect(subjects(rdsAuthorities("eu-west-1")!).sort()).toEqual(
    ["ECC384", "RSA2048", "RSA4096"].map((kind) => `Amazon RDS eu-west-1 Root CA ${kind} G1`),
  );
  expect(rdsAuthorities("eu-west-9")).toBeUndefined();
});

/** They come with Node.js: a program under another version must not replace every pod that trusts them. */
describe("public ones are the same, byte for byte, under every version of Node.js", () => {
  test.each([
    [
      "Azure",
      azureAuthorities,
      "6b23dfc0280698a0",
      ["DigiCert Global Root G2", "Microsoft RSA Root Certificate Authority 2017"],
    ],
    [
      "Atlas",
      atlasAuthorities(),
      "4df6f73437dbb8b1",
      ["GTS Root R1", "GTS Root R3", "GTS Root R4", "ISRG Root X1", "ISRG Root X2"],
    ],
    [
      "RDS Proxy",
      postgresAuthorities("eu-west-1", true)!.slice(rdsAuthorities("eu-west-1")!.length),
      "2141fb907b5d0686",
      [
        ...[1, 2, 3, 4].map((number) => `Amazon Root CA ${number}`),
        "Starfield Services Root Certificate Authority - G2",
      ],
    ],
  ])("%s", (_, pem, digest, names) => {
    expect(subjects(pem!).sort()).toEqual(names);
    expect(createHash("sha256").update(pem!).digest("hex").slice(0, 16)).toBe(digest);
  });
});
