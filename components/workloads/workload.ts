import type * as k8s from "@pulumi/kubernetes";
import type { Input, Output, Resource } from "@pulumi/pulumi";
import type { IdentityHandle } from "../contracts/identity";
import { chartRelease } from "../helm/release";
import { ownChart } from "../helm/source";
import { BaseComponent, type ComponentOpts } from "../shared/base-component";
import { ready } from "../shared/ordering";
import type { Binding } from "./bindings";
import { secretStore } from "./secret-store";
import type { WorkloadSecret } from "./secrets";
import type { WorkloadValues } from "./values";

/** A release as whoever makes it is told: of Slipway's own chart, in the workloads' namespace. */
export interface WorkloadRelease {
  readonly name: string;
  readonly namespace: Input<string>;
  /** Runs to its end before the workload's own. */
  readonly migration: boolean;
  readonly values: Readonly<Record<string, unknown>>;
}

export interface WorkloadArgs {
  /** What config says of it. */
  readonly values: WorkloadValues;
  readonly namespace: Input<string>;
  /** What the stores that it uses give it. */
  readonly binding: Binding;
  /** Variable → secret of the stack. */
  readonly secrets: Readonly<Record<string, WorkloadSecret>>;
  /** The users of a preview, as htpasswd; read by External Secrets. @default nobody is asked */
  readonly basicAuth?: WorkloadSecret;
  /** Secrets in the namespace that images are pulled with. @default none */
  readonly pullSecrets?: readonly Input<string>[];
  /** Makes the identity of a service account; called only where something is granted, once a release. */
  readonly identityOf: (serviceAccount: string, parent: Workload) => IdentityHandle | undefined;
  /** Runs to its end before the workload's own release. */
  readonly migration?: {
    readonly values: WorkloadValues;
    /** As `binding`, with the rights that a migration needs. */
    readonly binding: Binding;
  };
  /** Seconds until everything must be ready. */
  readonly timeoutSeconds: number;
  /** Takes the releases instead of their being made here: Argo CD makes them. @default they are made here */
  readonly handOver?: (release: WorkloadRelease) => void;
}

/**
 * One workload: a Helm release of Slipway's own chart and, where it migrates a store, a release of its own before it,
 * with its own identity, secret and network opening. A failed migration stops there: the old version serves on.
 */
export class Workload extends BaseComponent {
  /** Status of the workload's release. */
  readonly status?: Output<k8s.types.output.helm.v3.ReleaseStatus>;

  constructor(
    private readonly name: string,
    private readonly args: WorkloadArgs,
    opts?: ComponentOpts,
  ) {
    super("slipway:workloads:Workload", name, opts);
    const { migration, timeoutSeconds } = args;
    const migrated =
      migration && this.release(migration, (migration.values.job?.activeDeadlineSeconds ?? 600) + 120, []);
    const release = this.release(args, timeoutSeconds, migrated ? [migrated] : []);
    this.status = release?.status;
    this.registerOutputs({ status: this.status });
  }

  private release(
    { values, binding }: Pick<WorkloadArgs, "values" | "binding">,
    timeoutSeconds: number,
    after: readonly Resource[],
  ): k8s.helm.v3.Release | undefined {
    const identity = binding.grants.length > 0 ? this.args.identityOf(values.name, this) : undefined;
    const own = values === this.args.values ? this.name : `${this.name}-migrate`;
    const { namespace, handOver } = this.args;
    const bound = { ...this.bound(values, binding, identity) };
    if (handOver) {
      handOver({ name: values.name, namespace, migration: values !== this.args.values, values: bound });
      return undefined;
    }
    return chartRelease(
      own,
      {
        chart: ownChart("workload"),
        releaseName: values.name,
        namespace,
        values: bound,
        timeoutSeconds,
      },
      this.child({ dependsOn: [...after, ...ready(identity)] }),
    );
  }

  /** Config refuses users from a secret that the cluster does not fetch. */
  private asked({ access }: WorkloadValues): Partial<WorkloadValues> {
    const { basicAuth } = this.args;
    if (basicAuth === undefined || "kubernetesSecret" in basicAuth.reference) return {};
    return { access: { ...access, basicAuth: basicAuth.reference }, secretStoreRef: secretStore };
  }

  /** Config's values with what stores, secrets and the identity add. Config's own variables win. */
  private bound(values: WorkloadValues, binding: Binding, identity: IdentityHandle | undefined): WorkloadValues {
    const { secrets, pullSecrets = [] } = this.args;
    const own = values === this.args.values;
    const references = Object.entries(secrets).map(([variable, { reference }]) => [variable, reference] as const);
    const versions = [
      ...Object.entries(binding.versions ?? {}),
      ...Object.entries(secrets).flatMap(([variable, { version }]) =>
        version === undefined ? [] : [[variable, version] as const],
      ),
    ];
    const secretEnv = { ...binding.secretEnv, ...Object.fromEntries(references) };
    return {
      ...values,
      env: { ...binding.env, ...values.env },
      // Nothing acts on the last but a controller that a team may run; values are rotated where nobody here sees it.
      ...(Object.keys(secretEnv).length > 0 && { secretEnv, secretStoreRef: secretStore, restartOnSecretChange: true }),
      ...(binding.trust && Object.keys(binding.trust).length > 0 && { trust: binding.trust }),
      ...(own && this.asked(values)),
      ...(versions.length > 0 && { secretVersions: Object.fromEntries(versions) }),
      ...(pullSecrets.length > 0 && { imagePullSecrets: pullSecrets }),
      ...(identity?.podLabels && { labels: { ...values.labels, ...identity.podLabels } }),
      ...(identity?.agent && { identityAgent: identity.agent }),
      ...(identity &&
        Object.keys(identity.annotations).length > 0 && { serviceAccount: { annotations: identity.annotations } }),
      network: { ...values.network, openings: [...(values.network?.openings ?? []), ...binding.openings] },
    };
  }
}
