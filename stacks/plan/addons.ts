import { catalogue } from "../../components/addons/catalogue";
import { type OrderResult, orderAddons } from "../../components/addons/order";
import type { AddonName } from "../../components/contracts/addon";
import type { StackConfig } from "../config/schema";
import type { CloudAddons } from "./clouds/cloud";

/** What decides which add-ons a stack gets. */
export interface AddonNeeds {
  /** The stack's cloud, and what that says of add-ons. */
  readonly cloud: string;
  readonly addons: CloudAddons;
  /** Who brings workloads' nodes. */
  readonly compute: string;
  /** Workloads answer to public names. */
  readonly publicHosts: boolean;
  /** Add-ons that workloads need for how they scale and roll out. @default none */
  readonly workloads?: readonly AddonName[];
  /** The cloud has metrics that somebody wants: of its stores, or of the bill. @default false */
  readonly cloudMetrics?: boolean;
  /** Add-ons that the cloud's own sections ask for. @default none */
  readonly cloudSections?: readonly AddonName[];
  /** Add-ons that logs and traces need. @default none */
  readonly telemetry?: readonly AddonName[];
  /** Add-ons that the edge needs beside the gateway. @default none */
  readonly edge?: readonly AddonName[];
  /** Add-ons that config switches on or off by name. */
  readonly switches: Readonly<Partial<Record<AddonName, boolean>>>;
}

const always: readonly AddonName[] = ["metrics-server", "external-secrets", "kube-prometheus-stack"];
const forHosts: readonly AddonName[] = ["blackbox-exporter", "cert-manager", "envoy-gateway"];

/** Whether a stack has something that only its cloud can measure. */
export function wantsCloudMetrics({
  stores,
  monitoring,
}: Partial<Pick<StackConfig, "stores" | "monitoring">>): boolean {
  const managed = Object.values(stores ?? {}).some(({ kind }) => kind !== "bucket");
  return managed || monitoring?.monthlyBudget !== undefined;
}

/** What the logs and traces of a stack are collected and kept with. */
export function telemetryAddons({ logs, traces }: Partial<Pick<StackConfig, "logs" | "traces">>): readonly AddonName[] {
  return [
    ...(logs !== undefined && logs.backend !== "none" ? (["alloy"] as const) : []),
    ...(logs?.backend === "loki" ? (["loki"] as const) : []),
    ...(traces?.backend === "tempo" ? (["tempo", "opentelemetry-collector"] as const) : []),
  ];
}

/**
 * The add-ons of a stack with everything they need, in the order of installation; or problems in words: one that is
 * switched off is needed by another, is for another cloud, or needs go in a circle.
 */
export function planAddons({
  cloud,
  addons,
  compute,
  publicHosts,
  cloudMetrics,
  cloudSections = [],
  workloads = [],
  telemetry = [],
  edge = [],
  switches,
}: AddonNeeds): OrderResult<AddonName> {
  const asked = Object.keys(switches).filter((name) => switches[name as AddonName]) as AddonName[];
  const chosen = [
    ...always,
    ...(publicHosts ? [...forHosts, ...addons.forHosts] : []),
    ...(cloudMetrics ? addons.forCloudMetrics : []),
    ...(addons.forCompute[compute] ?? []),
    ...cloudSections,
    ...workloads,
    ...telemetry,
    ...edge,
    ...asked,
  ];
  const foreign = asked.flatMap((name) => {
    const { clouds } = catalogue[name];
    return clouds === undefined || clouds.includes(cloud) ? [] : [`${name} is for ${clouds.join(" and ")} alone`];
  });
  if (foreign.length > 0) return { problems: foreign };
  const table = needsOn(addons);
  return orderAddons(withNeeds(chosen, switches, table, addons.brought), table);
}

type Table = Readonly<Record<AddonName, { readonly needs: readonly AddonName[] }>>;

/** Add-on → what it needs on this cloud, but for what the cluster brings itself. */
function needsOn({ needs, brought }: CloudAddons): Table {
  return Object.fromEntries(
    Object.entries(catalogue).map(([name, definition]) => [
      name,
      {
        needs: [...definition.needs, ...(needs[name as AddonName] ?? [])].filter((need) => !brought.includes(need)),
      },
    ]),
  ) as unknown as Table;
}

/** Adds what the chosen ones need, and what that needs; nothing that is switched off. */
function withNeeds(
  names: readonly AddonName[],
  switches: AddonNeeds["switches"],
  table: Table,
  brought: readonly AddonName[],
): AddonName[] {
  const all = new Set<AddonName>();
  const add = (name: AddonName): void => {
    if (all.has(name) || switches[name] === false || brought.includes(name)) return;
    all.add(name);
    for (const need of table[name].needs) add(need);
  };
  for (const name of names) add(name);
  return [...all];
}
