import type { Scope } from "../../components/contracts/common";
import { stackTags } from "../../components/shared/tags";

/** The scope of a stack in tests: `shop-dev` in the account that the simulation is in. */
export function scopeOf(over: Partial<Scope> = {}): Scope {
  const stack = over.stack ?? "dev";
  return {
    app: "shop",
    stack,
    environment: "dev",
    name: `shop-${stack}`,
    region: "eu-central-1",
    account: "123456789012",
    protect: false,
    tags: stackTags({
      app: "shop",
      stack,
      environment: over.environment ?? "dev",
      owner: "team-shop",
      costCenter: "shop",
    }),
    ...over,
  };
}

/** Every tag that a stack's things must carry. */
export const requiredTags = ["Project", "Stack", "Environment", "Owner", "CostCenter", "ManagedBy"];
