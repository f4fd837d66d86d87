import type { Rule } from "../rule";
import { accessPointNotPublic } from "./access-point-not-public";
import { accountPublicAccessBlocked } from "./account-public-access-blocked";
import { amiNotPublic } from "./ami-not-public";
import { atlasAccessList } from "./atlas-access-list";
import { azureAksEndpointLimited } from "./azure-aks-endpoint-limited";
import { azureAksNetworkPolicies } from "./azure-aks-network-policies";
import { azureAksNodesPrivate } from "./azure-aks-nodes-private";
import { azureContainerPrivate } from "./azure-container-private";
import { azureDatabaseFirewallWorld } from "./azure-database-firewall-world";
import { azureGatewayWaf } from "./azure-gateway-waf";
import { azureNsgWorld } from "./azure-nsg-world";
import { azurePostgresPrivate } from "./azure-postgres-private";
import { azureRedisPrivate } from "./azure-redis-private";
import { azureRegistryPrivate } from "./azure-registry-private";
import { azureSqlPrivate } from "./azure-sql-private";
import { azureStorageDefaultDeny } from "./azure-storage-default-deny";
import { azureStorageNoAnonymous } from "./azure-storage-no-anonymous";
import { azureVaultLimited } from "./azure-vault-limited";
import { backupVaultPolicyNotPublic } from "./backup-vault-policy-not-public";
import { bucketAclNotPublic } from "./bucket-acl-not-public";
import { bucketNoAcls } from "./bucket-no-acls";
import { bucketPolicyNotPublic } from "./bucket-policy-not-public";
import { bucketPublicAccessBlocked } from "./bucket-public-access-blocked";
import { cloudfrontOriginAccess } from "./cloudfront-origin-access";
import { cloudfrontWaf } from "./cloudfront-waf";
import { databaseNotPublic } from "./database-not-public";
import { databasePrivateSubnets } from "./database-private-subnets";
import { defaultSecurityGroupClosed } from "./default-security-group-closed";
import { ecrPolicyNotPublic } from "./ecr-policy-not-public";
import { efsPolicyNotPublic } from "./efs-policy-not-public";
import { eksEndpointLimited } from "./eks-endpoint-limited";
import { gatewayTls } from "./gateway-tls";
import { gcpBackendArmour } from "./gcp-backend-armour";
import { gcpBucketIamNotPublic } from "./gcp-bucket-iam-not-public";
import { gcpBucketPublicPrevention } from "./gcp-bucket-public-prevention";
import { gcpBucketUniformAccess } from "./gcp-bucket-uniform-access";
import { gcpFirewallWorld } from "./gcp-firewall-world";
import { gcpGkeEndpointLimited } from "./gcp-gke-endpoint-limited";
import { gcpGkeNetworkPolicies } from "./gcp-gke-network-policies";
import { gcpGkePrivateNodes } from "./gcp-gke-private-nodes";
import { gcpInstanceNoForwarding } from "./gcp-instance-no-forwarding";
import { gcpInstanceNoPublicAddress } from "./gcp-instance-no-public-address";
import { gcpNetworkCustom } from "./gcp-network-custom";
import { gcpSqlAuthorisedNetworks } from "./gcp-sql-authorised-networks";
import { gcpSqlNotPublic } from "./gcp-sql-not-public";
import { gcpSubnetFlowLogs } from "./gcp-subnet-flow-logs";
import { gcpSubnetPrivateAccess } from "./gcp-subnet-private-access";
import { imdsHopLimit } from "./imds-hop-limit";
import { imdsv2Required } from "./imdsv2-required";
import { ingressTls } from "./ingress-tls";
import { instanceNoPublicAddress } from "./instance-no-public-address";
import { lambdaNotPublic } from "./lambda-not-public";
import { lambdaUrlAuthorised } from "./lambda-url-authorised";
import { launchTemplateNoPublicAddress } from "./launch-template-no-public-address";
import { loadBalancerDesync } from "./load-balancer-desync";
import { loadBalancerDropsInvalidHeaders } from "./load-balancer-drops-invalid-headers";
import { loadBalancerLimited } from "./load-balancer-limited";
import { loadBalancerWaf } from "./load-balancer-waf";
import { mskNotPublic } from "./msk-not-public";
import { namespaceDefaultDeny } from "./namespace-default-deny";
import { networkAclAdminPorts } from "./network-acl-admin-ports";
import { networkPolicyEgressNotOpen } from "./network-policy-egress-not-open";
import { networkPolicyNotOpen } from "./network-policy-not-open";
import { noWorldIngress } from "./no-world-ingress";
import { nodeGroupSshLimited } from "./node-group-ssh-limited";
import { opensearchInVpc } from "./opensearch-in-vpc";
import { publicAccessBlockComplete } from "./public-access-block-complete";
import { rdsSnapshotPrivate } from "./rds-snapshot-private";
import { routeRedirectsHttp } from "./route-redirects-http";
import { secretPolicyNotPublic } from "./secret-policy-not-public";
import { securityGroupUsed } from "./security-group-used";
import { serviceExposure } from "./service-exposure";
import { serviceNoExternalName } from "./service-no-external-name";
import { snsPolicyNotPublic } from "./sns-policy-not-public";
import { sqsPolicyNotPublic } from "./sqs-policy-not-public";
import { subnetNoPublicAddress } from "./subnet-no-public-address";
import { transitGatewayAcceptsByHand } from "./transit-gateway-accepts-by-hand";
import { vpcEndpointPolicyLimited } from "./vpc-endpoint-policy-limited";
import { vpcFlowLog } from "./vpc-flow-log";
import { wafHasRules } from "./waf-has-rules";
import { wafLogs } from "./waf-logs";
import { wafMetrics } from "./waf-metrics";

/** Every rule of the pack, by name. */
export const network: readonly Rule[] = [
  accessPointNotPublic,
  accountPublicAccessBlocked,
  amiNotPublic,
  atlasAccessList,
  azureAksEndpointLimited,
  azureAksNetworkPolicies,
  azureAksNodesPrivate,
  azureContainerPrivate,
  azureDatabaseFirewallWorld,
  azureGatewayWaf,
  azureNsgWorld,
  azurePostgresPrivate,
  azureRedisPrivate,
  azureRegistryPrivate,
  azureSqlPrivate,
  azureStorageDefaultDeny,
  azureStorageNoAnonymous,
  azureVaultLimited,
  backupVaultPolicyNotPublic,
  bucketAclNotPublic,
  bucketNoAcls,
  bucketPolicyNotPublic,
  bucketPublicAccessBlocked,
  cloudfrontOriginAccess,
  cloudfrontWaf,
  databaseNotPublic,
  databasePrivateSubnets,
  defaultSecurityGroupClosed,
  ecrPolicyNotPublic,
  efsPolicyNotPublic,
  eksEndpointLimited,
  gatewayTls,
  gcpBackendArmour,
  gcpBucketIamNotPublic,
  gcpBucketPublicPrevention,
  gcpBucketUniformAccess,
  gcpFirewallWorld,
  gcpGkeEndpointLimited,
  gcpGkeNetworkPolicies,
  gcpGkePrivateNodes,
  gcpInstanceNoForwarding,
  gcpInstanceNoPublicAddress,
  gcpNetworkCustom,
  gcpSqlAuthorisedNetworks,
  gcpSqlNotPublic,
  gcpSubnetFlowLogs,
  gcpSubnetPrivateAccess,
  imdsHopLimit,
  imdsv2Required,
  ingressTls,
  instanceNoPublicAddress,
  lambdaNotPublic,
  lambdaUrlAuthorised,
  launchTemplateNoPublicAddress,
  loadBalancerDesync,
  loadBalancerDropsInvalidHeaders,
  loadBalancerLimited,
  loadBalancerWaf,
  mskNotPublic,
  namespaceDefaultDeny,
  networkAclAdminPorts,
  networkPolicyEgressNotOpen,
  networkPolicyNotOpen,
  noWorldIngress,
  nodeGroupSshLimited,
  opensearchInVpc,
  publicAccessBlockComplete,
  rdsSnapshotPrivate,
  routeRedirectsHttp,
  secretPolicyNotPublic,
  securityGroupUsed,
  serviceExposure,
  serviceNoExternalName,
  snsPolicyNotPublic,
  sqsPolicyNotPublic,
  subnetNoPublicAddress,
  transitGatewayAcceptsByHand,
  vpcEndpointPolicyLimited,
  vpcFlowLog,
  wafHasRules,
  wafLogs,
  wafMetrics,
];
