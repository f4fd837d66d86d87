import * as k8s from "@pulumi/kubernetes";
import type { Input } from "@pulumi/pulumi";
import { BaseComponent, type ComponentOpts } from "../shared/base-component";
import { managedLabel } from "../shared/labels";

export interface RestartRightsArgs {
  /** The namespace of the workloads. */
  readonly namespace: Input<string>;
  /** The account that restarts them. */
  readonly account: { readonly name: string; readonly namespace: string };
  readonly partOf: string;
}

/** Reads secrets, to know that one has changed, and writes that into what makes pods; nothing outside this namespace. */
const rules = [
  { apiGroups: [""], resources: ["secrets"], verbs: ["get", "list", "watch"] },
  { apiGroups: ["apps"], resources: ["deployments", "statefulsets"], verbs: ["get", "list", "patch", "update"] },
  // Its code lists these too, and changes none.
  { apiGroups: ["apps"], resources: ["daemonsets"], verbs: ["get", "list"] },
  { apiGroups: ["argoproj.io"], resources: ["rollouts"], verbs: ["get", "list", "patch", "update"] },
  { apiGroups: [""], resources: ["events"], verbs: ["create", "patch"] },
];

/** Lets the add-on `reloader` restart workloads when a secret of theirs has changed. */
export class RestartRights extends BaseComponent {
  constructor(name: string, args: RestartRightsArgs, opts?: ComponentOpts) {
    super("slipway:workloads:RestartRights", name, opts);
    const metadata = {
      name: "reloader",
      namespace: args.namespace,
      labels: { "app.kubernetes.io/name": "reloader", "app.kubernetes.io/part-of": args.partOf, ...managedLabel },
    };
    const role = new k8s.rbac.v1.Role(`${name}-role`, { metadata, rules }, this.child());
    new k8s.rbac.v1.RoleBinding(
      `${name}-binding`,
      {
        metadata,
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: role.metadata.name },
        subjects: [{ kind: "ServiceAccount", ...args.account }],
      },
      this.child(),
    );
    this.registerOutputs();
  }
}
