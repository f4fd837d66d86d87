import { createHash } from "node:crypto";

/**
 * A physical name of at most `max` characters: the parts joined by `-`; when that is too long, cut and closed with six
 * characters of its hash, so that two long names never become one.
 */
export function physicalName(parts: readonly string[], max: number): string {
  const full = parts.join("-");
  if (full.length <= max) return full;
  return `${full.slice(0, max - 7).replace(/-+$/, "")}-${digest(full)}`;
}

/** Six characters that stand for a text: enough to keep a stack's names apart. */
export function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 6);
}

/** The prefix that the name of a store or workload gives to its variables: `order-queue` → `ORDER_QUEUE`. */
export function variable(name: string): string {
  return name.toUpperCase().replaceAll("-", "_");
}

/** A public name as part of a logical name: `shop.example.com` → `shop-example-com`. */
export const hostPart = (host: string): string => host.replaceAll(".", "-");
