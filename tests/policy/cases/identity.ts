import type { CaseTable } from "../support/cases";
import * as r from "../support/resources";

const { U } = r;
const oidc = (claims: r.Dict | string) =>
  r.role({
    assumeRolePolicy: r.document({
      Effect: "Allow",
      Principal: { Federated: "arn:aws:iam::111111111111:oidc-provider/x" },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: claims,
    }),
  });
const rule = (patch: r.Dict) => ({ verbs: ["get"], resources: ["pods"], apiGroups: [""], ...patch });
const admin = "arn:aws:iam::aws:policy/AdministratorAccess";
const env = (name: string, value: unknown) => r.pod({ env: [{ name, value }] });

const cacheUser = r.kind("aws:elasticache/user:User", {
  ...{ userName: "api", accessString: "on ~* +@all -@dangerous", tags: r.TAGS },
  authenticationMode: { type: "password", passwords: ["x"] },
});

export const identity: CaseTable = {
  "elasticache-users": {
    pass: [
      cacheUser(),
      cacheUser({ userName: "default", accessString: "off ~* -@all" }),
      cacheUser({ accessString: "~* +@all", noPasswordRequired: true }),
    ],
    fail: [
      cacheUser({ userName: "default" }),
      cacheUser({ noPasswordRequired: true }),
      cacheUser({ authenticationMode: { type: "no-password-required" } }),
    ],
    unknown: [
      cacheUser({ accessString: U, userName: "default" }),
      cacheUser({ userName: U, authenticationMode: U, noPasswordRequired: U }),
    ],
  },
  "iam-no-admin": {
    pass: [
      r.iamPolicy({ policy: r.allow("s3:GetObject") }),
      r.iamPolicy({ policy: r.document({ Effect: "Deny", Action: "*", Resource: "*" }) }),
      r.role({ inlinePolicies: [{ policy: r.allow(["s3:GetObject"]) }] }),
    ],
    fail: [
      r.iamPolicy({ policy: r.allow("*") }),
      r.rolePolicy({ policy: r.allow(["s3:GetObject", "*:*"], ["*"]) }),
      r.role({ inlinePolicies: [{ policy: r.allow("*") }] }),
      r.iamPolicy({ policy: { Statement: { Effect: "Allow", Action: "*", Resource: "*" } } }),
    ],
    unknown: [r.iamPolicy({ policy: U }), r.role({ inlinePolicies: U }), r.role({ inlinePolicies: [{ policy: U }] })],
  },
  "iam-no-service-wildcard": {
    pass: [r.iamPolicy({ policy: r.allow(["s3:Get*", "ec2:DescribeInstances"]) })],
    fail: [r.iamPolicy({ policy: r.allow("s3:*", "arn:aws:s3:::x") }), r.rolePolicy({ policy: r.allow(["kms:*"]) })],
    unknown: [r.rolePolicy({ policy: U })],
  },
  "iam-no-pass-role-everywhere": {
    pass: [
      r.iamPolicy({ policy: r.allow("iam:PassRole", "arn:aws:iam::111111111111:role/node") }),
      r.iamPolicy({
        policy: r.allow("iam:PassRole", "*", {
          Condition: { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } },
        }),
      }),
    ],
    fail: [r.iamPolicy({ policy: r.allow(["iam:PassRole"]) })],
    unknown: [r.iamPolicy({ policy: U })],
  },
  "iam-no-admin-attachment": {
    pass: [r.attachment({ policyArn: "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy" })],
    fail: [r.attachment({ policyArn: admin }), r.role({ managedPolicyArns: [admin] })],
    unknown: [r.attachment({ policyArn: U }), r.role({ managedPolicyArns: [U] })],
  },
  "iam-trust-not-public": {
    pass: [
      r.role({ assumeRolePolicy: r.trust({ Service: "eks.amazonaws.com" }) }),
      r.role({ assumeRolePolicy: r.trust("*", { Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } }) }),
    ],
    fail: [r.role({ assumeRolePolicy: r.trust("*") }), r.role({ assumeRolePolicy: r.trust({ AWS: "*" }) })],
    unknown: [r.role({ assumeRolePolicy: U }), r.role({ assumeRolePolicy: r.trust("*", { Condition: U }) })],
  },
  "iam-oidc-pinned": {
    pass: [oidc({ StringEquals: { "x:sub": "system:serviceaccount:a:b", "x:aud": "sts.amazonaws.com" } })],
    fail: [
      oidc({ StringEquals: { "x:aud": "sts.amazonaws.com" } }),
      oidc({ StringEquals: { "x:aud": "sts.amazonaws.com" }, StringLike: { "x:sub": "*" } }),
      oidc({}),
    ],
    unknown: [oidc(U), r.role({ assumeRolePolicy: U })],
  },
  "iam-no-access-keys": {
    pass: [r.accessKey({ status: "Inactive" })],
    fail: [r.accessKey(), r.accessKey({ status: "Active" })],
    unknown: [r.accessKey({ status: U })],
  },
  "eks-access-entries-only": {
    pass: [r.eks()],
    fail: [r.eks({ accessConfig: { authenticationMode: "API_AND_CONFIG_MAP" } }), r.eks({ accessConfig: undefined })],
    unknown: [r.eks({ accessConfig: U }), r.eks({ accessConfig: { authenticationMode: U } })],
  },
  "k8s-role-no-wildcards": {
    pass: [r.clusterRole({ rules: [rule({})] })],
    fail: [
      r.clusterRole({ rules: [rule({ verbs: ["*"] })] }),
      r.clusterRole({ rules: [rule({}), rule({ resources: ["*"] })] }),
    ],
    unknown: [r.clusterRole({ rules: U }), r.clusterRole({ rules: [U, rule({ verbs: U })] })],
  },
  "k8s-role-no-escalation": {
    pass: [r.clusterRole({ rules: [rule({})] })],
    fail: [
      r.clusterRole({ rules: [rule({ verbs: ["impersonate"] })] }),
      r.clusterRole({ rules: [rule({ verbs: ["get", "bind"] })] }),
    ],
    unknown: [r.clusterRole({ rules: [rule({ verbs: [U] })] })],
  },
  "k8s-binding-limited": {
    pass: [r.binding()],
    fail: [r.binding({ roleRef: { name: "cluster-admin" } }), r.binding({ subjects: [{ name: "system:anonymous" }] })],
    unknown: [r.binding({ roleRef: U }), r.binding({ subjects: [{ name: U }] })],
  },
  "no-plaintext-secrets": {
    pass: [
      r.release({ auth: { existingSecret: "redis", passwordKey: "password" }, url: "https://x.example/path" }),
      r.release({ data: [{ secretKey: "password", remoteRef: { key: "shop/db" } }], imagePullSecret: "registry" }),
      r.release({
        password: "",
        token: "{{ .Values.token }}",
        tokenFile: "/var/run/token",
        grafana: { enabled: false, adminPassword: "x" },
      }),
      r.release({ env: [{ name: "DB_PASSWORD", valueFrom: { secretKeyRef: { name: "db", key: "password" } } }] }),
      r.release({ automountServiceAccountToken: "false", dsn: "postgres://$(USER):$(PASSWORD)@db/shop" }),
      env("PASSWORD_FILE", "/etc/db"),
      r.configMap({
        data: { "log-level": "debug", "dump.sh": 'printf \'%s://%s:%s@%s\' mongodb "$USER" "$PASSWORD" db' },
      }),
    ],
    fail: [
      r.release({ grafana: { adminPassword: "hunter2" } }),
      r.release({ env: [{ name: "API_TOKEN", value: "abc123" }] }),
      r.release({ databaseUrl: "postgres://shop:hunter2@db:5432/shop" }),
      r.release({ databaseUrl: "postgres://shop:%20hunter2@db:5432/shop" }),
      r.release({ aws: { id: "AKIAABCDEFGHIJKLMNOP" } }),
      env("JWT_SECRET", "s3cr3t"),
      r.configMap({ data: { "tls.key": "-----BEGIN RSA PRIVATE KEY-----\nx" } }),
    ],
    unknown: [r.release({ password: U }), r.release(U), env("DB_PASSWORD", U), r.configMap({ data: U })],
  },
};
