import { CloudError, type Context, type Json, type TypeModel, text, valuesAt } from "../model";
import { regionOf, tagsOf, uuid } from "./shared";

const names = (c: Context): string[] => [
  ...new Set([text(c.inputs, "domainName"), ...valuesAt(c.inputs, "subjectAlternativeNames[]").map(String)]),
];

/** The record that proves one name; the same for each certificate of it in an account. */
const proof = (c: Context, name: string): Json => ({
  domainName: name,
  resourceRecordName: `_${c.hash(32, name)}.${name.replace(/^\*\./, "")}.`,
  resourceRecordType: "CNAME",
  resourceRecordValue: `_${c.hash(32, `${name} value`)}.acm-validations.aws.`,
});

/** Certificates, and the wait until one is valid. */
export const acm: Readonly<Record<string, TypeModel>> = {
  "aws:acm/certificate:Certificate": {
    id: (c) => `arn:aws:acm:${regionOf(c)}:${c.account}:certificate/${uuid(c)}`,
    outputs: (c) => ({
      arn: c.id,
      domainValidationOptions: names(c).map((name) => proof(c, name)),
      status: "PENDING_VALIDATION",
      tagsAll: tagsOf(c.inputs),
    }),
    replaceOn: ["domainName", "subjectAlternativeNames", "keyAlgorithm", "validationMethod", "region"],
    inUse: "ResourceInUseException",
  },
  "aws:acm/certificateValidation:CertificateValidation": {
    id: (c) => text(c.inputs, "certificateArn"),
    references: [
      {
        path: "certificateArn",
        to: ["aws:acm/certificate:Certificate#arn"],
        error: "ResourceNotFoundException",
        blocks: false,
      },
    ],
    // Without its records a certificate is never valid, and the provider waits for it in vain.
    validate: (c) => {
      const certificate = c.find("aws:acm/certificate:Certificate", "arn", c.inputs["certificateArn"]);
      const wanted = valuesAt(certificate?.outputs, "domainValidationOptions[].resourceRecordName");
      const given = valuesAt(c.inputs, "validationRecordFqdns[]");
      if (certificate && given.length > 0 && given.length < wanted.length)
        throw new CloudError("ValidationTimedOut", `${wanted.length} names have ${given.length} records`);
    },
    replaceOn: ["certificateArn", "validationRecordFqdns", "region"],
  },
};
