import * as k8s from "@pulumi/kubernetes";
import type { CustomResourceOptions, Resource } from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random";
import type { AddonContext, GeneratedSecret, KubernetesObject } from "../contracts/addon";
import type { Inputs } from "../contracts/common";
import type { IdentityAgent } from "../contracts/identity";
import type { Dashboard } from "../contracts/monitoring";
import { chartRelease } from "../helm/release";
import { dashboardConfigMap, prometheusRule } from "../monitoring/render";
import { BaseComponent, type ChildOptions, type ComponentOpts } from "../shared/base-component";
import { managedLabel, podSecurityLabels } from "../shared/labels";
import { secretsLabel } from "../workloads/secret-store";
import { type AddonDefinition, sharedNamespaces } from "./definition";
import { egressPolicy, ingressPolicy } from "./network-policies";

export interface AddonArgs {
  readonly definition: AddonDefinition;
  readonly context: AddonContext;
  readonly provider: k8s.Provider;
  /** Where its identity is fetched from, on the node. @default it fetches none */
  readonly agent?: IdentityAgent;
  /** Address ranges of the data subnets, which add-ons' pods are kept out of. */
  readonly dataCidrs: Inputs<string>;
  /** The public setting `chartMirror`. @default each chart's own repository */
  readonly chartMirror?: string;
  /** Dashboards to provision here: those of other add-ons too, where Grafana is. @default the definition's own */
  readonly dashboards?: readonly Dashboard[];
}

/**
 * Seconds that the deletion of an object may take: Karpenter's node pool goes when its last machine has gone.
 */
const DELETE_OBJECT = 1200;

/** Characters of a generated password. */
const PASSWORD_LENGTH = 32;

/**
 * An add-on in the cluster. Each step waits for the one before, and `dependsOn` holds what the add-on needs; so a
 * destroy goes backwards: objects while their controller still runs, then releases, then the namespace.
 */
export class AddonInstall extends BaseComponent {
  /** What was made last: the next step waits for it. */
  private last: readonly Resource[] = [];

  constructor(
    private readonly name: string,
    private readonly args: AddonArgs,
    opts?: ComponentOpts,
  ) {
    super("slipway:addons:Addon", name, opts);
    const { definition, context } = args;
    const own = !sharedNamespaces.has(definition.namespace);
    if (own) this.namespace();
    if (!definition.crdsOnly) this.keepOut(own);
    for (const secret of definition.generatedSecrets?.(context) ?? []) this.generate(secret);
    for (const object of definition.before?.(context) ?? []) this.object(object);
    for (const release of definition.releases) this.release(release);
    for (const object of definition.objects?.(context) ?? []) this.object(object);
    this.watch();
    this.registerOutputs({ namespace: definition.namespace });
  }

  private namespace(): void {
    const { namespace, podSecurity, readsSecrets } = this.args.definition;
    this.follow(
      new k8s.core.v1.Namespace(
        `${this.name}-namespace`,
        {
          metadata: {
            name: namespace,
            labels: {
              "app.kubernetes.io/name": namespace,
              "app.kubernetes.io/part-of": "slipway",
              ...managedLabel,
              ...podSecurityLabels(podSecurity),
              ...(readsSecrets?.(this.args.context.settings) ? secretsLabel : {}),
            },
          },
        },
        this.next(),
      ),
    );
  }

  private keepOut(ownNamespace: boolean): void {
    const { definition, dataCidrs, agent } = this.args;
    const labels = {
      "app.kubernetes.io/name": definition.name,
      "app.kubernetes.io/part-of": "slipway",
      ...managedLabel,
    };
    new k8s.networking.v1.NetworkPolicy(
      `${this.name}-egress`,
      {
        metadata: { name: `${definition.name}-egress`, namespace: definition.namespace, labels },
        spec: egressPolicy(
          ownNamespace ? [] : definition.releases.map(({ chart }) => chart),
          dataCidrs,
          definition.storePorts?.(this.args.context.settings) ?? [],
          agent,
        ),
      },
      this.next(),
    );
    const callers = definition.callers ?? (definition.scrapedOnly ? [] : undefined);
    if (callers === undefined) return;
    new k8s.networking.v1.NetworkPolicy(
      `${this.name}-ingress`,
      {
        metadata: { name: `${definition.name}-ingress`, namespace: definition.namespace, labels },
        spec: ingressPolicy(callers),
      },
      this.next(),
    );
  }

  /** The password is kept in the stack's state, encrypted, and so stays the same; Helm never sees it. */
  private generate({ name, passwordKey, entries, password: given }: GeneratedSecret): void {
    const password =
      given ??
      new RandomPassword(`${this.name}-${name}`, { length: PASSWORD_LENGTH, special: false }, this.child()).result;
    this.follow(
      new k8s.core.v1.Secret(
        `${this.name}-${name}-secret`,
        {
          metadata: {
            name,
            namespace: this.args.definition.namespace,
            labels: { "app.kubernetes.io/part-of": "slipway", ...managedLabel },
          },
          stringData: { ...entries, [passwordKey]: password },
        },
        this.next({ additionalSecretOutputs: ["stringData", "data"] }),
      ),
    );
  }

  private release({ chart, values, timeoutSeconds }: AddonDefinition["releases"][number]): void {
    const { definition, context, chartMirror } = this.args;
    this.follow(
      chartRelease(
        `${this.name}-${chart}-release`,
        {
          chart,
          releaseName: chart,
          namespace: definition.namespace,
          values: values(context),
          timeoutSeconds,
          mirror: chartMirror,
        },
        this.next(),
      ),
    );
  }

  private object({ apiVersion, kind, metadata, ...body }: KubernetesObject): void {
    this.follow(
      new k8s.apiextensions.CustomResource(
        `${this.name}-${kind.toLowerCase()}-${metadata.name}`,
        { apiVersion, kind, metadata, ...body },
        this.next({ customTimeouts: { delete: `${DELETE_OBJECT}s` } }),
      ),
    );
  }

  /** Rules and dashboards: nothing waits for them. */
  private watch(): void {
    const { definition, context, dashboards } = this.args;
    const groups = definition.alerts?.(context) ?? [];
    if (groups.length > 0) {
      const { apiVersion, kind, metadata, spec } = prometheusRule(
        `slipway-${definition.name}`,
        definition.namespace,
        groups,
        context.settings.monitoring.links,
      );
      new k8s.apiextensions.CustomResource(`${this.name}-alerts`, { apiVersion, kind, metadata, spec }, this.next());
    }
    for (const dashboard of dashboards ?? definition.dashboards?.(context) ?? []) {
      const { metadata, data } = dashboardConfigMap(dashboard, definition.namespace);
      new k8s.core.v1.ConfigMap(`${this.name}-dashboard-${dashboard.name}`, { metadata, data }, this.next());
    }
  }

  /** Options of the next step: it waits for the last. */
  private next(extra: ChildOptions = {}): CustomResourceOptions {
    return this.child({ provider: this.args.provider, dependsOn: this.last, ...extra });
  }

  private follow(made: Resource): void {
    this.last = [made];
  }
}
