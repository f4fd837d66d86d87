import type { Rule } from "../rule";
import { atlasUserLimited } from "./atlas-user-limited";
import { azureAksEntra } from "./azure-aks-entra";
import { azureAksNoLocalAccounts } from "./azure-aks-no-local-accounts";
import { azureAksWorkloadIdentity } from "./azure-aks-workload-identity";
import { azureCosmosNoKeys } from "./azure-cosmos-no-keys";
import { azureKeyExpires } from "./azure-key-expires";
import { azureNoOwnerAssignments } from "./azure-no-owner-assignments";
import { azureNoWildcardRoles } from "./azure-no-wildcard-roles";
import { azureRegistryNoAdmin } from "./azure-registry-no-admin";
import { azureStorageNoSharedKey } from "./azure-storage-no-shared-key";
import { azureVaultRbac } from "./azure-vault-rbac";
import { azureVmNoPasswords } from "./azure-vm-no-passwords";
import { cloudtrailEveryRegion } from "./cloudtrail-every-region";
import { cloudtrailToLogs } from "./cloudtrail-to-logs";
import { cloudtrailValidated } from "./cloudtrail-validated";
import { configRecordsAll } from "./config-records-all";
import { efsAccessPointRoot } from "./efs-access-point-root";
import { efsAccessPointUser } from "./efs-access-point-user";
import { eksAccessEntriesOnly } from "./eks-access-entries-only";
import { elasticacheUsers } from "./elasticache-users";
import { gcpGkeNoLegacyAccess } from "./gcp-gke-no-legacy-access";
import { gcpGkeWorkloadIdentity } from "./gcp-gke-workload-identity";
import { gcpInstanceOwnAccount } from "./gcp-instance-own-account";
import { gcpKmsNotPublic } from "./gcp-kms-not-public";
import { gcpNoBasicRoles } from "./gcp-no-basic-roles";
import { gcpNoServiceAccountKeys } from "./gcp-no-service-account-keys";
import { gcpNoTokenCreatorProject } from "./gcp-no-token-creator-project";
import { gcpNodeMetadataHidden } from "./gcp-node-metadata-hidden";
import { gcpNodeOwnAccount } from "./gcp-node-own-account";
import { gcpShieldedInstances } from "./gcp-shielded-instances";
import { guarddutyOn } from "./guardduty-on";
import { iamNoAccessKeys } from "./iam-no-access-keys";
import { iamNoAdmin } from "./iam-no-admin";
import { iamNoAdminAttachment } from "./iam-no-admin-attachment";
import { iamNoConsolePassword } from "./iam-no-console-password";
import { iamNoDecryptEverywhere } from "./iam-no-decrypt-everywhere";
import { iamNoPassRoleEverywhere } from "./iam-no-pass-role-everywhere";
import { iamNoServiceWildcard } from "./iam-no-service-wildcard";
import { iamOidcPinned } from "./iam-oidc-pinned";
import { iamPasswordPolicy } from "./iam-password-policy";
import { iamTrustNotPublic } from "./iam-trust-not-public";
import { iamUserNoPolicies } from "./iam-user-no-policies";
import { k8sBindingLimited } from "./k8s-binding-limited";
import { k8sBindingNoMasters } from "./k8s-binding-no-masters";
import { k8sBindingNotDefaultAccount } from "./k8s-binding-not-default-account";
import { k8sRoleNoCsrApproval } from "./k8s-role-no-csr-approval";
import { k8sRoleNoEscalation } from "./k8s-role-no-escalation";
import { k8sRoleNoExec } from "./k8s-role-no-exec";
import { k8sRoleNoNodeProxy } from "./k8s-role-no-node-proxy";
import { k8sRoleNoPodsWide } from "./k8s-role-no-pods-wide";
import { k8sRoleNoSecretsWide } from "./k8s-role-no-secrets-wide";
import { k8sRoleNoTokenRequest } from "./k8s-role-no-token-request";
import { k8sRoleNoVolumeCreate } from "./k8s-role-no-volume-create";
import { k8sRoleNoWebhookControl } from "./k8s-role-no-webhook-control";
import { k8sRoleNoWildcards } from "./k8s-role-no-wildcards";
import { mskAuthenticated } from "./msk-authenticated";
import { noPlaintextSecrets } from "./no-plaintext-secrets";
import { opensearchAccessControl } from "./opensearch-access-control";
import { secretRotationInterval } from "./secret-rotation-interval";
import { storeMasterKept } from "./store-master-kept";

/** Every rule of the pack, by name. */
export const identity: readonly Rule[] = [
  atlasUserLimited,
  azureAksEntra,
  azureAksNoLocalAccounts,
  azureAksWorkloadIdentity,
  azureCosmosNoKeys,
  azureKeyExpires,
  azureNoOwnerAssignments,
  azureNoWildcardRoles,
  azureRegistryNoAdmin,
  azureStorageNoSharedKey,
  azureVaultRbac,
  azureVmNoPasswords,
  cloudtrailEveryRegion,
  cloudtrailToLogs,
  cloudtrailValidated,
  configRecordsAll,
  efsAccessPointRoot,
  efsAccessPointUser,
  eksAccessEntriesOnly,
  gcpGkeNoLegacyAccess,
  gcpGkeWorkloadIdentity,
  gcpInstanceOwnAccount,
  gcpKmsNotPublic,
  gcpNoBasicRoles,
  gcpNoServiceAccountKeys,
  gcpNoTokenCreatorProject,
  gcpNodeMetadataHidden,
  gcpNodeOwnAccount,
  gcpShieldedInstances,
  guarddutyOn,
  iamNoAccessKeys,
  iamNoAdminAttachment,
  iamNoAdmin,
  iamNoConsolePassword,
  iamNoDecryptEverywhere,
  iamNoPassRoleEverywhere,
  iamNoServiceWildcard,
  iamOidcPinned,
  iamPasswordPolicy,
  iamTrustNotPublic,
  iamUserNoPolicies,
  k8sBindingLimited,
  k8sBindingNoMasters,
  k8sBindingNotDefaultAccount,
  k8sRoleNoCsrApproval,
  k8sRoleNoEscalation,
  k8sRoleNoExec,
  k8sRoleNoNodeProxy,
  k8sRoleNoPodsWide,
  k8sRoleNoSecretsWide,
  k8sRoleNoTokenRequest,
  k8sRoleNoVolumeCreate,
  k8sRoleNoWebhookControl,
  k8sRoleNoWildcards,
  mskAuthenticated,
  noPlaintextSecrets,
  opensearchAccessControl,
  secretRotationInterval,
  storeMasterKept,
  elasticacheUsers,
];
