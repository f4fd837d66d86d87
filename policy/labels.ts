/**
 * The stack's tags as Google Cloud takes them: keys and values hold lower-case letters, digits, `-` and `_`, at most 63
 * (cloud.google.com/resource-manager/docs/labels-overview). `CostCenter` becomes `cost-center`.
 */
export const labelKey = (tag: string): string =>
  tag
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, "-")
    .slice(0, 63);

export const labelValue = (value: string): string =>
  value
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, "-")
    .slice(0, 63);
