import * as k8s from "@pulumi/kubernetes";
import { BaseComponent, type ComponentOpts } from "../shared/base-component";
import { managedLabel } from "../shared/labels";
import {
  type AdmissionLimits,
  type AdmissionRule,
  imageRules,
  podRules,
  podVariables,
  serviceRules,
} from "./admission-rules";

export interface WorkloadAdmissionArgs {
  /** The system whose workloads these are. */
  readonly partOf: string;
  /** Namespaces of workloads of Slipway's own chart: all rules hold there. */
  readonly namespaces: readonly string[];
  /** Namespaces of third-party charts and raw manifests: rules on images and Services hold there. */
  readonly otherNamespaces: readonly string[];
  readonly limits: AdmissionLimits;
}

/** What the rules on pods look at: pods, and what makes them. */
const podMakers = [
  { apiGroups: [""], apiVersions: ["v1"], resources: ["pods", "pods/ephemeralcontainers"] },
  { apiGroups: ["apps"], apiVersions: ["v1"], resources: ["deployments", "statefulsets", "daemonsets"] },
  { apiGroups: ["batch"], apiVersions: ["v1"], resources: ["jobs", "cronjobs"] },
];
const services = [{ apiGroups: [""], apiVersions: ["v1"], resources: ["services"] }];

/** Leaves alone what was there before: an update of labels, or the finalizer of something that goes. */
const onlyNewSpecs = { name: "spec-is-new", expression: "oldObject == null || object.spec != oldObject.spec" };

/**
 * What the API server itself refuses in the namespaces of workloads: anything that the workload chart would never make,
 * whoever asks for it, by whatever tool. Pod Security `restricted` is the namespaces' own and comes on top.
 */
export class WorkloadAdmission extends BaseComponent {
  constructor(
    private readonly name: string,
    private readonly args: WorkloadAdmissionArgs,
    opts?: ComponentOpts,
  ) {
    super("slipway:workloads:Admission", name, opts);
    const { namespaces, otherNamespaces, limits } = args;
    const all = [...namespaces, ...otherNamespaces];
    this.policy("pods", podMakers, podRules, namespaces, podVariables);
    this.policy("images", podMakers, imageRules(limits), all, podVariables);
    this.policy("services", services, serviceRules, all);
    this.registerOutputs({});
  }

  /** A policy and its binding to namespaces; both are the cluster's, so their names say whose they are. */
  private policy(
    what: string,
    resources: readonly Rule[],
    rules: readonly AdmissionRule[],
    namespaces: readonly string[],
    variables: Readonly<Record<string, string>> = {},
  ): void {
    const name = `${this.name}-${what}`;
    const metadata = {
      name,
      labels: { "app.kubernetes.io/name": name, "app.kubernetes.io/part-of": this.args.partOf, ...managedLabel },
    };
    const policy = new k8s.admissionregistration.v1.ValidatingAdmissionPolicy(
      name,
      {
        metadata,
        spec: {
          failurePolicy: "Fail",
          matchConstraints: { resourceRules: resources.map((each) => ({ ...each, operations: ["CREATE", "UPDATE"] })) },
          matchConditions: [onlyNewSpecs],
          variables: Object.entries(variables).map(([key, expression]) => ({ name: key, expression })),
          validations: rules.map((rule) => ({
            expression: rule.expression,
            message: `[${rule.name}] ${rule.message}`,
            reason: "Forbidden",
          })),
        },
      },
      this.child(),
    );
    new k8s.admissionregistration.v1.ValidatingAdmissionPolicyBinding(
      name,
      {
        metadata,
        spec: {
          policyName: policy.metadata.name,
          validationActions: ["Deny"],
          matchResources: {
            namespaceSelector: {
              matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "In", values: [...namespaces] }],
            },
          },
        },
      },
      this.child(),
    );
  }
}

interface Rule {
  readonly apiGroups: string[];
  readonly apiVersions: string[];
  readonly resources: string[];
}
