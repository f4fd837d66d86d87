import { allowing, type Statement } from "../policy-document";
import { at, isDict, isUnknown, stringsAt } from "../read";
import type { ResourceRule } from "../rule";
import { IAM_ROLE } from "../types";

/** The claims that a trust policy tests, such as "sub" of "token.actions.githubusercontent.com:sub". */
function claims(statement: Statement): ReadonlySet<string> {
  const condition = at(statement, "Condition");
  const tests = isDict(condition) ? Object.values(condition).filter(isDict) : [];
  return new Set(
    tests.flatMap((test) =>
      Object.entries(test).flatMap(([key, value]) => (value === "*" ? [] : [key.split(":").at(-1) ?? ""])),
    ),
  );
}

export const iamOidcPinned: ResourceRule = {
  name: "iam-oidc-pinned",
  pack: "identity",
  description: "A role for an OIDC identity pins its subject and its audience.",
  severity: "critical",
  frameworks: [],
  why: "Without them every service account of the cluster, or every repository on the same host, may assume the role.",
  mend: "Test <issuer>:sub and <issuer>:aud in the trust policy's Condition.",
  link: "https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html",
  types: [IAM_ROLE],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown trust policy, and an unknown condition, pass." },
  check: ({ props }) =>
    allowing(props["assumeRolePolicy"])
      .filter((statement) => stringsAt(statement, "Action").includes("sts:AssumeRoleWithWebIdentity"))
      .filter((statement) => !isUnknown(at(statement, "Condition")))
      .flatMap((statement) =>
        ["sub", "aud"]
          .filter((claim) => !claims(statement).has(claim))
          .map((claim) => `its trust policy does not pin the ${claim} of the token`),
      ),
};
