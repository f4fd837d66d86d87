/** The edge, compute, account and registry of AWS. */
import * as a from "../support/aws";
import { type CaseTable, property, together } from "../support/cases";
import * as r from "../support/resources";

const { U } = r;
const PUBLIC = r.document({ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" });
const origin = (customOriginConfig: unknown) => a.distributionFrom({ customOriginConfig });
const entry = (patch: r.Dict) =>
  a.networkAcl({
    ingress: [
      { action: "allow", cidrBlock: "0.0.0.0/0", protocol: "tcp", fromPort: 443, toPort: 443, ruleNo: 1, ...patch },
    ],
  });
const world = { cidrBlock: "0.0.0.0/0" };
const balanced = (patch: r.Dict = {}) => a.group(r.but({ targetGroupArns: ["arn:tg"], healthCheckType: "ELB" }, patch));

export const awsServices: CaseTable = {
  "cloudtrail-encrypted": property(a.trail, "kmsKeyId", [undefined]),
  "cloudtrail-every-region": property(a.trail, "isMultiRegionTrail", [false, undefined]),
  "cloudtrail-validated": property(a.trail, "enableLogFileValidation", [false, undefined]),
  "cloudtrail-to-logs": property(a.trail, "cloudWatchLogsGroupArn", [undefined]),
  "guardduty-on": property(a.detector, "enable", [false], [true]),
  "config-records-all": property(a.recorder, "recordingGroup.allSupported", [false], [undefined]),
  "cloudfront-https": {
    pass: [a.distribution(), a.distribution({ defaultCacheBehavior: { viewerProtocolPolicy: "https-only" } })],
    fail: [
      a.distribution({ defaultCacheBehavior: { viewerProtocolPolicy: "allow-all" } }),
      a.distribution({ orderedCacheBehaviors: [{ pathPattern: "/a/*", viewerProtocolPolicy: "allow-all" }] }),
    ],
    unknown: [
      a.distribution({ defaultCacheBehavior: U }),
      a.distribution({ defaultCacheBehavior: { viewerProtocolPolicy: U } }),
      a.distribution({ orderedCacheBehaviors: U }),
    ],
  },
  "cloudfront-tls": together(
    property(
      a.distribution,
      "viewerCertificate.minimumProtocolVersion",
      ["TLSv1.1_2016", "TLSv1", undefined],
      ["TLSv1.3_2025"],
    ),
    property(a.distribution, "viewerCertificate.cloudfrontDefaultCertificate", [true], [false]),
  ),
  "cloudfront-origin-tls": {
    pass: [a.distribution(), a.site()],
    fail: [
      origin({ originProtocolPolicy: "http-only", originSslProtocols: ["TLSv1.2"] }),
      origin({ originProtocolPolicy: "match-viewer", originSslProtocols: ["TLSv1.2"] }),
      origin({ originProtocolPolicy: "https-only", originSslProtocols: ["TLSv1", "TLSv1.2"] }),
    ],
    unknown: [a.distribution({ origins: U }), origin(U), origin({ originProtocolPolicy: U, originSslProtocols: U })],
  },
  "cloudfront-waf": property(a.distribution, "webAclId", [undefined]),
  "cloudfront-logs": {
    pass: [a.distribution(), a.deliveredDistribution()],
    fail: [a.distribution({ loggingConfig: undefined })],
    unknown: [
      a.distribution({ loggingConfig: U }),
      [
        ...a.distribution({ loggingConfig: undefined }),
        r.resource("aws:cloudwatch/logDeliverySource:LogDeliverySource", "delivery", { resourceArn: U, tags: r.TAGS }),
      ],
    ],
  },
  "cloudfront-origin-access": {
    pass: [
      a.site(),
      a.distribution(),
      a.site({ originAccessControlId: undefined, s3OriginConfig: { originAccessIdentity: "x" } }),
    ],
    fail: [a.site({ originAccessControlId: undefined }), a.site({ originAccessControlId: "" })],
    unknown: [a.site({ originAccessControlId: U }), a.site({ originAccessControlId: undefined, domainName: U })],
  },
  "cloudfront-root-object": {
    pass: [a.site(), a.distribution()],
    fail: [
      [r.resource(a.site()[0].type, "subject", r.but(a.site()[0].props as r.Dict, { defaultRootObject: undefined }))],
    ],
    unknown: [[r.resource(a.site()[0].type, "subject", r.but(a.site()[0].props as r.Dict, { defaultRootObject: U }))]],
  },
  "classic-listener-tls": {
    pass: [a.classic(), a.classic({ listeners: [{ lbPort: 443, lbProtocol: "SSL" }] })],
    fail: [a.classic({ listeners: [{ lbPort: 80, lbProtocol: "http" }] })],
    unknown: [a.classic({ listeners: U }), a.classic({ listeners: [{ lbPort: 80, lbProtocol: U }] })],
  },
  "classic-lb-drains": property(a.classic, "connectionDraining", [false, undefined]),
  "classic-lb-cross-zone": property(a.classic, "crossZoneLoadBalancing", [false], [true]),
  "load-balancer-zones": {
    pass: [r.loadBalancer({ subnets: ["a", "b"] })],
    fail: [r.loadBalancer({ subnets: ["a"] }), r.loadBalancer({ subnetMappings: [{ subnetId: "a" }] })],
    unknown: [r.loadBalancer({ subnets: U }), r.loadBalancer({ subnets: ["a", U] })],
  },
  "load-balancer-logs": together(
    property(r.loadBalancer, "accessLogs.enabled", [false, undefined]),
    property(a.classic, "accessLogs.enabled", [false], [true]),
    {
      pass: [r.loadBalancer({ loadBalancerType: "network", accessLogs: undefined })],
      fail: [a.classic({ accessLogs: undefined })],
      unknown: [],
    },
  ),
  "load-balancer-drops-invalid-headers": property(r.loadBalancer, "dropInvalidHeaderFields", [false, undefined]),
  "load-balancer-desync": together(
    property(r.loadBalancer, "desyncMitigationMode", ["monitor"], ["strictest"]),
    property(a.classic, "desyncMitigationMode", ["monitor"]),
  ),
  "load-balancer-waf": {
    pass: [a.publicBalancer(true), r.loadBalancer()],
    fail: [a.publicBalancer(false)],
    unknown: [r.loadBalancer({ internal: U })],
  },
  "waf-has-rules": {
    pass: [a.webAcl(), a.webAcl({ rules: undefined, defaultAction: { allow: undefined, block: {} } })],
    fail: [a.webAcl({ rules: undefined }), a.webAcl({ rules: [] })],
    unknown: [a.webAcl({ rules: U }), a.webAcl({ rules: undefined, defaultAction: U })],
  },
  "waf-metrics": property(a.webAcl, "visibilityConfig.cloudwatchMetricsEnabled", [false, undefined]),
  "waf-logs": {
    pass: [a.webAcl()],
    fail: [a.webAcl({}, false)],
    unknown: [
      [
        ...a.webAcl({}, false),
        r.resource("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration", "logs", { resourceArn: U }),
      ],
    ],
  },
  "ebs-encryption-by-default": property(a.ebsDefault, "enabled", [false], [undefined]),
  "certificate-key-length": property(a.certificate, "keyAlgorithm", ["RSA_1024"], ["EC_prime256v1"]),
  "ami-not-public": {
    pass: [a.amiPermission()],
    fail: [a.amiPermission({ accountId: undefined, group: "all" })],
    unknown: [a.amiPermission({ group: U })],
  },
  "lambda-not-public": {
    pass: [a.permission(), a.permission({ principal: "*", principalOrgId: "o-1" })],
    fail: [a.permission({ principal: "*" })],
    unknown: [a.permission({ principal: U }), a.permission({ principal: "*", sourceArn: U })],
  },
  "lambda-url-authorised": property(a.functionUrl, "authorizationType", ["NONE"]),
  "lambda-zones": property(a.lambda, "vpcConfig.subnetIds", [["subnet-1"]], [undefined]),
  "lambda-supported-runtime": property(
    a.lambda,
    "runtime",
    ["nodejs20.x", "python3.8", "go1.x"],
    ["python3.14", undefined],
  ),
  "network-acl-admin-ports": {
    pass: [
      a.networkAcl(),
      entry({}),
      entry({ action: "deny", fromPort: 22, toPort: 22 }),
      a.networkAclRule(),
      a.networkAclRule({ ...world, egress: true }),
    ],
    fail: [
      entry({ fromPort: 22, toPort: 22 }),
      entry({ protocol: "-1", fromPort: 0, toPort: 0 }),
      a.networkAclRule(world),
    ],
    unknown: [
      a.networkAcl({ ingress: U }),
      entry({ action: U, fromPort: 22, toPort: 22 }),
      entry({ fromPort: U, toPort: U }),
      a.networkAclRule({ ...world, egress: U }),
    ],
  },
  "instance-no-public-address": property(r.instance, "associatePublicIpAddress", [true], [false]),
  "launch-template-no-public-address": {
    pass: [r.template({ networkInterfaces: [{ associatePublicIpAddress: "false" }] })],
    fail: [r.template({ networkInterfaces: [{ associatePublicIpAddress: "true" }] })],
    unknown: [
      r.template({ networkInterfaces: U }),
      r.template({ networkInterfaces: [{ associatePublicIpAddress: U }] }),
    ],
  },
  "transit-gateway-accepts-by-hand": property(a.transitGateway, "autoAcceptSharedAttachments", ["enable"], ["disable"]),
  "node-group-ssh-limited": {
    pass: [a.nodeGroup(), a.nodeGroup({ remoteAccess: { ec2SshKey: "k", sourceSecurityGroupIds: ["sg-1"] } })],
    fail: [a.nodeGroup({ remoteAccess: { ec2SshKey: "k" } })],
    unknown: [
      a.nodeGroup({ remoteAccess: U }),
      a.nodeGroup({ remoteAccess: { ec2SshKey: "k", sourceSecurityGroupIds: U } }),
    ],
  },
  "vpc-endpoint-policy-limited": property(a.vpcEndpoint, "policy", [PUBLIC], [undefined, r.allow("s3:GetObject")]),
  "iam-user-no-policies": property(a.userPolicy, "user", ["ada"], [undefined]),
  "iam-password-policy": together(
    property(a.passwords, "minimumPasswordLength", [13, undefined], [14]),
    property(a.passwords, "passwordReusePrevention", [5, undefined]),
  ),
  "iam-no-console-password": property(a.login, "user", ["ada"]),
  "iam-no-decrypt-everywhere": {
    pass: [
      r.iamPolicy({ policy: r.allow("kms:Decrypt", "arn:aws:kms:eu-west-1:111111111111:key/1") }),
      r.iamPolicy({ policy: r.allow("kms:Decrypt", "*", { Condition: { StringEquals: { "kms:ViaService": "s3" } } }) }),
    ],
    fail: [
      r.iamPolicy({ policy: r.allow(["kms:Decrypt", "kms:DescribeKey"]) }),
      r.role({ inlinePolicies: [{ name: "x", policy: r.allow("kms:ReEncryptFrom") }] }),
    ],
    unknown: [r.iamPolicy({ policy: U })],
  },
  "autoscaling-zones": property(a.group, "vpcZoneIdentifiers", [["subnet-1"]], [["subnet-1", U]]),
  "autoscaling-health-checks": property(
    balanced.bind(null) as typeof a.group,
    "healthCheckType",
    ["EC2", undefined],
    [],
  ),
  "alarm-has-action": together(
    property(a.alarm, "alarmActions", [undefined, []]),
    property(a.alarm, "actionsEnabled", [false], [true]),
  ),
  "eks-supported-version": property(r.eks, "version", ["1.33", "1.9"], ["1.34", "1.36"]),
  "zone-query-log": {
    pass: [a.zone(), a.zone({ vpcs: [{ vpcId: "vpc-1" }] }, false)],
    fail: [a.zone({}, false)],
    unknown: [a.zone({ vpcs: U }, false)],
  },
  "budget-notifies": {
    pass: [a.budget(), a.budget({ notifications: [{ subscriberSnsTopicArns: [U] }] })],
    fail: [a.budget({ notifications: undefined }), a.budget({ notifications: [{ threshold: 80 }] })],
    unknown: [a.budget({ notifications: U }), a.budget({ notifications: [{ subscriberEmailAddresses: U }] })],
  },
  "ecr-policy-not-public": property(a.repositoryPolicy, "policy", [PUBLIC], [undefined]),
  "ecr-lifecycle": {
    pass: [a.repository()],
    fail: [a.repository({}, false)],
    unknown: [
      [
        ...a.repository({}, false),
        r.resource("aws:ecr/lifecyclePolicy:LifecyclePolicy", "lifecycle", { repository: U }),
      ],
    ],
  },
  "repository-force-delete": property(a.repository, "forceDelete", [true], [false]),
  "ecr-scan-on-push": property(a.repository, "imageScanningConfiguration.scanOnPush", [false, undefined]),
  "ecr-immutable-tags": property(
    a.repository,
    "imageTagMutability",
    ["MUTABLE", undefined],
    ["IMMUTABLE_WITH_EXCLUSION"],
  ),
  "previous-generation": together(
    property(r.rds, "instanceClass", ["db.t2.micro"], ["db.m7g.large"]),
    property(a.nodeGroup, "instanceTypes", [["m4.large"]], [["m7g.large", U]]),
    property(r.redis, "nodeType", ["cache.r4.large"]),
  ),
  "large-instances": property(r.instance, "instanceType", ["m7g.24xlarge", "m7g.metal"], ["m7g.16xlarge", "m7g.large"]),
};
