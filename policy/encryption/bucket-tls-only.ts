import { statements } from "../policy-document";
import { at, stringsAt } from "../read";
import type { Resource, StackRule } from "../rule";
import { BUCKET, BUCKET_POLICY } from "../types";

const ANYONE = ["*"];

function deniesPlainHttp(policy: Resource): boolean {
  const known = statements(at(policy.props, "policy"));
  return (
    known === undefined ||
    known.some(
      (statement) =>
        statement["Effect"] === "Deny" &&
        [...stringsAt(statement, "Principal"), ...stringsAt(statement, "Principal.AWS")].some((who) =>
          ANYONE.includes(who),
        ) &&
        stringsAt(statement, "Action").some((action) => action === "*" || action === "s3:*") &&
        // The key holds a colon, never a dot, so that it can be read as a path.
        String(at(statement, "Condition.Bool.aws:SecureTransport")) === "false",
    )
  );
}

export const bucketTlsOnly: StackRule = {
  name: "bucket-tls-only",
  pack: "encryption",
  description: "Every bucket refuses requests without TLS.",
  severity: "medium",
  frameworks: ["AWS FSBP S3.5"],
  why: "S3 also answers plain HTTP: signed URLs and objects could be read on the way.",
  mend: 'Add a BucketPolicy that denies s3:* to everyone where "aws:SecureTransport" is false.',
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-5",
  types: [BUCKET],
  level: "mandatory",
  onUnknown: {
    behaviour: "passes",
    text: "A policy that names an ARN is unknown until the bucket exists: it passes, and is judged at the update.",
  },
  checkStack: (stack) =>
    stack
      .ofType(BUCKET)
      .filter((bucket) => !stack.referring(BUCKET_POLICY, "bucket", bucket).some(deniesPlainHttp))
      .map((resource) => ({ resource, message: "no policy denies requests without TLS" })),
};
