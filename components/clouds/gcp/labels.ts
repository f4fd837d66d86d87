import type { Tags } from "../../contracts/common";

/** Google Cloud takes lower-case letters, digits, `-` and `_`, at most 63 of them, in keys and in values. */
const plain = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]/g, "-")
    .slice(0, 63);

/** The stack's tags as labels, with the resource's own `name`: `CostCenter` becomes `cost-center`. */
export function labelled(tags: Tags, name: string): Record<string, string> {
  const entries = Object.entries(tags).map(([key, value]) => [
    plain(key.replaceAll(/([a-z0-9])([A-Z])/g, "$1-$2")),
    plain(value),
  ]);
  return { ...Object.fromEntries(entries), name: plain(name) };
}
