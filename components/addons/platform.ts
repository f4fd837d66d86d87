import type * as k8s from "@pulumi/kubernetes";
import type { ComponentResource, Resource } from "@pulumi/pulumi";
import type { AddonContext, AddonName, AddonSettings, CloudFacts, ExtraNeeds } from "../contracts/addon";
import type { Inputs, Scope } from "../contracts/common";
import type { IdentityHandle } from "../contracts/identity";
import { ready } from "../shared/ordering";
import { catalogue } from "./catalogue";
import type { AddonDefinition } from "./definition";
import { AddonInstall } from "./install";

export interface PlatformAddonsArgs {
  /** The add-ons with all that they need, each after what it needs (see `orderAddons`). */
  readonly order: readonly AddonName[];
  /** What some need in this cloud, beyond what they need everywhere. @default nothing */
  readonly extraNeeds?: ExtraNeeds;
  readonly scope: Scope;
  readonly facts: CloudFacts;
  readonly settings: AddonSettings;
  readonly provider: k8s.Provider;
  /** Address ranges of the data subnets, which add-ons' pods are kept out of. */
  readonly dataCidrs: Inputs<string>;
  /** The public setting `chartMirror`. @default each chart's own repository */
  readonly chartMirror?: string;
  /** Makes the identity of an add-on's controller; none where the cloud gives it none. */
  readonly identity: (definition: AddonDefinition) => IdentityHandle | undefined;
}

export interface PlatformAddonsOpts {
  readonly parent?: ComponentResource;
  /** What every add-on waits for: nodes that it can run on. */
  readonly dependsOn?: readonly Resource[];
}

/** Where Grafana is, every add-on's dashboards go. */
const GRAFANA: AddonName = "kube-prometheus-stack";

/**
 * Installs add-ons, each after what it needs; those that do not need each other go at the same time.
 *
 * @throws Error when the order leaves out or comes before what an add-on needs.
 */
export function installAddons(
  args: PlatformAddonsArgs,
  opts: PlatformAddonsOpts = {},
): ReadonlyMap<AddonName, AddonInstall> {
  const { scope, facts, settings, provider, dataCidrs, chartMirror } = args;
  const installed = new Map<AddonName, AddonInstall>();
  for (const name of args.order) {
    const definition = catalogue[name];
    const identity = args.identity(definition);
    const context: AddonContext = {
      scope,
      facts,
      settings,
      annotations: identity?.annotations ?? {},
      podLabels: identity?.podLabels ?? {},
      replicas: facts.replicas ?? (scope.environment === "dev" ? 1 : 2),
    };
    const needed = [...definition.needs, ...(args.extraNeeds?.[name] ?? [])].map((need) => {
      const component = installed.get(need);
      if (component === undefined) throw new Error(`add-on ${name} must come after ${need}`);
      return component;
    });
    const dashboards =
      name === GRAFANA ? args.order.flatMap((each) => catalogue[each].dashboards?.(context) ?? []) : [];
    installed.set(
      name,
      new AddonInstall(
        `${scope.name}-${name}`,
        { definition, context, provider, dataCidrs, chartMirror, dashboards, agent: identity?.agent },
        { parent: opts.parent, dependsOn: [...(opts.dependsOn ?? []), ...needed, ...ready(identity)] },
      ),
    );
  }
  return installed;
}
