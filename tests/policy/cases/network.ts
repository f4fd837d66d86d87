import type { CaseTable } from "../support/cases";
import * as r from "../support/resources";

const { U } = r;
const world = (port: unknown, to = port) => ({ cidrIpv4: "0.0.0.0/0", fromPort: port, toPort: to });
const ingress = (block: r.Dict) => r.securityGroup({ ingress: [block] });
const publicTag = { "kubernetes.io/role/elb": "1" };

export const network: CaseTable = {
  "database-not-public": {
    pass: [r.rds(), r.rds({ publiclyAccessible: undefined }), r.clusterInstance()],
    fail: [r.rds({ publiclyAccessible: true }), r.clusterInstance({ publiclyAccessible: true })],
    unknown: [r.rds({ publiclyAccessible: U })],
  },
  "public-access-block-complete": {
    pass: [r.accessBlock()],
    fail: [r.accessBlock({ ignorePublicAcls: false }), r.accessBlock({ restrictPublicBuckets: undefined })],
    unknown: [r.accessBlock({ blockPublicAcls: U, blockPublicPolicy: U })],
  },
  "bucket-public-access-blocked": {
    pass: [r.bucket()],
    fail: [r.bucket({}, { PublicAccessBlock: undefined })],
    unknown: [
      [
        ...r.bucket({}, { PublicAccessBlock: undefined }),
        // A block of some bucket: the engine recorded no dependency, and the name is not known.
        { ...r.accessBlock({ bucket: U })[0], name: "block" },
      ] as unknown as r.Case,
    ],
  },
  "bucket-policy-not-public": {
    pass: [r.bucketPolicy({ policy: r.trust({ AWS: "arn:aws:iam::111111111111:root" }) })],
    fail: [r.bucketPolicy({ policy: r.trust("*") })],
    unknown: [r.bucketPolicy({ policy: U }), r.bucketPolicy({ policy: r.trust("*", { Condition: U }) })],
  },
  "bucket-acl-not-public": {
    pass: [r.bucket({ acl: "private" }), r.bucketAcl()],
    fail: [r.bucket({ acl: "public-read" }), r.bucketAcl({ acl: "authenticated-read" })],
    unknown: [r.bucketAcl({ acl: U })],
  },
  "no-world-ingress": {
    pass: [
      r.ingressRule(world(443)),
      r.ingressRule({ cidrIpv4: "10.0.0.0/8", fromPort: 22, toPort: 22 }),
      r.ingressRule({ referencedSecurityGroupId: "sg", ipProtocol: "-1" }),
      r.groupRule({ type: "egress", protocol: "-1", cidrBlocks: ["0.0.0.0/0"] }),
      ingress({ protocol: "tcp", fromPort: 80, toPort: 80, cidrBlocks: ["0.0.0.0/0"] }),
    ],
    fail: [
      r.ingressRule(world(22)),
      r.ingressRule(world(80, 443)),
      r.ingressRule({ cidrIpv6: "::/0", ipProtocol: "-1" }),
      r.groupRule({ fromPort: 5432, toPort: 5432, cidrBlocks: ["10.0.0.0/8", "0.0.0.0/0"] }),
      ingress({ protocol: "udp", fromPort: 53, toPort: 53, ipv6CidrBlocks: ["::/0"] }),
    ],
    unknown: [
      r.ingressRule({ ...world(22), cidrIpv4: U }),
      r.ingressRule(world(U)),
      r.securityGroup({ ingress: U }),
      ingress({ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: U }),
    ],
  },
  "default-security-group-closed": {
    pass: [r.defaultGroup(), r.defaultGroup({ ingress: [], egress: [] })],
    fail: [
      r.defaultGroup({ ingress: [{ protocol: "-1", self: true }] }),
      r.defaultGroup({ egress: [{ protocol: "-1" }] }),
    ],
    unknown: [r.defaultGroup({ ingress: U })],
  },
  "imdsv2-required": {
    pass: [r.template(), r.template({ metadataOptions: { httpTokens: "optional", httpEndpoint: "disabled" } })],
    fail: [
      r.template({ metadataOptions: { httpTokens: "optional" } }),
      r.template({ metadataOptions: undefined }),
      r.instance({ metadataOptions: undefined }),
    ],
    unknown: [r.template({ metadataOptions: { httpTokens: U } }), r.template({ metadataOptions: U })],
  },
  "imds-hop-limit": {
    pass: [r.template(), r.template({ metadataOptions: { httpPutResponseHopLimit: undefined } })],
    fail: [r.template({ metadataOptions: { httpPutResponseHopLimit: 2 } })],
    unknown: [r.template({ metadataOptions: { httpPutResponseHopLimit: U } })],
  },
  "vpc-flow-log": {
    pass: [r.vpc()],
    fail: [r.vpc(["a", "b", "c"], false)],
    unknown: [
      [
        ...r.vpc(["a", "b", "c"], false),
        r.resource("aws:ec2/flowLog:FlowLog", "l", { vpcId: U, tags: r.TAGS }),
      ] as unknown as r.Case,
    ],
  },
  "eks-endpoint-limited": {
    pass: [r.eks(), r.eks({ vpcConfig: { endpointPublicAccess: false, publicAccessCidrs: undefined } })],
    fail: [
      r.eks({ vpcConfig: { publicAccessCidrs: ["0.0.0.0/0"] } }),
      r.eks({ vpcConfig: { publicAccessCidrs: undefined } }),
      r.eks({ vpcConfig: undefined }),
    ],
    unknown: [
      r.eks({ vpcConfig: { publicAccessCidrs: U } }),
      r.eks({ vpcConfig: { endpointPublicAccess: U, publicAccessCidrs: ["0.0.0.0/0"] } }),
      r.eks({ vpcConfig: U }),
    ],
  },
  "subnet-no-public-address": {
    pass: [r.subnet(), r.subnet({ mapPublicIpOnLaunch: true, tags: publicTag })],
    fail: [r.subnet({ mapPublicIpOnLaunch: true })],
    unknown: [r.subnet({ mapPublicIpOnLaunch: U }), r.subnet({ mapPublicIpOnLaunch: true, tags: U })],
  },
  "service-exposure": {
    pass: [r.service(), r.service({ spec: { type: "LoadBalancer", loadBalancerSourceRanges: ["203.0.113.0/24"] } })],
    fail: [r.service({ spec: { type: "NodePort" } }), r.service({ spec: { externalIPs: ["192.0.2.1"] } })],
    unknown: [r.service({ spec: { type: U, externalIPs: U } })],
  },
  "network-policy-not-open": {
    pass: [
      r.networkPolicy(),
      r.networkPolicy({ spec: { ingress: [{ from: [{ podSelector: {} }] }] } }),
      r.networkPolicy({ spec: { podSelector: { matchLabels: { app: "edge" } }, ingress: [{}] } }),
    ],
    fail: [r.networkPolicy({ spec: { ingress: [{}] } })],
    unknown: [
      r.networkPolicy({ spec: { ingress: [U] } }),
      r.networkPolicy({ spec: { podSelector: U, ingress: [{}] } }),
    ],
  },
};
