import * as k8s from "@pulumi/kubernetes";
import type { Input } from "@pulumi/pulumi";
import { installAddons } from "../../components/addons/platform";
import type { CloudName, OptionsByCloud } from "../../components/clouds/registry";
import type { AddonSettings } from "../../components/contracts/addon";
import type { Cloud } from "../../components/contracts/cloud";
import type { EdgeHandle } from "../../components/contracts/edge";
import type { EntryHandle } from "../../components/contracts/entry";
import type { ComponentOpts } from "../../components/shared/base-component";
import { managedLabel } from "../../components/shared/labels";
import { ready } from "../../components/shared/ordering";
import type { StackPlan } from "../plan/plan";
import { deployBackups } from "./backups";
import { deployEdge, dnsChallenges, externalDnsSettings, originSettings, quotaStore } from "./edge";
import type { Foundation } from "./foundation";
import { kubernetesProvider } from "./kubernetes";
import { Layer } from "./layer";
import { deployTelemetry } from "./telemetry";

/** What the platform gives to workloads. */
export interface Platform {
  /** DNS name of the public entry; none where no workload has hosts. */
  readonly address?: Input<string>;
  /** Static sites: where their pages go. */
  readonly sites: EdgeHandle["sites"];
}

/** Disks, the public entry, and the add-ons in the order that they need one another. */
export function deployPlatform<C extends CloudName>(
  plan: StackPlan<C>,
  cloud: Cloud<OptionsByCloud[C]>,
  foundation: Foundation,
): Platform {
  const { scope } = plan;
  const { network, cluster } = foundation;
  const layer = new PlatformLayer(`${scope.name}-platform`, { transformations: cloud.transformations });
  const after = ready(cluster);
  const provider = kubernetesProvider(`${scope.name}-platform-kubernetes`, cluster, after, layer);
  const storage = storageClass(plan, cloud, provider, layer);
  const behindCdn = plan.edge.cdnBeforeEntry;
  const entry = plan.hosts.length > 0 ? cloud.entry(network, cluster, { parent: layer, behindCdn }) : undefined;
  const edge = deployEdge(plan, cloud, foundation, { entry, parent: layer });
  const facts = cloud.facts(cluster, network);
  const { buckets, ready: kept } = deployTelemetry(plan, cloud, layer);
  const alarms = plan.alarms.to.length > 0 ? cloud.platformAlarms?.({ entry }, { parent: layer }) : undefined;
  const monitoring = { ...plan.monitoring, ...(alarms && { heartbeatTopic: alarms.heartbeat }) };
  const settings = {
    ...settingsOf(plan, cloud.nodeImage, entry),
    ...{ monitoring, buckets, quotas: quotaStore(plan, foundation) },
    ...originSettings(plan, edge),
    externalDns: externalDnsSettings(plan, entry),
    dnsChallenges: dnsChallenges(plan, cloud, foundation),
  };
  const addons = installAddons(
    {
      order: plan.addons,
      extraNeeds: plan.addonNeeds,
      scope,
      facts,
      settings,
      provider,
      dataCidrs: network.dataCidrs,
      chartMirror: plan.chartMirror,
      identity: ({ name, namespace, identity }) =>
        identity &&
        cloud.addonIdentity(name, namespace, identity, cluster, facts, settings, { parent: layer, dependsOn: after }),
    },
    { parent: layer, dependsOn: [...ready(storage, entry, alarms), ...kept] },
  );
  const installed = { parent: layer, provider, dependsOn: [...addons.values()] };
  cloud.storesInCluster?.(plan.stores, installed);
  deployBackups(plan, cloud, foundation, installed);
  layer.address = edge?.address ?? entry?.address;
  layer.sites = edge?.sites ?? {};
  layer.done();
  return layer;
}

/** The layer is itself the handle: whoever waits for it waits for every add-on. */
class PlatformLayer extends Layer implements Platform {
  address?: Input<string>;
  sites: EdgeHandle["sites"] = {};
  constructor(name: string, opts?: ComponentOpts) {
    super("Platform", name, opts);
  }
}

/** The class of every disk that pods ask for: encrypted, grown on demand, and made in the zone of its pod. None where the cluster has one. */
function storageClass<C extends CloudName>(
  plan: StackPlan<C>,
  cloud: Cloud<OptionsByCloud[C]>,
  provider: k8s.Provider,
  parent: Layer,
): k8s.storage.v1.StorageClass | undefined {
  const made = cloud.storageClass(plan.cluster);
  if (made === undefined) return undefined;
  const { name, provisioner, parameters } = made;
  return new k8s.storage.v1.StorageClass(
    `${plan.scope.name}-${name}`,
    {
      metadata: {
        name,
        labels: {
          "app.kubernetes.io/name": name,
          "app.kubernetes.io/part-of": "slipway",
          ...managedLabel,
        },
        annotations: { "storageclass.kubernetes.io/is-default-class": "true" },
      },
      provisioner,
      parameters,
      allowVolumeExpansion: true,
      reclaimPolicy: plan.scope.protect ? "Retain" : "Delete",
      volumeBindingMode: "WaitForFirstConsumer",
    },
    {
      parent,
      provider,
      // No field of a class can change; disks that were made of it stay as they are while it is made anew.
      replaceOnChanges: ["reclaimPolicy", "parameters", "provisioner", "volumeBindingMode"],
      deleteBeforeReplace: true,
    },
  );
}

function settingsOf(
  plan: StackPlan,
  image: string,
  entry: EntryHandle | undefined,
): Omit<AddonSettings, "buckets" | "dnsChallenges"> {
  return {
    monitoring: plan.monitoring,
    logs: plan.logs,
    traces: plan.traces,
    acmeEmail: plan.acmeEmail,
    hosts: plan.hosts,
    targets: entry?.targets ?? [],
    entryService: entry?.service,
    nodes: { ...plan.nodes, image },
    scaling: plan.scaling,
    workloadNamespace: plan.namespace,
    rollouts: plan.addons.includes("argo-rollouts"),
    signedRegistries: plan.signatures.map(({ from }) => from),
  };
}
