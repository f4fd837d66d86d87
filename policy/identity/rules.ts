import type { Rule } from "../rule";
import { eksAccessEntriesOnly } from "./eks-access-entries-only";
import { iamNoAccessKeys } from "./iam-no-access-keys";
import { iamNoAdmin } from "./iam-no-admin";
import { iamNoAdminAttachment } from "./iam-no-admin-attachment";
import { iamNoPassRoleEverywhere } from "./iam-no-pass-role-everywhere";
import { iamNoServiceWildcard } from "./iam-no-service-wildcard";
import { iamOidcPinned } from "./iam-oidc-pinned";
import { iamTrustNotPublic } from "./iam-trust-not-public";
import { k8sBindingLimited } from "./k8s-binding-limited";
import { k8sRoleNoEscalation } from "./k8s-role-no-escalation";
import { k8sRoleNoWildcards } from "./k8s-role-no-wildcards";
import { noPlaintextSecrets } from "./no-plaintext-secrets";

/** Every rule of the pack, by name. */
export const identity: readonly Rule[] = [
  eksAccessEntriesOnly,
  iamNoAccessKeys,
  iamNoAdmin,
  iamNoAdminAttachment,
  iamNoPassRoleEverywhere,
  iamNoServiceWildcard,
  iamOidcPinned,
  iamTrustNotPublic,
  k8sBindingLimited,
  k8sRoleNoEscalation,
  k8sRoleNoWildcards,
  noPlaintextSecrets,
];
