/** Roles and bindings: what gives more power than it seems. */
import type { Cases, CaseTable } from "../support/cases";
import * as r from "../support/resources";

const { U, roleWith } = r;
const rule = (resources: unknown, verbs: unknown, group = "", resourceNames?: string[]): r.Dict => ({
  apiGroups: [group],
  resources,
  verbs,
  ...(resourceNames && { resourceNames }),
});
const namespaced = (...rules: r.Dict[]): r.Case => [
  r.resource("kubernetes:rbac.authorization.k8s.io/v1:Role", "subject", { rules }),
];

/** Cases of a rule about one power; `named` where naming the objects makes it harmless. */
function power(
  resource: string,
  verb: string,
  { group = "", harmless = "get", named = false, cluster = true } = {},
): Cases {
  const everywhere = cluster ? [] : [namespaced(rule([resource], [verb], group))];
  return {
    pass: [
      roleWith(rule([resource], [harmless], group)),
      roleWith(rule(["configmaps"], [verb], group)),
      ...(named ? [roleWith(rule([resource], [verb], group, ["one"]))] : []),
      ...(cluster ? [namespaced(rule([resource], [verb], group))] : []),
    ],
    fail: [
      roleWith(rule([resource], [verb], group)),
      roleWith(rule(["configmaps"], ["get"]), rule(["nodes", resource], ["get", verb], group)),
      ...everywhere,
    ],
    unknown: [roleWith(rule([resource], U, group)), roleWith(rule(U, [verb], group)), r.clusterRole({ rules: U })],
  };
}

const subjects = (...list: unknown[]) => r.binding({ subjects: list });

export const rbac: CaseTable = {
  "k8s-role-no-secrets-wide": power("secrets", "list", { harmless: "create", named: true }),
  "k8s-role-no-exec": power("pods/exec", "create", { harmless: "delete", cluster: false }),
  "k8s-role-no-node-proxy": power("nodes/proxy", "get", { harmless: "deletecollection", cluster: false }),
  "k8s-role-no-token-request": power("serviceaccounts/token", "create", { named: true, cluster: false }),
  "k8s-role-no-webhook-control": power("mutatingwebhookconfigurations", "update", {
    group: "admissionregistration.k8s.io",
    named: true,
  }),
  "k8s-role-no-csr-approval": power("certificatesigningrequests/approval", "update", {
    group: "certificates.k8s.io",
    named: true,
  }),
  "k8s-role-no-volume-create": power("persistentvolumes", "create"),
  "k8s-role-no-pods-wide": power("pods", "create"),
  "k8s-binding-no-masters": {
    pass: [r.binding()],
    fail: [subjects({ kind: "Group", name: "system:masters" })],
    unknown: [subjects(U), subjects({ kind: "Group", name: U }), r.binding({ subjects: U })],
  },
  "k8s-binding-not-default-account": {
    pass: [r.binding(), subjects({ kind: "Group", name: "team" })],
    fail: [
      subjects({ kind: "ServiceAccount", name: "default", namespace: "shop" }),
      subjects({ kind: "Group", name: "system:serviceaccounts" }),
      subjects({ kind: "Group", name: "system:serviceaccounts:shop" }),
    ],
    unknown: [subjects({ kind: "ServiceAccount", name: U }), r.binding({ subjects: U })],
  },
};
