import { bucketForceDestroy } from "./backup/bucket-force-destroy";
import { bucketVersioning } from "./backup/bucket-versioning";
import { elasticacheSnapshots } from "./backup/elasticache-snapshots";
import { logRetention } from "./backup/log-retention";
import { rdsBackupRetention } from "./backup/rds-backup-retention";
import { rdsCopyTags } from "./backup/rds-copy-tags";
import { rdsDeletionProtection } from "./backup/rds-deletion-protection";
import { rdsFinalSnapshot } from "./backup/rds-final-snapshot";
import { secretRecoveryWindow } from "./backup/secret-recovery-window";
import { gp3Volumes } from "./cost/gp3-volumes";
import { bucketEncryption } from "./encryption/bucket-encryption";
import { bucketTlsOnly } from "./encryption/bucket-tls-only";
import { eksSecretsEncrypted } from "./encryption/eks-secrets-encrypted";
import { elasticacheAtRest } from "./encryption/elasticache-at-rest";
import { elasticacheAuth } from "./encryption/elasticache-auth";
import { elasticacheInTransit } from "./encryption/elasticache-in-transit";
import { kmsKeyNotPublic } from "./encryption/kms-key-not-public";
import { kmsRotation } from "./encryption/kms-rotation";
import { launchTemplateVolumes } from "./encryption/launch-template-volumes";
import { listenerTls } from "./encryption/listener-tls";
import { rdsCustomerKey } from "./encryption/rds-customer-key";
import { rdsStorageEncrypted } from "./encryption/rds-storage-encrypted";
import { rdsTlsForced } from "./encryption/rds-tls-forced";
import { volumeEncrypted } from "./encryption/volume-encrypted";
import { eksAccessEntriesOnly } from "./identity/eks-access-entries-only";
import { iamNoAccessKeys } from "./identity/iam-no-access-keys";
import { iamNoAdmin } from "./identity/iam-no-admin";
import { iamNoAdminAttachment } from "./identity/iam-no-admin-attachment";
import { iamNoPassRoleEverywhere } from "./identity/iam-no-pass-role-everywhere";
import { iamNoServiceWildcard } from "./identity/iam-no-service-wildcard";
import { iamOidcPinned } from "./identity/iam-oidc-pinned";
import { iamTrustNotPublic } from "./identity/iam-trust-not-public";
import { k8sBindingLimited } from "./identity/k8s-binding-limited";
import { k8sRoleNoEscalation } from "./identity/k8s-role-no-escalation";
import { k8sRoleNoWildcards } from "./identity/k8s-role-no-wildcards";
import { noPlaintextSecrets } from "./identity/no-plaintext-secrets";
import { bucketAclNotPublic } from "./network/bucket-acl-not-public";
import { bucketPolicyNotPublic } from "./network/bucket-policy-not-public";
import { bucketPublicAccessBlocked } from "./network/bucket-public-access-blocked";
import { databaseNotPublic } from "./network/database-not-public";
import { defaultSecurityGroupClosed } from "./network/default-security-group-closed";
import { eksEndpointLimited } from "./network/eks-endpoint-limited";
import { imdsHopLimit } from "./network/imds-hop-limit";
import { imdsv2Required } from "./network/imdsv2-required";
import { networkPolicyNotOpen } from "./network/network-policy-not-open";
import { noWorldIngress } from "./network/no-world-ingress";
import { publicAccessBlockComplete } from "./network/public-access-block-complete";
import { serviceExposure } from "./network/service-exposure";
import { subnetNoPublicAddress } from "./network/subnet-no-public-address";
import { vpcFlowLog } from "./network/vpc-flow-log";
import { containerResources } from "./reliability/container-resources";
import { eksControlPlaneLogs } from "./reliability/eks-control-plane-logs";
import { elasticacheFailover } from "./reliability/elasticache-failover";
import { helmReleaseAtomic } from "./reliability/helm-release-atomic";
import { loadBalancerProtected } from "./reliability/load-balancer-protected";
import { rdsMultiAz } from "./reliability/rds-multi-az";
import { statefulProtected } from "./reliability/stateful-protected";
import { zones } from "./reliability/zones";
import type { Rule } from "./rule";
import { imageNotFloating } from "./supply-chain/image-not-floating";
import { environmentTag } from "./tagging/environment-tag";
import { requiredLabels } from "./tagging/required-labels";
import { requiredTags } from "./tagging/required-tags";
import { dropCapabilities } from "./workloads/drop-capabilities";
import { namespacePodSecurity } from "./workloads/namespace-pod-security";
import { noHostNamespaces } from "./workloads/no-host-namespaces";
import { noHostPorts } from "./workloads/no-host-ports";
import { noPrivilegeEscalation } from "./workloads/no-privilege-escalation";
import { noPrivileged } from "./workloads/no-privileged";
import { notInDefaultNamespace } from "./workloads/not-in-default-namespace";
import { procMount } from "./workloads/proc-mount";
import { readOnlyRoot } from "./workloads/read-only-root";
import { restrictedVolumes } from "./workloads/restricted-volumes";
import { runAsNonRoot } from "./workloads/run-as-non-root";
import { runAsUser } from "./workloads/run-as-user";
import { seccomp } from "./workloads/seccomp";
import { serviceAccount } from "./workloads/service-account";

/** Every rule, by pack. */
export const ALL_RULES: readonly Rule[] = [
  // backup
  bucketForceDestroy,
  bucketVersioning,
  elasticacheSnapshots,
  logRetention,
  rdsBackupRetention,
  rdsCopyTags,
  rdsDeletionProtection,
  rdsFinalSnapshot,
  secretRecoveryWindow,
  // cost
  gp3Volumes,
  // encryption
  bucketEncryption,
  bucketTlsOnly,
  eksSecretsEncrypted,
  elasticacheAtRest,
  elasticacheAuth,
  elasticacheInTransit,
  kmsKeyNotPublic,
  kmsRotation,
  launchTemplateVolumes,
  listenerTls,
  rdsCustomerKey,
  rdsStorageEncrypted,
  rdsTlsForced,
  volumeEncrypted,
  // identity
  eksAccessEntriesOnly,
  iamNoAccessKeys,
  iamNoAdminAttachment,
  iamNoAdmin,
  iamNoPassRoleEverywhere,
  iamNoServiceWildcard,
  iamOidcPinned,
  iamTrustNotPublic,
  k8sBindingLimited,
  k8sRoleNoEscalation,
  k8sRoleNoWildcards,
  noPlaintextSecrets,
  // network
  bucketAclNotPublic,
  bucketPolicyNotPublic,
  bucketPublicAccessBlocked,
  databaseNotPublic,
  defaultSecurityGroupClosed,
  eksEndpointLimited,
  imdsHopLimit,
  imdsv2Required,
  networkPolicyNotOpen,
  noWorldIngress,
  publicAccessBlockComplete,
  serviceExposure,
  subnetNoPublicAddress,
  vpcFlowLog,
  // reliability
  containerResources,
  eksControlPlaneLogs,
  elasticacheFailover,
  helmReleaseAtomic,
  loadBalancerProtected,
  rdsMultiAz,
  statefulProtected,
  zones,
  // supply-chain
  imageNotFloating,
  // tagging
  environmentTag,
  requiredLabels,
  requiredTags,
  // workloads
  dropCapabilities,
  namespacePodSecurity,
  noHostNamespaces,
  noHostPorts,
  noPrivilegeEscalation,
  noPrivileged,
  notInDefaultNamespace,
  procMount,
  readOnlyRoot,
  restrictedVolumes,
  runAsNonRoot,
  runAsUser,
  seccomp,
  serviceAccount,
];

/** The packs: the folders that the rules lie in. */
export const PACKS: readonly string[] = [...new Set(ALL_RULES.map((rule) => rule.pack))];
