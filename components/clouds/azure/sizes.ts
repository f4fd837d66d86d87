/** GiB for each vCPU, by the family of a size. */
const memoryPerCore: Readonly<Record<string, number>> = { D: 4, E: 8, F: 2 };

/** Sizes that burst: vCPUs and GiB. Source: "B-series burstable virtual machine sizes". */
const bursting: Readonly<Record<string, { cores: number; gib: number }>> = {
  Standard_B1ms: { cores: 1, gib: 2 },
  Standard_B2s: { cores: 2, gib: 4 },
  Standard_B2ms: { cores: 2, gib: 8 },
  Standard_B4ms: { cores: 4, gib: 16 },
  Standard_B8ms: { cores: 8, gib: 32 },
};

/** vCPUs and GiB of a machine by its size; undefined for one that is not known here. */
export function shapeOf(size: string): { cores: number; gib: number } | undefined {
  if (bursting[size]) return bursting[size];
  const [, family = "", count = "", features = ""] = /^Standard_([DEF])(\d+)([a-z]*)(?:_v\d+)?$/.exec(size) ?? [];
  const perCore = memoryPerCore[family];
  if (perCore === undefined) return undefined;
  // An `l` is for less memory: half of what the family has.
  return { cores: Number(count), gib: Number(count) * (family === "D" && features.includes("l") ? 2 : perCore) };
}

/** GiB of memory → `max_connections` by default: flexible servers, "Limits". */
const connections: readonly (readonly [gib: number, connections: number])[] = [
  [48, 5000],
  [32, 3437],
  [16, 1718],
  [8, 859],
  [4, 429],
  [0, 50],
];

/** Connections that a flexible server takes by default; undefined for a size that is not known here. */
export function postgresConnections(sku: string): number | undefined {
  const shape = shapeOf(sku);
  return shape && connections.find(([from]) => shape.gib >= from)?.[1];
}
