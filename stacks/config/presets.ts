import type { CloudName } from "../../components/clouds/registry";
import type { Environment } from "../../components/contracts/common";
import type { CloudConfig, Tree } from "./clouds/cloud";
import { cloudConfigs } from "./clouds/registry";
import { defaultThresholds as thresholds } from "./monitoring";

/**
 * What a stack gets when its config says nothing: dev is small, one zone where possible, one NAT, not protected;
 * staging is like prod, smaller; prod has three zones, a NAT in each, standbys, and protection.
 * Anything that the config says wins, key by key; lists are replaced whole.
 */
const everywhere: Record<Environment, Tree> = {
  dev: {
    protect: false,
    monitoring: { retentionDays: 7, storageGb: 20, scrapeSeconds: 30, thresholds },
    logs: { backend: "none", retentionDays: 7, replicas: 1 },
    traces: { backend: "none", retentionDays: 3, samplePercent: 100 },
  },
  staging: {
    protect: true,
    monitoring: { retentionDays: 15, storageGb: 50, scrapeSeconds: 30, thresholds },
    logs: { backend: "none", retentionDays: 14, replicas: 1 },
    traces: { backend: "none", retentionDays: 7, samplePercent: 100 },
  },
  prod: {
    protect: true,
    monitoring: { retentionDays: 30, storageGb: 100, scrapeSeconds: 15, thresholds },
    logs: { backend: "none", retentionDays: 30, replicas: 3 },
    traces: { backend: "none", retentionDays: 14, samplePercent: 100, keep: { slowMs: 1000, percent: 10 } },
  },
};

const windows = { backupWindow: "02:00-03:00", maintenanceWindow: "sun:03:30-sun:04:30" };
const postgres = { version: "17", replicas: 0, ...windows };
const redis = { engine: "valkey", version: "8.0", maintenanceWindow: windows.maintenanceWindow };

/** One store of each kind, where its own config says nothing. */
const stores: Record<Environment, Record<string, Tree>> = {
  dev: {
    postgres: { ...postgres, size: "small", storageGb: 20, maxStorageGb: 50, multiZone: false, backupDays: 7 },
    redis: { ...redis, size: "small", replicas: 0, snapshotDays: 1 },
    mongodb: { ...windows, size: "small", replicas: 0, backupDays: 7 },
    bucket: { oldVersionDays: 7 },
  },
  staging: {
    postgres: { ...postgres, size: "medium", storageGb: 50, maxStorageGb: 200, multiZone: true, backupDays: 7 },
    redis: { ...redis, size: "small", replicas: 1, snapshotDays: 3 },
    mongodb: { ...windows, size: "small", replicas: 1, backupDays: 7 },
    bucket: { oldVersionDays: 30 },
  },
  prod: {
    postgres: { ...postgres, size: "large", storageGb: 100, maxStorageGb: 1000, multiZone: true, backupDays: 30 },
    redis: { ...redis, size: "medium", replicas: 1, snapshotDays: 7 },
    mongodb: { ...windows, size: "medium", replicas: 2, backupDays: 30 },
    bucket: { oldVersionDays: 90 },
  },
};

const pod = { cpu: "100m", memory: "256Mi" };
const scaled = (min: number, max: number): Tree => ({ resources: pod, scaling: { min, max, cpu: 70 } });

const single = { scheduler: { resources: pod }, cron: { resources: pod }, task: { resources: pod } };

/** One workload of each kind, where its own config says nothing. */
const workloads: Record<Environment, Record<string, Tree>> = {
  dev: { web: scaled(1, 3), worker: scaled(1, 3), ...single },
  staging: { web: scaled(2, 5), worker: scaled(1, 5), ...single },
  prod: { web: scaled(3, 10), worker: scaled(2, 10), ...single },
};

/** Lays what a stack's config says over the preset of its environment. */
export function withPreset(raw: Tree, cloud: CloudName, environment: Environment): Tree {
  const { presets, storePresets, servicePresets, workloadPresets }: CloudConfig = cloudConfigs[cloud];
  const merged = merge(merge(everywhere[environment], presets[environment]), raw) as Tree;
  const ofStores = merge(stores[environment], storePresets?.[environment]) as Record<string, Tree>;
  const ofWorkloads = merge(workloads[environment], workloadPresets?.[environment]) as Record<string, Tree>;
  return {
    ...merged,
    ...eachWith("stores", merged, ofStores, servicePresets?.[environment]),
    ...eachWith("workloads", merged, ofWorkloads),
  };
}

function eachWith(
  key: string,
  config: Tree,
  presets: Record<string, Tree>,
  byService: Readonly<Record<string, Tree>> = {},
): Tree {
  const entries = config[key];
  if (!isTree(entries)) return {};
  return {
    [key]: Object.fromEntries(
      Object.entries(entries).map(([name, entry]) => {
        const preset = isTree(entry) && typeof entry.kind === "string" ? presets[entry.kind] : undefined;
        const ofService = isTree(entry) && typeof entry.service === "string" ? byService[entry.service] : undefined;
        return [name, preset ? merge(merge(preset, ofService), entry) : entry];
      }),
    ),
  };
}

/** `over` wins; objects are merged key by key, everything else is replaced whole. */
export function merge(base: unknown, over: unknown): unknown {
  if (over === undefined) return base;
  if (!isTree(base) || !isTree(over)) return over;
  const keys = new Set([...Object.keys(base), ...Object.keys(over)]);
  return Object.fromEntries([...keys].map((key) => [key, merge(base[key], over[key])]));
}

export function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
