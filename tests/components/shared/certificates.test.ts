import { X509Certificate } from "node:crypto";
import { rdsAuthorities } from "../../../components/clouds/aws/authorities";
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

test("Azure signs with public ones", () => {
  expect(subjects(azureAuthorities!)).toEqual(
    expect.arrayContaining(["DigiCert Global Root G2", "Microsoft RSA Root Certificate Authority 2017"]),
  );
});
