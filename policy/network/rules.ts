import type { Rule } from "../rule";
import { bucketAclNotPublic } from "./bucket-acl-not-public";
import { bucketPolicyNotPublic } from "./bucket-policy-not-public";
import { bucketPublicAccessBlocked } from "./bucket-public-access-blocked";
import { databaseNotPublic } from "./database-not-public";
import { defaultSecurityGroupClosed } from "./default-security-group-closed";
import { eksEndpointLimited } from "./eks-endpoint-limited";
import { imdsHopLimit } from "./imds-hop-limit";
import { imdsv2Required } from "./imdsv2-required";
import { networkPolicyNotOpen } from "./network-policy-not-open";
import { noWorldIngress } from "./no-world-ingress";
import { publicAccessBlockComplete } from "./public-access-block-complete";
import { serviceExposure } from "./service-exposure";
import { subnetNoPublicAddress } from "./subnet-no-public-address";
import { vpcFlowLog } from "./vpc-flow-log";

/** Every rule of the pack, by name. */
export const network: readonly Rule[] = [
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
];
