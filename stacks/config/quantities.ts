/** Cores of a Kubernetes quantity: `250m` is 0.25. */
export const cores = (quantity: string): number =>
  quantity.endsWith("m") ? Number(quantity.slice(0, -1)) / 1000 : Number(quantity);

const units: Readonly<Record<string, number>> = {
  ...{ Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, k: 1e3, M: 1e6, G: 1e9, T: 1e12 },
};

/** MiB of a Kubernetes quantity: `1Gi` is 1024. */
export function mebibytes(quantity: string): number {
  const [, number = "0", unit = ""] = /^([\d.]+)([A-Za-z]*)$/.exec(quantity) ?? [];
  return (Number(number) * (units[unit] ?? 1)) / 2 ** 20;
}
