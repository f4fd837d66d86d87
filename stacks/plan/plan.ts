import type { CloudName } from "../../components/clouds/registry";
import type { AddonName, ExtraNeeds, NodeSettings, ScalingSettings } from "../../components/contracts/addon";
import type { BackupVaultArgs } from "../../components/contracts/backups";
import type { BudgetArgs } from "../../components/contracts/budget";
import type { Scope } from "../../components/contracts/common";
import type { MonitoringSettings } from "../../components/contracts/monitoring";
import type { StoreUsers } from "../../components/contracts/stores";
import type { LogSettings, TraceSettings } from "../../components/contracts/telemetry";
import { stackTags } from "../../components/shared/tags";
import type { NamespaceQuota, WorkloadPriority } from "../../components/workloads/namespace";
import type { SecretSource } from "../../components/workloads/secrets";
import type { SignedImages } from "../../components/workloads/signatures";
import type { Override } from "../config/policy";
import type { StackConfig } from "../config/schema";
import { ownWorkloads, workloadsOfKind } from "../config/workloads/kinds";
import { planAddons, telemetryAddons, wantsCloudMetrics } from "./addons";
import { type AlarmPlan, planAlarms } from "./alarms";
import { type BackupsPlan, planBackups, planVault } from "./backups";
import { capacityOf } from "./capacity/capacity";
import type { CapacityReport } from "./capacity/finding";
import type { CloudPlanner, ClusterPlan, NetworkPlan, StoreTraits } from "./clouds/cloud";
import { plannerOf } from "./clouds/registry";
import { type EdgePlan, edgeAddons, edgeNeeds, entryHosts, planEdge } from "./edge";
import { ownerOf, scratchOf, withOwnName } from "./ephemeral";
import { planMonitoring } from "./monitoring";
import { scopeName } from "./names";
import { type PoolsPlan, planPools, withConnections } from "./pools";
import { planQuota } from "./quota";
import { planRoles, planUsers, type RolesPlan } from "./roles";
import { planSecrets } from "./secrets";
import { planSignatures } from "./signatures";
import { asleep, type PairPlan, planPair } from "./standby";
import { planStores, type StorePlan } from "./stores";
import { planLogs, planTraces } from "./telemetry";
import { versionsInput } from "./versions/input";
import type { VersionsInput } from "./versions/skew";
import { planWorkloads, type WorkloadPlan } from "./workloads";
import { type ChartPlan, planCharts } from "./workloads/charts";
import { type ManifestsPlan, planManifests } from "./workloads/manifests";
import { addonsFor, scalingNeeds } from "./workloads/needs";

/** Everything a stack will be, decided before anything is registered. Plain data. */
export interface StackPlan<C extends CloudName = CloudName> {
  readonly cloud: C;
  readonly scope: Scope;
  readonly layer: StackConfig["layer"];
  /** Stacks that own the layers below. */
  readonly joins: { readonly foundation?: string; readonly platform?: string };
  /** The other half, where the stack is one of a pair in two regions. */
  readonly pair?: PairPlan;
  /** Full name of the deployment that those are of: this one's own, but for an environment on demand. */
  readonly joined: string;
  /** The cluster's Argo CD releases the workloads. */
  readonly gitops: boolean;
  /** Environment on demand: the stores of its own, in its namespace. */
  readonly scratch: readonly Exclude<StorePlan, { kind: "bucket" }>[];
  readonly network: NetworkPlan<C>;
  readonly cluster: ClusterPlan<C>;
  /** Who brings workloads' nodes, in the cloud's own word. */
  readonly compute: string;
  /** Facts of the cloud's stores. */
  readonly storeTraits: StoreTraits;
  readonly stores: readonly StorePlan[];
  /** Jobs that back stores up, and the bucket for it; none where config names no store. */
  readonly backups?: BackupsPlan;
  /** Roles of databases, one a workload; none where no workload uses a PostgreSQL, or where the cloud has none. */
  readonly roles?: RolesPlan;
  /** Pools before databases that Slipway runs itself; none where the cloud or an operator does. */
  readonly pools?: PoolsPlan;
  /** Users of stores whose cloud makes them. */
  readonly users: readonly StoreUsers[];
  /** Backups by the cloud's own service; none where config asks for none. */
  readonly backupVault?: BackupVaultArgs;
  /** Names of the stack's secrets that the cloud's secret manager has a place for. */
  readonly secrets: readonly string[];
  /** Where workloads' secrets come from. */
  readonly secretSource: SecretSource;
  /** Secrets that hold a Docker config. */
  readonly pullSecrets: readonly string[];
  /** Values of those secrets that config holds; treat as secret. */
  readonly secretValues: Readonly<Record<string, string>>;
  /** What it may cost a month; none where nobody said. */
  readonly budget?: BudgetArgs;
  /** In the order of installation. */
  readonly addons: readonly AddonName[];
  /** What some of them need in this cloud, beyond what they need everywhere. */
  readonly addonNeeds: ExtraNeeds;
  readonly nodes: Omit<NodeSettings, "image">;
  readonly monitoring: MonitoringSettings;
  readonly logs: LogSettings;
  readonly alarms: AlarmPlan;
  readonly traces: TraceSettings;
  readonly scaling: ScalingSettings;
  /** The service mesh is on. */
  readonly mesh: boolean;
  readonly acmeEmail?: string;
  /** Public names, of all workloads. */
  readonly hosts: readonly string[];
  /** What is before the entry: zones, records, CDN, firewall, static sites. */
  readonly edge: EdgePlan;
  readonly chartMirror?: string;
  /** The namespace that workloads live in. */
  readonly namespace: string;
  /** What its pods may take together. */
  readonly quota?: NamespaceQuota;
  /** Priorities that workloads ask for, besides the normal one. */
  readonly priorities: readonly WorkloadPriority[];
  /** Those of Slipway's own chart. */
  readonly workloads: readonly WorkloadPlan[];
  /** Third-party charts. */
  readonly charts: readonly ChartPlan[];
  /** Objects that are given as they are. */
  readonly manifests: readonly ManifestsPlan[];
  /** What images of workloads must be: the cluster refuses others. */
  readonly images: StackConfig["images"];
  /** Images that must be signed, and by whom. */
  readonly signatures: readonly SignedImages[];
  /** Workloads are restarted when a secret of theirs changes elsewhere. */
  readonly restarts: boolean;
  /** Whether all of it fits; what cannot fit at all was refused before. */
  readonly capacity: CapacityReport;
  /** What has a version; which of them do not go together was refused before. */
  readonly versions: VersionsInput;
  /** Protected resources that may be replaced or deleted. */
  readonly overrides: readonly Override[];
}

/** Decides everything about a stack from its config. Pure: the same config and stack name give the same plan. */
export function planStack(given: StackConfig, stack: string): StackPlan {
  const planner = plannerOf(given.cloud);
  const config = asleep(withOwnName(given, stack), planner);
  const traits = planner.traits(config.cluster);
  const addons = addonsOf(config, planner);
  const scope = planScope(given, stack, config.app);
  const stores = withConnections(planStores(config), planner.figures);
  const roles = planRoles(config);
  const pools = planPools(config.app, stores, roles, planner.stores);
  return {
    cloud: config.cloud,
    scope,
    layer: config.layer,
    joins: config.joins,
    pair: planPair(config),
    joined: ownerOf(config, scope.name),
    gitops: config.gitops !== undefined,
    scratch: scratchOf(config, stores),
    network: planner.network(config),
    cluster: planner.cluster(config),
    compute: traits.compute,
    storeTraits: planner.stores,
    stores,
    backups: planBackups(config),
    roles,
    pools,
    users: planUsers(config),
    backupVault: planVault(config),
    ...planSecrets(config, config.deployment ?? stack),
    secretValues: config.secretValues,
    budget: config.budget,
    addons,
    addonNeeds: edgeNeeds(planner.addons.needs, config),
    nodes: { capacity: traits.capacity, architectures: traits.architectures, maxCpu: traits.maxCpu },
    monitoring: {
      ...planMonitoring(config, stores, scope.name),
      pools: (pools?.pools ?? []).map(({ store }) => store),
    },
    logs: planLogs(config),
    alarms: planAlarms(config, stores),
    traces: planTraces(config),
    scaling: scalingNeeds(config, planner.stores.ports),
    mesh: config.addons.istio === true,
    acmeEmail: config.acmeEmail,
    hosts: entryHosts(config),
    edge: planEdge(config, scope.name, planner.edge),
    chartMirror: config.chartMirror,
    namespace: config.app,
    overrides: config.overrides,
    quota: planQuota(config, traits),
    priorities: (["high", "low"] as const).filter((priority) =>
      ownWorkloads(config).some(([, workload]) => workload.priority === priority),
    ),
    workloads: planWorkloads(config),
    charts: planCharts(config),
    manifests: planManifests(config),
    images: config.images,
    signatures: planSignatures(config),
    restarts: addons.includes("reloader"),
    capacity: capacityOf(config),
    versions: versionsInput(config),
  };
}

/** Config's own check has refused what cannot be ordered. */
function addonsOf(config: StackConfig, planner: CloudPlanner): readonly AddonName[] {
  const result = planAddons({
    cloud: config.cloud,
    addons: { ...planner.addons, needs: edgeNeeds(planner.addons.needs, config) },
    compute: planner.traits(config.cluster).compute,
    publicHosts: workloadsOfKind(config, "web").some(([, { hosts }]) => hosts.length > 0),
    workloads: addonsFor(config),
    cloudMetrics: wantsCloudMetrics(config),
    cloudSections: planner.addonsFor?.(config),
    telemetry: telemetryAddons(config),
    edge: edgeAddons(config),
    switches: config.addons,
  });
  if ("problems" in result) throw new Error(result.problems.join("; "));
  return result.order;
}

/** @param ownApp what its things in the cluster are called by */
function planScope(config: StackConfig, stackName: string, ownApp: string): Scope {
  const stack = config.deployment ?? stackName;
  const { app, environment, region, account, protect, owner, costCenter, standby } = config;
  return {
    app: ownApp,
    stack,
    environment,
    name: scopeName(app, stack),
    region,
    account,
    protect,
    tags: stackTags({ app, stack, environment, owner, costCenter }),
    ...(standby?.role === "primary" && { secretsTo: standby.region }),
    ...(standby?.role === "secondary" && { secretsOf: standby.other }),
  };
}
